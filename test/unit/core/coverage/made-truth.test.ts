import assert from 'node:assert/strict';
import { placeOf } from '../../../../src/core/coverage/place-of.ts';
import { takenArms, type Branch } from '../../../../src/core/coverage/coverage-map.ts';
import { drain } from '../../../../src/core/coverage/formats/indexed-report.ts';
import { mergeCoverage } from '../../../../src/core/coverage/merge.ts';
import { indexReport, readReport } from '../../../../src/core/coverage/read-report.ts';
import { alignedReport, fixtureText, madeReport } from './made-reports.ts';

/** Line of the mark, what a person calls the arm, and its state, of every arm. */
async function armsSaid(report: string, source: string): Promise<readonly string[]> {
  const { coverage } = await alignedReport(report, source);
  return coverage.branches
    .flatMap((branch) =>
      branch.arms.map((arm) => `${placeOf(branch, arm).start.line}: ${arm.label} ${arm.state === 'hit' ? 'taken' : arm.state}`),
    )
    .sort();
}

function truthOf(name: string): readonly string[] {
  return fixtureText(`truth/${name}.txt`)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .sort();
}

const typescript = 'js/src/every-branch.ts';
const python = 'python/every_branch.py';
const javascript = 'plain-js/hints.cjs';

describe('made reports against the truth that was judged from the source', () => {
  for (const tool of ['vitest-istanbul', 'jest-babel']) {
    for (const report of ['coverage-final.json', 'lcov.info']) {
      it(`${tool}/${report}: every arm, and nothing else`, async () => {
        assert.deepEqual(await armsSaid(`${tool}/${report}`, typescript), truthOf('every-branch.ts'));
      });
    }
  }

  it("Vitest's V8 provider: the same, but each default value counts as used, because V8 cannot see it", async () => {
    const seen = truthOf('every-branch.ts')
      .map((arm) => (arm.includes(': default of ') ? arm.replace(/not-taken$/, 'taken') : arm))
      .sort();
    assert.deepEqual(await armsSaid('vitest-v8/coverage-final.json', typescript), seen);
    assert.deepEqual(await armsSaid('vitest-v8/lcov.info', typescript), seen);
  });

  it("Jest's V8 provider knows blocks, not arms, and that is said", async () => {
    for (const report of ['coverage-final.json', 'lcov.info']) {
      const { problems } = await alignedReport(`jest-v8/${report}`, typescript);
      assert.deepEqual(
        problems.map((problem) => problem.code),
        ['source/blocks-only'],
      );
    }
  });

  for (const report of ['coverage.json', 'contexts.json', 'lcov.info']) {
    it(`coverage.py 7.17.3 ${report}: every arm, and nothing else`, async () => {
      assert.deepEqual(await armsSaid(`coverage-py-7.17.3/${report}`, python), truthOf('every_branch.py'));
    });
  }

  for (const report of ['coverage.json', 'contexts.json']) {
    it(`coverage.py 7.6.1 ${report}: the same, and what only that version measures`, async () => {
      const said = await armsSaid(`coverage-py-7.6.1/${report}`, python);
      const truth = truthOf('every_branch.py');
      assert.deepEqual(
        truth.filter((arm) => !said.includes(arm)),
        [],
      );
      // It took matching an exception, comprehensions and leaving `with` for branches.
      const lines = said.filter((arm) => !truth.includes(arm)).map((arm) => Number.parseInt(arm, 10));
      assert.ok(
        lines.every((line) => [50, 51, 85, 89].includes(line)),
        lines.join(' '),
      );
    });
  }

  it('coverage.py XML: every dark arm by its name; it only counts those that were taken', async () => {
    const dark = (arms: readonly string[]): readonly string[] => arms.filter((arm) => !arm.endsWith(' taken'));
    const said = await armsSaid('coverage-py-7.17.3/coverage.xml', python);
    const truth = truthOf('every_branch.py');
    assert.deepEqual(dark(said), dark(truth));
    assert.equal(said.length, truth.length);
    assert.deepEqual(
      dark(await armsSaid('coverage-py-7.6.1/coverage.xml', python)),
      dark(await armsSaid('coverage-py-7.6.1/coverage.json', python)),
    );
  });

  it('coverage.py 7.6.1 LCOV: branches in the wrong direction are not believed, and that is said', async () => {
    const { problems } = await alignedReport('coverage-py-7.6.1/lcov.info', python);
    assert.ok(problems.some((problem) => problem.code === 'report/branch-at-line-0' && problem.message.includes('7.6.2')));
  });

  for (const report of ['count.out', 'atomic.out', 'set.out']) {
    it(`Go ${report}: every block, and whether it ran${report === 'set.out' ? '' : ', how often'}`, () => {
      const { coverage } = readReport(madeReport(`go/${report}`), `/x/${report}`);
      for (const name of ['shop.go', 'money.go']) {
        const file = [...coverage.values()].find((one) => one.path.endsWith(`/${name}`));
        const said = (file?.branches ?? []).map(({ line, arms }) => `${line}: ${arms[0]?.count ?? (arms[0]?.state === 'hit' ? 1 : 0)}`);
        const truth = truthOf(name).map((block) => (report === 'set.out' ? block.replace(/: [1-9]\d*$/, ': 1') : block));
        assert.deepEqual(said.sort(), [...truth].sort());
      }
    });
  }

  for (const [folder, source, truth] of [
    ['go', 'go/shop.go', 'shop.go.arms'],
    ['go', 'go/money/money.go', 'money.go.arms'],
    ['go-arms', 'go-arms/arms.go', 'arms.go'],
  ] as const) {
    it(`Go, ${source}: every arm and how often it is taken, and nothing where blocks leave it open`, async () => {
      const said = await goArms(`${folder}/count.out`, source);
      const known = truthOf(truth).map((line) => line.replace(/ \S+ \?$/, ' unknown'));
      assert.deepEqual(said, known.toSorted());
    });

    it(`Go, ${source}: a profile that only says what ran never says anything else of an arm`, async () => {
      const taken = truthOf(truth).map((line) => line.replace(/ \?$/, '').replace(/ \d+$/, ' taken'));
      const said = await goArms(`${folder}/set.out`, source);
      assert.equal(said.length, taken.length);
      assert.deepEqual(
        said.filter((arm) => !arm.endsWith(' unknown') && !taken.includes(arm)),
        [],
      );
    });
  }

  for (const report of ['jacoco.xml', 'aggregate.xml']) {
    it(`JaCoCo ${report}: how many outcomes of each line, and which were never evaluated`, () => {
      const { files } = drain(indexReport(madeReport(`jacoco/${report}`), `/x/${report}`));
      const file = files.find((one) => one.path.endsWith('Rules.java') && one.module !== 'shipping')?.load();
      const said = file?.branches.map(takenOf);
      assert.deepEqual(said, truthOf('Rules.java'));
    });
  }

  for (const report of ['gcov', 'gcov-14', 'gcov/counts', 'gcov-14/blocks', 'gcovr', 'gcovr LCOV']) {
    it(`C++, ${report}: how often each arm of each decision is taken, and no other branches`, () => {
      for (const name of ['shape.cpp', 'shape.hpp', 'main.cpp']) {
        const expected = truthOf(name).filter((decision) => !report.startsWith('gcovr') || !decision.startsWith('29: ')); // left out by its comment
        // Of what never ran the text of gcc 12, which gcovr reads, does not say what only an exception takes.
        const unknown = name === 'shape.cpp' && ['gcov/counts', 'gcovr', 'gcovr LCOV'].includes(report) ? ['8: 0 0 never evaluated'] : [];
        assert.deepEqual(branchesOfCpp(report, name).map(countsOf).sort(), [...expected, ...unknown].sort(), name);
      }
    });
  }

  it('C++, lcov 2.0: the same, the conditions of a line in one branch', () => {
    for (const name of ['shape.cpp', 'shape.hpp', 'main.cpp']) {
      const byLine = (decisions: readonly string[]): readonly string[] =>
        decisions.flatMap((one) => (one.match(/ \d+/g) ?? []).map((count) => `${Number.parseInt(one, 10)}:${count}`)).sort();
      assert.deepEqual(byLine(branchesOfCpp('lcov-2', name).map(countsOf)), byLine(truthOf(name)), name);
    }
  });

  it('llvm-cov: how often each condition is true and false', () => {
    const [file] = [...readReport(madeReport('llvm-cov/coverage.json'), 'coverage.json').coverage.values()];
    const said = file?.branches.map(
      ({ line, arms }) => `${line}: ${arms.map((arm) => `${arm.count} ${arm.label.replace(/ \(.*$/, '')}`).join(', ')}`,
    );
    assert.deepEqual(said?.sort(), truthOf('arms.cpp'));
  });

  for (const report of ['coverage-final.json', 'lcov.info']) {
    it(`nyc ${report}: every arm that no hint takes out, and nothing else`, async () => {
      assert.deepEqual(await armsSaid(`nyc/${report}`, javascript), truthOf('hints.cjs'));
    });

    it(`c8 ${report}: the code that did not run, by line`, async () => {
      const { coverage } = await alignedReport(`c8/${report}`, javascript);
      const blocks = coverage.branches.filter((branch) => takenArms(branch) === 0).map((branch) => branch.line);
      const functions = coverage.functions.filter((fn) => fn.count === 0).map((fn) => fn.line);
      const truth = truthOf('hints.cjs.blocks').map((line) => Number.parseInt(line, 10));
      assert.deepEqual(new Set([...blocks, ...functions]), new Set(truth));
    });
  }

  it('SimpleCov: how many arms of each decision two runs take together', () => {
    const [file] = [...readReport(madeReport('simplecov/resultset.json'), '/x/.resultset.json').coverage.values()];
    assert.deepEqual(file?.branches.map(takenOf), truthOf('arms.rb').toSorted(byLine));
  });
});

/** Line, label and count of every arm that was made of blocks. */
async function goArms(report: string, source: string): Promise<readonly string[]> {
  const { coverage, problems } = await alignedReport(report, source);
  assert.deepEqual(problems, []);
  return coverage.branches
    .filter((branch) => branch.kind !== 'block')
    .flatMap(({ line, arms }) => arms.map(({ label, state, count }) => `${line}: ${label} ${state === 'hit' ? (count ?? 'taken') : state}`))
    .toSorted();
}

/** Branches that somebody wrote in a C++ file, of as many reports as a tool writes of it: gcov writes one for each object file. */
function branchesOfCpp(tool: string, name: string): readonly Branch[] {
  const reports: Readonly<Record<string, readonly string[]>> = {
    gcov: ['gcov/main.gcov.json', 'gcov/shape.gcov.json'],
    'gcov-14': ['gcov-14/main.gcov.json', 'gcov-14/shape.gcov.json'],
    'gcov/counts': [`gcov/counts/${name}.gcov`],
    'gcov-14/blocks': [`gcov-14/blocks/${name}.gcov`],
    gcovr: ['gcovr/coverage.json'],
    'gcovr LCOV': ['gcovr/lcov.info'],
    'lcov-2': ['lcov-2/lcov.info'],
  };
  const merged = mergeCoverage((reports[tool] ?? []).map((report) => readReport(madeReport(report), report).coverage));
  const [file] = [...merged.values()].filter(({ path }) => path.split('/').at(-1) === name);
  return file?.branches.filter((branch) => branch.kind !== 'throw') ?? [];
}

/** How often each arm was taken, most first. */
function countsOf(branch: Branch): string {
  const never = branch.arms.every((arm) => arm.state === 'never-evaluated') ? ' never evaluated' : '';
  const counts = branch.arms.map((arm) => arm.count ?? Number.NaN).sort((left, right) => right - left);
  return `${branch.line}: ${counts.join(' ')}${never}`;
}

function takenOf(branch: Branch): string {
  const never = branch.arms.every((arm) => arm.state === 'never-evaluated') ? ' never evaluated' : '';
  return `${branch.line}: ${takenArms(branch)} of ${branch.arms.length}${never}`;
}

function byLine(left: string, right: string): number {
  return Number.parseInt(left, 10) - Number.parseInt(right, 10);
}
