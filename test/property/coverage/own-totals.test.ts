import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileCoverage } from '../../../src/core/coverage/coverage-map.ts';
import { readReport } from '../../../src/core/coverage/read-report.ts';
import { summarise } from '../../../src/core/coverage/summary.ts';

const made = join(import.meta.dirname, '../../fixtures/reports/made');

function textOf(name: string): string {
  return readFileSync(join(made, name), 'utf8');
}

function filesOf(name: string): readonly FileCoverage[] {
  return [...readReport(readFileSync(join(made, name)), name).coverage.values()];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function fileNamed(files: readonly FileCoverage[], path: string): FileCoverage {
  const file = files.find((one) => one.path === path);
  assert.ok(file, path);
  return file;
}

interface PythonReport {
  readonly files: Readonly<Record<string, PythonFile>>;
}

interface PythonFile {
  readonly executed_lines: readonly number[];
  readonly missing_lines: readonly number[];
  readonly executed_branches?: readonly (readonly [number, number])[];
  readonly missing_branches?: readonly (readonly [number, number])[];
  readonly summary: Readonly<Record<string, number>>;
}

interface GcovrReport {
  readonly files: readonly { readonly file: string; readonly functions: readonly GcovrFunction[]; readonly lines: readonly GcovrLine[] }[];
}

interface GcovrFunction {
  readonly name?: string;
  readonly demangled_name?: string;
  readonly lineno: number;
}

interface GcovrLine {
  readonly line_number: number;
  readonly function_name?: string;
  readonly count: number;
  readonly branches: readonly { readonly count: number; readonly throw: boolean; readonly 'gcovr/excluded'?: boolean }[];
  readonly 'gcovr/excluded'?: boolean;
}

interface LlvmReport {
  readonly data: readonly {
    readonly files: readonly {
      readonly filename: string;
      readonly summary: Readonly<Record<string, { readonly count: number; readonly covered: number }>>;
    }[];
  }[];
}

describe('readers against the totals that the tool itself wrote', () => {
  for (const name of ['coverage-py-7.17.3', 'coverage-py-7.6.1'].flatMap((tool) =>
    ['coverage', 'contexts', 'without-branches'].map((one) => `${tool}/${one}.json`),
  )) {
    it(`${name}: lines and arcs`, () => {
      const files = filesOf(name);
      const { problems } = readReport(readFileSync(join(made, name)), name);
      const noted = problems.some((problem) => problem.code === 'report/totals-differ');
      for (const [path, data] of Object.entries((JSON.parse(textOf(name)) as PythonReport).files)) {
        const { lines, branches } = summarise(fileNamed(files, path));
        const { summary } = data;
        // The older version lists a docstring that ran, which is no statement.
        const extra = lines.total - (summary['num_statements'] ?? 0);
        assert.deepEqual(extra, name.startsWith('coverage-py-7.17.3/') ? 0 : 1);
        assert.deepEqual(lines.covered - extra, summary['covered_lines']);
        assert.equal(noted, extra > 0);
        assert.deepEqual(lines, { covered: data.executed_lines.length, total: data.executed_lines.length + data.missing_lines.length });
        // Leaving a function is one arc, however many lines of it the report names.
        const arcs = (pairs: PythonFile['executed_branches'] = []): readonly string[] =>
          pairs.map(([from, to]) => `${from} ${Math.max(to, 0)}`);
        const taken = new Set(arcs(data.executed_branches));
        assert.deepEqual(branches, { covered: taken.size, total: new Set([...taken, ...arcs(data.missing_branches)]).size });
        assert.deepEqual(branches, { covered: summary['covered_branches'] ?? 0, total: summary['num_branches'] ?? 0 });
      }
    });
  }

  it("gcovr JSON: lines, functions and arms come to gcovr's summary", () => {
    const files = filesOf('gcovr/coverage.json');
    const claimed = JSON.parse(textOf('gcovr/summary.json')) as {
      readonly files: readonly (Readonly<Record<string, number>> & { readonly filename: string })[];
    };
    for (const data of (JSON.parse(textOf('gcovr/coverage.json')) as GcovrReport).files) {
      const claim = claimed.files.find((one) => one.filename === data.file);
      const lines = data.lines.filter((line) => line['gcovr/excluded'] !== true);
      const arms = lines.flatMap((line) => line.branches.filter((arm) => arm['gcovr/excluded'] !== true));
      // What gcovr counts: each instance of a template for itself, and what only the compiler made.
      assert.deepEqual([claim?.['line_total'], claim?.['line_covered']], [lines.length, lines.filter((line) => line.count > 0).length]);
      assert.deepEqual([claim?.['branch_total'], claim?.['branch_covered']], [arms.length, arms.filter((arm) => arm.count > 0).length]);
      const file = fileNamed(files, data.file);
      const totals = summarise(file);
      assert.equal(file.functions.length, claim?.['function_total']);
      assert.equal(file.functions.filter((fn) => fn.count > 0).length, claim?.['function_covered']);
      // What we count: instances of a template once, arm by arm.
      const ran = new Map<number, boolean>();
      const taken = new Map<string, boolean>();
      for (const line of lines) {
        ran.set(line.line_number, (ran.get(line.line_number) ?? false) || line.count > 0);
        const place = data.functions.find((fn) => line.function_name === (fn.name ?? fn.demangled_name))?.lineno;
        for (const [index, arm] of line.branches.entries()) {
          const key = `${line.line_number} ${String(place)} ${index}`;
          if (arm['gcovr/excluded'] !== true) taken.set(key, (taken.get(key) ?? false) || arm.count > 0);
        }
      }
      assert.deepEqual(totals.lines, { covered: [...ran.values()].filter(Boolean).length, total: ran.size });
      const { covered, total } = totals.throws ?? { covered: 0, total: 0 };
      assert.deepEqual(
        [totals.branches.covered + covered, totals.branches.total + total],
        [[...taken.values()].filter(Boolean).length, taken.size],
        data.file,
      );
      // An exception, and the normal return beside it.
      assert.equal(total, 2 * arms.filter((arm) => arm.throw).length, data.file);
    }
  });

  it('llvm-cov JSON: lines, conditions and functions come to its summaries', () => {
    const files = filesOf('llvm-cov/coverage.json');
    for (const { filename, summary } of (JSON.parse(textOf('llvm-cov/coverage.json')) as LlvmReport).data.flatMap((one) => one.files)) {
      const file = fileNamed(files, filename);
      // Lines and decisions of a macro are not summed up where it is defined.
      const macro = 4;
      const { lines, branches } = summarise({ ...file, lines: new Map([...file.lines].filter(([line]) => line !== macro)) });
      const claimed = (name: string): object => ({ covered: summary[name]?.covered, total: summary[name]?.count });
      assert.deepEqual(lines, claimed('lines'));
      assert.deepEqual(branches, claimed('branches'));
      assert.deepEqual({ covered: file.functions.filter((fn) => fn.count > 0).length, total: file.functions.length }, claimed('functions'));
      const conditions = (file.conditions ?? []).filter((one) => one.line !== macro);
      assert.deepEqual(
        { covered: conditions.filter((one) => one.whenTrue && one.whenFalse).length, total: conditions.length },
        claimed('mcdc'),
      );
    }
  });

  for (const profile of ['count', 'coverpkg']) {
    it(`Go ${profile}.out: what ran of each function, and of all, is what go tool cover says`, () => {
      const files = filesOf(`go/${profile}.out`);
      // Statements of each block, which only the profile knows.
      const statements = new Map(
        [...textOf(`go/${profile}.out`).matchAll(/^(.+):(\d+)\.(\d+),(\S+) (\d+) \d+$/gm)].map(([, path, line, column, , count]) => [
          `${path ?? ''}:${line ?? ''}.${column ?? ''}`,
          Number(count),
        ]),
      );
      const blocks = files.flatMap(({ path, branches }) =>
        branches.map(({ line, arms, range }) => {
          const place = `${path}:${line}.${(range?.start.column ?? Number.NaN) + 1}`;
          const size = statements.get(place);
          assert.ok(size !== undefined, place);
          return { path, line, size, ran: arms.every((arm) => arm.state === 'hit') };
        }),
      );
      assert.equal(blocks.length, statements.size);
      const share = (some: typeof blocks): string =>
        `${((100 * sum(some.filter((one) => one.ran).map((one) => one.size))) / sum(some.map((one) => one.size))).toFixed(1)}%`;
      const said = [...textOf(`go/${profile}.func.txt`).matchAll(/^(.+):(\d+):\s+\S+\s+(\S+)$/gm)].map(
        ([, path = '', line, figure = '']) => ({ path, line: Number(line), figure }),
      );
      for (const { path, line, figure } of said) {
        const next = said.find((one) => one.path === path && one.line > line)?.line ?? Number.POSITIVE_INFINITY;
        assert.equal(share(blocks.filter((one) => one.path === path && one.line >= line && one.line < next)), figure, `${path}:${line}`);
      }
      assert.equal(share(blocks), /^total:.*\s(\S+)$/m.exec(textOf(`go/${profile}.func.txt`))?.[1]);
      assert.equal(said.length, 3);
    });
  }
});
