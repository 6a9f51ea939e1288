import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { takenArms, type FileCoverage } from '../../../src/core/coverage/coverage-map.ts';
import { drain } from '../../../src/core/coverage/formats/indexed-report.ts';
import { indexReport } from '../../../src/core/coverage/read-report.ts';
import { summarise } from '../../../src/core/coverage/summary.ts';

/** What a report says of one file, whoever reads it. */
export interface Figures {
  /** `line: times it ran`. */
  readonly lines: readonly string[];
  /** `line: taken of all`, one for each decision that the report tells apart. */
  readonly decisions: readonly string[];
}

/** Files by module and path, as we read them without other problems than `expected`; what was counted is what is decoded. */
export function read(text: string, format: string, expected: readonly string[] = []): Readonly<Record<string, Figures>> {
  const report = drain(indexReport(new TextEncoder().encode(text), '/x/report'));
  assert.equal(report.format?.id, format);
  assert.deepEqual(
    report.problems.filter((problem) => !expected.includes(problem.code)),
    [],
  );
  return Object.fromEntries(
    report.files.map((file) => {
      const decoded = file.load();
      assert.deepEqual(file.totals, summarise(decoded), file.path);
      return [`${file.module ?? ''}:${file.path}`, figuresOf(decoded)];
    }),
  );
}

function figuresOf(file: FileCoverage): Figures {
  return {
    lines: [...file.lines].map(([line, count]) => `${line}: ${count}`).sort(),
    decisions: file.branches.map((branch) => `${branch.line}: ${takenArms(branch)} of ${branch.arms.length}`).sort(),
  };
}

/** Rows of lines, by line: the most hits, and of the outcomes those of which more were taken, then of which there are more. */
export interface Row {
  readonly line: number;
  readonly hits: number;
  readonly taken: number;
  readonly all: number;
}

/** What the rows of a file come to. */
export function byLine(rows: readonly Row[]): Figures {
  const lines = [...new Set(rows.map((row) => row.line))];
  const of = (line: number): readonly Row[] => rows.filter((row) => row.line === line);
  return {
    lines: lines.map((line) => `${line}: ${Math.max(...of(line).map((row) => row.hits))}`).sort(),
    decisions: lines
      .flatMap((line) => {
        const [best] = [...of(line)].sort((left, right) => right.taken - left.taken || right.all - left.all);
        return best === undefined || best.all === 0 ? [] : [`${line}: ${best.taken} of ${best.all}`];
      })
      .sort(),
  };
}

/** All of them together. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

/** Items with the same key, in the order in which the keys come. */
export function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly (readonly [string, readonly Item[]])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups];
}

/** Few lines, so that some stand twice. */
export const lineNumber = fc.integer({ min: 1, max: 40 });
export const hits = fc.oneof(fc.nat(3), fc.nat(1_000_000));
/** As they stand in XML. */
export const fileName = fc.constantFrom('src/a.x', 'src/b &amp; c.x', 'C:\\d\\e.x', 'ünï/f.x');
/** Taken, of all. */
export const outcomes = fc.integer({ min: 1, max: 6 }).chain((all) => fc.tuple(fc.nat(all), fc.constant(all)));

/** An attribute as writers quote it. */
export const attribute = fc.tuple(fc.constantFrom('"', "'"), fc.constantFrom(' ', '  ', '\n  '));
/** Attributes in that style. */
export const write = (style: readonly [string, string], pairs: readonly (readonly [string, string | number])[]): string =>
  pairs.map(([name, value]) => `${style[1]}${name}=${style[0]}${value}${style[0]}`).join('');
