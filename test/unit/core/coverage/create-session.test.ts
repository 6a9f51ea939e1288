import assert from 'node:assert/strict';
import { branchTotals, type CoverageMap } from '../../../../src/core/coverage/coverage-map.ts';
import { createCoverageSession } from '../../../../src/core/coverage/create-session.ts';
import { readReport } from '../../../../src/core/coverage/read-report.ts';
import type { CoverageSession, MeasuredFile } from '../../../../src/core/coverage/session.ts';
import { defaultSettings, type Settings } from '../../../../src/core/settings.ts';
import { createInMemoryFileSystem, type InMemoryFileSystem } from '../../../support/in-memory-file-system.ts';
import { analyser, darkArms, fixtureText, madeReport } from './made-reports.ts';

const minute = 60_000;
const source = '/ws/src/every-branch.ts';
const text = fixtureText('js/src/every-branch.ts');

/** A workspace whose source was saved at minute 10; reports are added by the tests. */
function workspace(
  past: readonly string[] = [],
  paused: (milliseconds: number) => void = () => undefined,
  now: () => number = () => 60 * minute,
  settings: () => Settings = () => defaultSettings,
): {
  readonly system: InMemoryFileSystem;
  readonly session: CoverageSession;
  readonly log: string[];
} {
  const system = createInMemoryFileSystem();
  system.write(source, text, 10 * minute);
  const log: string[] = [];
  const note = (message: string): void => void log.push(message);
  const session = createCoverageSession({
    root: '/ws',
    fileSystem: system,
    analyser,
    settings,
    logger: { debug: () => undefined, info: note, warn: note, error: note },
    now,
    pause: (milliseconds) => Promise.resolve(paused(milliseconds)),
    history: { around: (path) => Promise.resolve(path === source ? past : []) },
  });
  return { system, session, log };
}

async function measured(session: CoverageSession): Promise<MeasuredFile> {
  const file = await session.file(source);
  assert.ok(file);
  return file;
}

const istanbul = madeReport('vitest-istanbul/coverage-final.json');
const lcov = madeReport('vitest-istanbul/lcov.info');

/** What a run of our own hands over: the made report under its absolute path. */
function ownRun(change: (json: string) => string = (json) => json): CoverageMap {
  const json = change(new TextDecoder().decode(istanbul)).replaceAll('/project/', '/ws/');
  return readReport(new TextEncoder().encode(json), 'coverage-final.json').coverage;
}

const takesTheElseOfLine5 = (json: string): string => json.replace('"0":[1,0]', '"0":[1,1]');

describe('coverage session', () => {
  it('finds a report of another checkout, resolves it and names every dark arm', async () => {
    const { system, session } = workspace();
    system.write('/ws/coverage/coverage-final.json', istanbul, 20 * minute);
    await session.refresh();
    assert.deepEqual(session.files(), [
      { path: source, branches: { covered: 18, total: 42 }, lines: { covered: 20, total: 28 }, blocks: { covered: 0, total: 0 } },
    ]);
    const file = await measured(session);
    assert.equal(darkArms(file.coverage).length, 24);
    assert.equal(file.measuredText, text);
    assert.equal(file.stale, undefined);
    assert.equal(session.explain(source), 'src/every-branch.ts: 18 of 42 arms are taken, as measured by coverage/coverage-final.json.');
  });

  for (const report of ['gcov-14/shape.gcov.json', 'lcov-2/lcov.info']) {
    it(`${report}: what only the compiler made is neither shown nor counted, unless the user asks for it`, async () => {
      let exceptionArms: Settings['reports']['exceptionArms'] = 'hide';
      const { system, session } = workspace([], undefined, undefined, () => ({
        ...defaultSettings,
        reports: { ...defaultSettings.reports, exceptionArms },
      }));
      system.write('/ws/project/shape.cpp', fixtureText('cpp/shape.cpp'), 10 * minute);
      system.write(report.endsWith('.info') ? '/ws/lcov.info' : '/ws/shape.gcov.json', madeReport(report), 20 * minute);
      const shown = async (): Promise<object> => {
        await session.refresh();
        const coverage = (await session.file('/ws/project/shape.cpp'))?.coverage;
        const total = session.files().find((file) => file.path === '/ws/project/shape.cpp')?.branches;
        assert.deepEqual(total, coverage === undefined ? undefined : branchTotals([coverage]), 'what is counted is what is shown');
        return { total, calls: coverage?.branches.filter((branch) => branch.kind === 'exception').map((branch) => branch.line) };
      };
      assert.deepEqual(await shown(), { total: { covered: 10, total: 21 }, calls: [] });
      assert.match(
        session.reports[0]?.problems[0]?.message ?? '',
        /^\d+ arms are ways out of calls .* In a workspace the setting `branchlight\.reports\.exceptionArms`/,
      );
      exceptionArms = 'show';
      assert.deepEqual(await shown(), { total: { covered: 13, total: 29 }, calls: [6, 8, 10, 10] });
      assert.ok(session.reports[0]?.problems.every((problem) => problem.code.startsWith('path/')));
    });
  }

  it('says of a file that has only calls why it has no arms', async () => {
    const { system, session } = workspace();
    system.write('/ws/calls.cpp', 'int main() { f(); }\n', 10 * minute);
    system.write('/ws/lcov.info', 'SF:calls.cpp\nDA:1,1\nBRDA:1,0,0,1\nBRDA:1,e0,1,0\nend_of_record\n', 20 * minute);
    await session.refresh();
    assert.match(
      session.explain('/ws/calls.cpp'),
      /^calls\.cpp: lcov\.info has 1 line of it and no branches\. 2 arms are ways out of calls/,
    );
    assert.doesNotMatch(session.explain('/ws/other.cpp'), /ways out of calls/);
  });

  it('tells first what the report itself says, until the source was parsed', async () => {
    const { system, session } = workspace();
    assert.equal(await session.reported(source), undefined);
    system.write('/ws/coverage/coverage-final.json', istanbul, 20 * minute);
    await session.refresh();
    const first = await session.reported(source);
    assert.ok(first);
    assert.equal(first.source, undefined);
    assert.equal(first.measuredText, text);
    assert.equal(darkArms(first.coverage).length, 24);
    assert.equal(first.stale, undefined);
    await measured(session);
    assert.equal(await session.reported(source), undefined, 'the better answer is there');
    assert.equal(await session.reported('/ws/src/nothing.ts'), undefined);
  });

  it('says of a file that no report leads to every place that was looked at', async () => {
    const { system, session } = workspace();
    system.write('/ws/lib/coverage/lcov.info', new TextEncoder().encode('SF:gone/every-branch.ts\nDA:1,1\nend_of_record\n'), 20 * minute);
    await session.refresh();
    assert.match(
      session.explain(source),
      /Tried: `lib\/coverage\/gone\/every-branch\.ts`, `lib\/gone\/every-branch\.ts`, `gone\/every-branch\.ts`, then the ends of all paths\./,
    );
  });

  it('tells how far a large report is read, and lets others have their turn', async () => {
    let clock = 0;
    const seen: string[] = [];
    const { system, session } = workspace(
      [],
      () => void seen.push('turn'),
      () => (clock += 15),
    );
    const record = 'SF:a.ts\nDA:1,1\nend_of_record\n';
    system.write('/ws/coverage/lcov.info', new TextEncoder().encode(record.repeat(150_000)), 20 * minute);
    session.onProgress(({ report, bytesRead, bytes }) => seen.push(`${report} ${Math.floor((bytesRead / bytes) * 10)}0 %`));
    await session.refresh();
    assert.deepEqual(seen.slice(0, 4), ['turn', '/ws/coverage/lcov.info 40 %', 'turn', '/ws/coverage/lcov.info 90 %']);
  });

  it('waits for a report that is still being written, and reads one that was left torn', async () => {
    let pauses = 0;
    const { system, session } = workspace([], () => {
      pauses += 1;
      // The writer goes on while we wait.
      if (pauses === 2) system.write('/ws/coverage/coverage-final.json', istanbul, 60 * minute);
    });
    system.write('/ws/coverage/coverage-final.json', istanbul.subarray(0, 900), 60 * minute);
    await session.refresh();
    assert.equal(pauses, 2);
    assert.equal(session.reports[0]?.problems.length, 0);
    system.write('/ws/coverage/coverage-final.json', istanbul.subarray(0, 900), 59 * minute);
    await session.refresh();
    assert.equal(pauses, 2);
    assert.match(session.reports[0]?.problems[0]?.message ?? '', /ends in the middle/);
  });

  it('moves the marks by the text that was measured, when the past knows it', async () => {
    const { system, session } = workspace([`// another file\n${text}`, text]);
    system.write('/ws/coverage/coverage-final.json', istanbul, 20 * minute);
    system.write(source, `// a line on top\n${text}`, 30 * minute);
    await session.refresh();
    const file = await measured(session);
    assert.equal(file.stale, undefined);
    assert.equal(file.measuredText, text);
    assert.ok(file.source);
  });

  it('takes no text of the past that the report cannot speak of, and none of two that it may speak of', async () => {
    for (const past of [[`\n${text}`], [text, `${text}\nexport const more = 1;\n`]]) {
      const { system, session } = workspace(past);
      system.write('/ws/coverage/coverage-final.json', istanbul, 20 * minute);
      system.write(source, `// a line on top\n${text}`, 30 * minute);
      await session.refresh();
      const file = await measured(session);
      assert.equal(file.measuredText, undefined);
      assert.match(file.stale ?? '', /changed 10 min after/);
    }
  });

  it('counts one run in two formats once', async () => {
    const { system, session } = workspace();
    system.write('/ws/coverage/coverage-final.json', istanbul, 20 * minute);
    system.write('/ws/coverage/lcov.info', lcov, 20 * minute + 5);
    await session.refresh();
    const file = await measured(session);
    assert.equal(file.coverage.lines.get(4), 1);
    assert.deepEqual(session.files()[0]?.branches, { covered: 18, total: 42 });
    assert.equal(file.coverage.branches.length, 21);
  });

  it("counts a run of c8 once that left V8's own data below its reports, and takes arms over blocks", async () => {
    const { system, session } = workspace();
    const hints = '/ws/hints.cjs';
    const here = (report: string): string => new TextDecoder().decode(madeReport(report)).replaceAll('/project/', '/ws/');
    system.write(hints, fixtureText('plain-js/hints.cjs'), 10 * minute);
    system.write('/ws/coverage/tmp/coverage-1-1-0.json', here('c8/v8.json'), 20 * minute);
    system.write('/ws/coverage/coverage-final.json', here('c8/coverage-final.json'), 20 * minute + 5);
    system.write('/ws/coverage/lcov.info', here('c8/lcov.info'), 20 * minute + 6);
    await session.refresh();
    const file = await session.file(hints);
    assert.equal(file?.coverage.lines.get(5), 1);
    assert.ok(file.coverage.branches.some((branch) => branch.kind === 'cond-expr' && branch.arms.length === 2));
    assert.match(session.explain(hints), /as measured by coverage\/tmp\/coverage-1-1-0\.json\.$/);

    // A second process of the same run is part of it, and a later run that left no such data takes the place of both.
    system.write('/ws/coverage/tmp/coverage-2-2-0.json', here('c8/v8.json'), 20 * minute);
    await session.refresh();
    assert.equal((await session.file(hints))?.coverage.lines.get(5), 2);
    system.write('/ws/coverage/coverage-final.json', here('c8/coverage-final.json'), 30 * minute);
    await session.refresh();
    assert.equal((await session.file(hints))?.coverage.lines.get(5), 1);
    assert.match(session.explain(hints), /as measured by coverage\/coverage-final\.json\./);
  });

  it('merges runs of different suites', async () => {
    const { system, session } = workspace();
    system.write('/ws/coverage/unit/lcov.info', lcov, 20 * minute);
    system.write('/ws/coverage/e2e/coverage-final.json', takesTheElseOfLine5(new TextDecoder().decode(istanbul)), 30 * minute);
    await session.refresh();
    const file = await measured(session);
    assert.equal(darkArms(file.coverage).length, 23);
    assert.equal(file.coverage.branches.length, 21);
  });

  it('never mixes a stale report into a fresh one', async () => {
    const { system, session } = workspace();
    system.write('/ws/coverage/e2e/coverage-final.json', takesTheElseOfLine5(new TextDecoder().decode(istanbul)), 5 * minute);
    system.write('/ws/coverage/unit/lcov.info', lcov, 20 * minute);
    await session.refresh();
    assert.equal(darkArms((await measured(session)).coverage).length, 24);
  });

  it('says that a file is stale when it changed before anybody saw its measured text', async () => {
    const { system, session } = workspace();
    system.write('/ws/coverage/lcov.info', lcov, 5 * minute);
    await session.refresh();
    const file = await measured(session);
    assert.match(file.stale ?? '', /changed 5 min after the coverage was measured/);
    assert.equal(file.measuredText, undefined);
    assert.equal(file.source, undefined);
    assert.match(session.explain(source), /Run the suite with coverage again/);
  });

  it('keeps the measured text when the file is changed later, so that marks can move with it', async () => {
    const { system, session } = workspace();
    system.write('/ws/coverage/coverage-final.json', istanbul, 20 * minute);
    await session.refresh();
    const before = await measured(session);
    system.write(source, `// new first line\n${text}`, 30 * minute);
    await session.refresh();
    const after = await measured(session);
    assert.equal(after.measuredText, text);
    assert.equal(after.stale, undefined);
    assert.deepEqual(darkArms(after.coverage), darkArms(before.coverage));
  });

  it('reads a report again only when it changed, and tells listeners only then', async () => {
    const { system, session } = workspace();
    system.write('/ws/coverage/lcov.info', lcov, 20 * minute);
    let changes = 0;
    const stop = session.onChange(() => (changes += 1));
    await session.refresh();
    await session.refresh();
    assert.equal(changes, 1);
    assert.equal(system.reads.filter((path) => path.endsWith('lcov.info')).length, 1);
    system.write('/ws/coverage/lcov.info', lcov, 21 * minute);
    await session.refresh();
    assert.equal(changes, 2);
    system.remove('/ws/coverage/lcov.info');
    await session.refresh();
    assert.equal(changes, 3);
    assert.deepEqual(session.files(), []);
    assert.equal(await session.file(source), undefined);
    stop();
    session.adopt(ownRun(), 40 * minute, false);
    assert.equal(changes, 3);
  });

  it('takes a run of our own as the newest measurement', async () => {
    const { system, session } = workspace();
    system.write('/ws/coverage/coverage-final.json', istanbul, 20 * minute);
    await session.refresh();
    session.adopt(ownRun(takesTheElseOfLine5), 30 * minute, true);
    assert.equal(darkArms((await measured(session)).coverage).length, 23);
    assert.equal(session.files()[0]?.branches.covered, 19);
    await session.refresh();
    assert.equal(darkArms((await measured(session)).coverage).length, 23);
  });

  it('a report that is newer than our run takes its place', async () => {
    const { system, session } = workspace();
    session.adopt(ownRun(takesTheElseOfLine5), 30 * minute, false);
    assert.equal(darkArms((await measured(session)).coverage).length, 23);
    system.write('/ws/coverage/coverage-final.json', istanbul, 40 * minute);
    await session.refresh();
    assert.equal(darkArms((await measured(session)).coverage).length, 24);
  });

  it('a whole run of our own takes the place of every older report', async () => {
    const { system, session } = workspace();
    system.write('/ws/other.ts', 'a()', 10 * minute);
    system.write('/ws/lcov.info', 'SF:other.ts\nDA:1,1\nend_of_record\n', 20 * minute);
    await session.refresh();
    assert.equal(session.files().length, 1);
    session.adopt(ownRun(), 30 * minute, false);
    assert.deepEqual(
      session.files().map((file) => file.path),
      [source],
    );
  });

  it('without any report says what was looked for and how to make one', async () => {
    const { session } = workspace();
    assert.equal(session.explain(), 'The coverage reports have not been read yet.');
    await session.refresh();
    assert.match(
      session.explain(),
      /^No coverage report was found in \/ws\. Looked for `\*\*\/coverage-final\.json`.*vitest run --coverage/,
    );
    assert.equal(session.explain(source), session.explain());
  });

  it('says when a report is for another checkout', async () => {
    const { system, session } = workspace();
    system.write('/ws/lcov.info', 'SF:/ci/elsewhere/lib/x.ts\nDA:1,1\nend_of_record\n', 20 * minute);
    await session.refresh();
    assert.match(
      session.explain(),
      /None of the files that the reports speak of is in this folder.*\/ci\/elsewhere\/lib\/x\.ts.*another checkout/,
    );
    assert.equal(session.reports[0]?.problems[0]?.code, 'path/unknown');
  });

  it('says of a file without data which reports were read, and which path was refused for it', async () => {
    const { system, session } = workspace();
    system.write('/ws/one/src/a.ts', '', 10 * minute);
    system.write('/ws/two/src/a.ts', '', 10 * minute);
    system.write('/ws/lcov.info', `SF:/ci/src/a.ts\nDA:1,1\nend_of_record\n${new TextDecoder().decode(lcov)}`, 20 * minute);
    await session.refresh();
    assert.match(session.explain('/ws/one/src/a.ts'), /No report speaks of one\/src\/a\.ts\. Read: lcov\.info\. .*may be any of 2 files/);
    assert.match(session.explain('/ws/three.ts'), /may never be loaded by the tests/);
  });

  it('shows lines of a report without branches and says what to switch on', async () => {
    const { system, session } = workspace();
    system.write('/ws/every_branch.py', fixtureText('python/every_branch.py'), 10 * minute);
    system.write('/ws/coverage.json', madeReport('pytest-cov/without-branches.json'), 20 * minute);
    await session.refresh();
    assert.match(session.explain('/ws/every_branch.py'), /has 64 lines of it and no branches\. .*--cov-branch/);
  });

  it('a report that is no report is a problem, not an error', async () => {
    const { system, session } = workspace();
    system.write('/ws/coverage/lcov.info', 'hello', 20 * minute);
    system.write('/ws/coverage/coverage-final.json', '{"a": {', 20 * minute);
    await session.refresh();
    assert.deepEqual(
      session.reports.map((report) => [report.format, report.problems[0]?.code]),
      [
        ['istanbul', 'report/truncated'],
        [undefined, 'report/unknown-format'],
      ],
    );
  });
});
