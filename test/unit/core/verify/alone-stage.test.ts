import assert from 'node:assert/strict';
import type { Branch, FileCoverage } from '../../../../src/core/coverage/coverage-map.ts';
import type { ProcessOptions, ProcessOutcome } from '../../../../src/core/ports.ts';
import type { RunEvent } from '../../../../src/core/run-event.ts';
import type { Framework, ResultFile, RunPlaces, SuiteResults, SuiteRun, TestResult } from '../../../../src/core/suite/framework.ts';
import { aloneStage } from '../../../../src/core/verify/alone-stage.ts';
import type { Bench, Trial } from '../../../../src/core/verify/trial.ts';

const unit = '/shop/src/price.ts';

/** What a test does when it is run. */
interface Behaviour {
  /** Arms that it takes. */
  readonly takes?: readonly number[];
  readonly ends?: 'passed' | 'failed' | 'skipped' | 'never' | 'without a result' | 'at its import';
  /** The guard refuses it something; `later`: when its own coverage has been taken already. */
  readonly refused?: 'at once' | 'later';
  /** Something fails that belongs to no test; `unknown`: nor to a file. */
  readonly fails?: 'outside its tests' | 'unknown';
  /** Another test stands in its file. */
  readonly brings?: string;
}

function coverageOf(taken: readonly number[]): FileCoverage {
  const branch: Branch = {
    kind: 'switch',
    certainty: 'exact',
    line: 3,
    arms: Array.from({ length: 20 }, (_, index) => ({
      key: `switch@3:0/${index}`,
      label: `case ${index}`,
      state: taken.includes(index) ? ('hit' as const) : ('not-taken' as const),
      count: taken.includes(index) ? 1 : 0,
    })),
  };
  return { path: unit, lines: new Map(), functions: [], branches: [branch] };
}

/** The same as a report of Istanbul. */
function reportOf(taken: readonly number[]): string {
  const place = { start: { line: 3, column: 0 }, end: { line: 30, column: 0 } };
  const locations = Array.from({ length: 20 }, () => place);
  const counts = locations.map((_, index) => (taken.includes(index) ? 1 : 0));
  const branchMap = { 0: { type: 'switch', line: 3, loc: place, locations } };
  return JSON.stringify({ [unit]: { path: unit, statementMap: {}, fnMap: {}, branchMap, s: {}, f: {}, b: { 0: counts } } });
}

/** A stage over a runner that runs behaviours instead of tests. Files hold their test's title. */
function stage(behaviours: Readonly<Record<string, Behaviour>>, capable = true, durationMs = 900) {
  const files = new Map<string, string>();
  const events: RunEvent[] = [];
  const written: string[] = [];
  const limits: number[] = [];
  let scratch = 0;

  const framework = {
    id: 'vitest',
    ...(capable ? { coverageByFile: true } : {}),
    authoring: {
      testFileFor: async (_project: unknown, _file: string, taken: (path: string) => Promise<boolean>) => {
        for (let number = 1; ; number += 1) if (!(await taken(`/shop/tests/${number}.ts`))) return `/shop/tests/${number}.ts`;
      },
      render: (_project: unknown, tests: readonly { readonly title: string }[]) => tests.map((test) => test.title).join(),
    },
    command: (_project: unknown, run: SuiteRun, { scratch: folder }: RunPlaces) => ({
      command: { file: 'node', args: [folder, run.coverageByFile === true ? 'by file' : '', ...(run.files ?? [])], cwd: '/shop', env: {} },
      artefacts: {
        results: [`${folder}/results`],
        coverage: [`${folder}/coverage`],
        ...(run.coverageByFile === true ? { byFile: { index: `${folder}/index`, progress: `${folder}/progress` } } : {}),
      },
    }),
    readResults(_project: unknown, [file]: readonly ResultFile[]): SuiteResults {
      const { tests, errors, owned } = JSON.parse(file?.text ?? '') as {
        tests: TestResult[];
        errors: string[];
        owned: [string, string[]][];
      };
      return { tests, errors, errorsByFile: new Map(owned) };
    },
    explain: () => undefined,
    isTestFile: () => false,
  } as unknown as Framework;

  function run(args: readonly string[]): ProcessOutcome {
    const [folder = '', mode, ...paths] = args;
    const entries = paths.map((path) => ({ path, title: files.get(path) ?? '', does: behaviours[files.get(path) ?? ''] ?? {} }));
    const endless = entries.findIndex(({ does }) => does.ends === 'never');
    if (endless >= 0) {
      const lines = entries
        .slice(0, endless + 1)
        .flatMap(({ path }, index) => (index === endless ? [`+ ${path}`] : [`+ ${path}`, `- ${path}`]));
      files.set(`${folder}/progress`, lines.join('\n'));
      return { status: 'timed-out', outputTail: '', durationMs: 20_000 };
    }
    const alone = mode !== 'by file';
    const tests = entries.flatMap(({ path, title, does }): TestResult[] => {
      const { ends = 'passed', brings } = does;
      if (ends === 'without a result' || ends === 'at its import' || ends === 'never') return [];
      const own: TestResult = { file: path, title, status: ends, durationMs: 1, message: 'AssertionError: no' };
      return brings === undefined || alone ? [own] : [own, { ...own, title: brings }];
    });
    const owned = entries.filter(({ does }) => does.ends === 'at its import').map(({ path }) => [path, [`${path}: no such module`]]);
    const unknown = entries.some(({ does }) => does.fails === 'unknown' || (alone && does.fails !== undefined));
    const errors = [...owned.flatMap(([, texts]) => texts), ...(unknown ? ['it failed outside its tests'] : [])];
    files.set(`${folder}/results`, JSON.stringify({ tests, errors, owned }));
    files.set(`${folder}/coverage`, reportOf(entries.flatMap(({ does }) => does.takes ?? [])));
    if (entries.some(({ does }) => does.refused !== undefined)) files.set(`${folder}/refused.txt`, 'delete a file\n');
    const clean = entries.filter(({ does }) => does.refused !== 'at once' && does.fails === undefined);
    for (const { path, does } of clean) files.set(`${folder}/by${path}`, reportOf(does.takes ?? []));
    files.set(`${folder}/index`, JSON.stringify(Object.fromEntries(clean.map(({ path }) => [path, `${folder}/by${path}`]))));
    const red = errors.length > 0 || tests.some((test) => test.status === 'failed');
    return { status: 'exited', code: red ? 1 : 0, outputTail: '', durationMs };
  }

  const titles = Object.keys(behaviours);
  const trials = titles.map((title): Trial => ({
    candidate: { id: title, generator: 'explorer', arms: [], test: { imports: [], setup: '', title, body: '' }, notes: [] },
    gates: [],
    alive: true,
    possibleBug: false,
    arms: [],
  }));
  const before = coverageOf([]);
  const bench = {
    input: {
      framework,
      project: { root: '/shop', framework: 'vitest', coverageProvider: 'v8' },
      sourceFile: unit,
      testFile: '/shop/tests/1.ts',
      baseline: { coverage: new Map(), tests: [], durationMs: 0 },
    },
    options: { header: [], timeoutMs: 60_000, seed: 1 },
    ports: {
      processRunner: {
        run: (command: { args: readonly string[] }, options: ProcessOptions) => {
          limits.push(options.timeoutMs);
          return Promise.resolve(options.signal.aborted ? { status: 'cancelled' } : run(command.args));
        },
      },
      scratch: { create: () => Promise.resolve(`/scratch/${(scratch += 1)}`) },
      fileSystem: {
        stat: (path: string) => Promise.resolve(files.has(path) ? { kind: 'file', size: 1, modified: 0 } : undefined),
        readText: (path: string) => Promise.resolve(files.get(path) ?? ''),
        readBytes: (path: string) => Promise.resolve(new TextEncoder().encode(files.get(path) ?? '')),
      },
      shipped: (file: string) => file,
      align: (coverage: FileCoverage) => Promise.resolve(coverage),
      journal: {
        writeTrial: (path: string, text: string) => {
          written.push(path);
          files.set(path, text);
          return Promise.resolve();
        },
        discardTrial: (path: string) => {
          files.delete(path);
          return Promise.resolve();
        },
      },
      clock: { now: () => 0 },
    },
    context: { signal: new AbortController().signal, emit: (event: RunEvent) => events.push(event) },
    trials,
    kept: [],
    wanted: new Set(before.branches[0]?.arms.map((arm) => arm.key)),
    before,
    runs: 0,
    slowestMs: 0,
  } as unknown as Bench;

  return {
    /** The longest that each run was given, in order. */
    limits,
    /** Title → `takes …` or why not; and the runs that it took. */
    async judge(): Promise<{ readonly said: Readonly<Record<string, string>>; readonly runs: readonly string[] }> {
      await aloneStage(bench);
      assert.deepEqual(
        [...files.keys()].filter((path) => path.startsWith('/shop')),
        [],
        'trial files are gone',
      );
      const said = trials.map((trial) => {
        const last = trial.gates.at(-1);
        return [trial.candidate.test.title, last === undefined ? 'not judged' : last.passed ? last.evidence : last.reason];
      });
      const runs = events.flatMap((event) => (event.kind === 'suite-started' ? [event.label] : []));
      assert.equal(bench.runs, runs.length);
      return { said: Object.fromEntries(said) as Record<string, string>, runs };
    },
    bugs: () => trials.filter((trial) => trial.possibleBug).map((trial) => trial.candidate.test.title),
  };
}

const taken = (arm: number): string => `takes case ${arm + 1} of 20 of line 3`;

describe('aloneStage', () => {
  it('judges every candidate of a batch by itself from one run', async () => {
    const scene = stage({
      good: { takes: [1] },
      dark: {},
      red: { takes: [2], ends: 'failed' },
      again: { takes: [1] },
      both: { takes: [1, 3] },
      torn: { ends: 'at its import' },
    });
    assert.deepEqual(await scene.judge(), {
      said: {
        good: taken(1),
        dark: 'the arm is still dark after it ran',
        red: 'it is red: AssertionError: no',
        again: '"good" already takes case 2 of 20 of line 3',
        both: taken(3),
        torn: '/shop/tests/7.ts: no such module',
      },
      runs: ['candidates alone (6)'],
    });
    assert.deepEqual(scene.bugs(), ['red']);
  });

  it('runs candidates one by one where the framework cannot measure files apart, and for a single one', async () => {
    assert.deepEqual((await stage({ a: { takes: [1] }, b: { takes: [2] } }, false).judge()).runs, ['candidate alone', 'candidate alone']);
    assert.deepEqual((await stage({ a: { takes: [1] } }).judge()).runs, ['candidate alone']);
  });

  it('bounds a batch to twelve', async () => {
    const many = Object.fromEntries(Array.from({ length: 14 }, (_, index) => [`t${index}`, { takes: [index] }]));
    const { said, runs } = await stage(many).judge();
    assert.deepEqual(runs, ['candidates alone (12)', 'candidates alone (2)']);
    assert.equal(said['t13'], taken(13));
  });

  it('runs only the endless one by itself when a batch does not end, and the others as a batch again', async () => {
    const { said, runs } = await stage({
      first: { takes: [1] },
      endless: { takes: [2], ends: 'never' },
      other: { takes: [3] },
    }).judge();
    assert.equal(said['first'], taken(1));
    assert.match(said['endless'] ?? '', /^it did not end within 20 s/);
    assert.equal(said['other'], taken(3));
    assert.deepEqual(runs.toSorted(), ['candidate alone', 'candidates alone (2)', 'candidates alone (3)']);
  });

  it('ends with two endless ones and a third candidate', async () => {
    const { said } = await stage({ a: { ends: 'never' }, b: { ends: 'never' }, c: { takes: [1] } }).judge();
    assert.match(said['a'] ?? '', /^it did not end/);
    assert.match(said['b'] ?? '', /^it did not end/);
    assert.equal(said['c'], taken(1));
  });

  it('blames what was refused on the one that tried it', async () => {
    const { said, runs } = await stage({
      good: { takes: [1] },
      deletes: { takes: [2], refused: 'at once' },
      other: { takes: [3] },
    }).judge();
    assert.deepEqual(said, { good: taken(1), deletes: 'it tried to delete a file', other: taken(3) });
    assert.deepEqual(runs, ['candidates alone (3)', 'candidate alone']);
  });

  it('runs everybody by themselves when nobody is known to have been refused something', async () => {
    const { said, runs } = await stage({ good: { takes: [1] }, sneaks: { takes: [2], refused: 'later' } }).judge();
    assert.deepEqual(said, { good: taken(1), sneaks: 'it tried to delete a file' });
    assert.deepEqual(runs, ['candidates alone (2)', 'candidate alone', 'candidate alone']);
  });

  it('runs by itself who has an error outside its tests, no result, a skipped test or a second one', async () => {
    const { said, runs } = await stage({
      good: { takes: [1] },
      late: { takes: [2], fails: 'outside its tests' },
      lost: { takes: [3], ends: 'without a result' },
      skipped: { takes: [4], ends: 'skipped' },
      double: { takes: [5], brings: 'stranger' },
    }).judge();
    assert.deepEqual(said, {
      good: taken(1),
      late: 'it failed outside its tests',
      lost: 'the runner did not find it, or skipped it',
      skipped: 'the runner did not find it, or skipped it',
      double: taken(5),
    });
    assert.deepEqual(runs, ['candidates alone (5)', ...Array.from({ length: 4 }, () => 'candidate alone')]);
  });

  it('gives those who are run by themselves as long as the machine shows to need', async () => {
    const behaviours = { good: { takes: [1] }, double: { takes: [2], brings: 'stranger' } };
    const calm = stage(behaviours, true, 1000);
    await calm.judge();
    assert.deepEqual(calm.limits, [16_000, 18_000]);
    const busy = stage(behaviours, true, 9000);
    await busy.judge();
    assert.deepEqual(busy.limits, [16_000, 42_000]);
  });

  it('credits in the order of the candidates, however each was run', async () => {
    const { said } = await stage({ first: { takes: [1], brings: 'stranger' }, second: { takes: [1] } }).judge();
    assert.deepEqual(said, { first: taken(1), second: '"first" already takes case 2 of 20 of line 3' });
  });

  it('makes no further batch when the first one saved little', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 14 }, (_, index) => [`t${index}`, { takes: [index], ...(index < 7 ? { brings: 'stranger' } : {}) }]),
    );
    const { said, runs } = await stage(many).judge();
    assert.equal(said['t13'], taken(13));
    assert.deepEqual(runs, ['candidates alone (12)', ...Array.from({ length: 9 }, () => 'candidate alone')]);
  });

  it('trusts no batch with an error that may be of any file, and makes no further one', async () => {
    const many = Object.fromEntries(Array.from({ length: 13 }, (_, index) => [`t${index}`, { takes: [index] }]));
    const { said, runs } = await stage({ ...many, t3: { takes: [3], fails: 'unknown' } }).judge();
    assert.equal(said['t2'], taken(2));
    assert.equal(said['t3'], 'it failed outside its tests');
    assert.deepEqual(runs, ['candidates alone (12)', ...Array.from({ length: 13 }, () => 'candidate alone')]);
  });
});
