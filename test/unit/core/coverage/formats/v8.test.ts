import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alignWithSource } from '../../../../../src/core/coverage/align.ts';
import type { FileCoverage } from '../../../../../src/core/coverage/coverage-map.ts';
import { decodeAll, drain } from '../../../../../src/core/coverage/formats/indexed-report.ts';
import type { IndexedReport } from '../../../../../src/core/coverage/formats/report-format.ts';
import { loadReport } from '../../../../../src/core/coverage/load-report.ts';
import { mergeFiles } from '../../../../../src/core/coverage/merge.ts';
import { placeOf } from '../../../../../src/core/coverage/place-of.ts';
import { indexReport } from '../../../../../src/core/coverage/read-report.ts';
import { createInMemoryFileSystem } from '../../../../support/in-memory-file-system.ts';
import { alignedReport, analyser, darkArms, fixtureText, madeReport } from '../made-reports.ts';

const fixtures = join(import.meta.dirname, '../../../../fixtures/reports');
const source = 'file:///project/src/every-branch.ts';

/** The project as it lay where the reports were made. */
async function fixtureFile(path: string): Promise<string | undefined> {
  const local = path.replace('file:///project/dist', join(fixtures, 'made/v8/dist')).replace('file:///project', join(fixtures, 'v8'));
  return existsSync(local) ? readFileSync(local, 'utf8') : undefined;
}

async function read(
  report: Uint8Array | object,
  readText: (path: string) => Promise<string | undefined> = fixtureFile,
): Promise<IndexedReport> {
  const bytes = report instanceof Uint8Array ? report : new TextEncoder().encode(JSON.stringify(report));
  const { complete, format, ...first } = drain(indexReport(bytes, 'coverage-1.json'));
  assert.equal(format?.id, 'v8');
  return complete === undefined ? first : complete({ readText });
}

async function fileOf(report: Uint8Array | object, path: string): Promise<FileCoverage> {
  const whole = await read(report);
  assert.deepEqual(whole.problems, []);
  const file = decodeAll(whole).coverage.get(path);
  assert.ok(file !== undefined, whole.files.map((one) => one.path).join(', '));
  return file;
}

function parsed(name: string): { readonly result: readonly { readonly url: string }[] } {
  return JSON.parse(new TextDecoder().decode(madeReport(name)));
}

function arms(file: FileCoverage | undefined): readonly string[] {
  return (file?.branches ?? []).flatMap((branch) => branch.arms.map((arm) => `${arm.key} ${arm.state} ${arm.count}`));
}

function script(url: string, text: string, ...ranges: readonly (readonly [number, number, number])[]): object {
  const all = [[0, text.length, 1] as const, ...ranges];
  return {
    scriptId: '1',
    url,
    functions: [
      {
        functionName: '',
        isBlockCoverage: true,
        ranges: all.map(([startOffset, endOffset, count]) => ({ startOffset, endOffset, count })),
      },
    ],
  };
}

const decision = 'if (globalThis.x) {\n  a();\n}\n';

describe('V8 coverage reader', () => {
  it('what c8 was given: the arms of the truth, as far as V8 sees them and the converter minds hints of Istanbul', async () => {
    const text = fixtureText('plain-js/hints.cjs');
    const report = await read(madeReport('c8/v8.json'), async (path) => (path.endsWith('/hints.cjs') ? text : undefined));
    const file = decodeAll(report).coverage.get('file:///project/hints.cjs');
    const model = await analyser.analyse('hints.cjs', text);
    assert.ok(file !== undefined && model !== undefined);
    const { coverage, problems } = alignWithSource(file, model);
    assert.deepEqual(problems, []);
    const said = coverage.branches.flatMap((branch) =>
      branch.arms.map((arm) => `${placeOf(branch, arm).start.line}: ${arm.label} ${arm.state === 'hit' ? 'taken' : arm.state}`),
    );
    const truth = fixtureText('truth/hints.cjs.txt')
      .split('\n')
      .filter((line) => /^\d/.test(line));
    assert.deepEqual(
      truth.filter((arm) => !said.includes(arm) && !arm.includes(': default of ')),
      ['11: else taken'],
    );
    assert.deepEqual(
      said.filter((arm) => !truth.includes(arm)),
      ['21: 2nd operand of || not-taken'],
    );
  });

  it('ends with the dark arms of compiled TypeScript that Vitest finds in the same run', async () => {
    const model = await analyser.analyse('every-branch.ts', fixtureText('js/src/every-branch.ts'));
    assert.ok(model !== undefined);
    const { coverage } = alignWithSource(await fileOf(madeReport('v8/whole.json'), source), model);
    const vitest = await alignedReport('vitest-v8/coverage-final.json', 'js/src/every-branch.ts');
    assert.ok(darkArms(coverage).length > 15);
    assert.deepEqual(
      darkArms(coverage),
      darkArms(vitest.coverage).filter((arm) => !arm.includes('default of')),
    );
  });

  it('comes to the same arms and counts whether processes are merged before they are converted or after', async () => {
    const [first, second] = [madeReport('v8/first.json'), madeReport('v8/second.json')];
    const after = mergeFiles(await fileOf(first, source), await fileOf(second, source));
    const together = { ...parsed('v8/first.json'), result: [...parsed('v8/first.json').result, ...parsed('v8/second.json').result] };
    const before = mergeFiles(await fileOf(together, source), { path: source, lines: new Map(), functions: [], branches: [] });
    assert.deepEqual(arms(after), arms(before));
    assert.deepEqual(after.lines, before.lines);
    const whole = mergeFiles(await fileOf(madeReport('v8/whole.json'), source), {
      path: source,
      lines: new Map(),
      functions: [],
      branches: [],
    });
    assert.deepEqual(
      arms(after).map((arm) => arm.replace(/ \d+$/, '')),
      arms(whole).map((arm) => arm.replace(/ \d+$/, '')),
    );
  });

  it('reads TypeScript that Node runs as it stands; offsets are UTF-16 units', async () => {
    const file = await fileOf(madeReport('v8/stripped.json'), 'file:///project/stripped.ts');
    assert.deepEqual(arms(file), [
      'cond-expr@3:69/0 not-taken 0',
      'cond-expr@3:69/1 hit 1',
      'cond-expr@3:94/0 not-taken 0',
      'cond-expr@3:94/1 hit 1',
      'if@7:4/0 not-taken 0',
      'if@7:4/1 hit 1',
    ]);
  });

  it('takes an implied else for not taken where the if was left by throwing', async () => {
    const text = 'function f(x) {\n  if (x) throw x;\n}\nf();\n';
    const [start, end] = [text.indexOf('throw'), text.indexOf(';') + 1];
    const report = { result: [script('file:///w/a.js', text, [0, text.indexOf('f();') - 1, 1], [start, end, 2])] };
    const { files } = await read(report, async () => text);
    assert.deepEqual(arms(files[0]?.load()), ['if@2:2/0 hit 2', 'if@2:2/1 not-taken 0']);
  });

  it('shows no default values, which V8 does not count', async () => {
    const file = await fileOf(madeReport('v8/whole.json'), source);
    assert.deepEqual(
      file.branches.filter((branch) => branch.kind === 'default-arg'),
      [],
    );
  });

  it('reads the arrays of Playwright and Puppeteer, with the code and its map inside', async () => {
    const map = (await fixtureFile('file:///project/dist/every-branch.js.map')) ?? '';
    const inline = `data:application/json;base64,${btoa(map.replace('"../src/every-branch.ts"', '"every-branch.ts"'))}`;
    const code = ((await fixtureFile('file:///project/dist/every-branch.js')) ?? '').replace('every-branch.js.map', inline);
    const own = parsed('v8/whole.json').result.find((one) => one.url.endsWith('every-branch.js'));
    const url = 'http://localhost:5173/src/every-branch.ts?t=1';
    const playwright = await fileOf([{ ...own, url, source: code }], 'http://localhost:5173/src/every-branch.ts');
    assert.deepEqual(arms(playwright), arms(await fileOf(madeReport('v8/whole.json'), source)));
    const puppeteer = await fileOf(
      [{ url, text: code, ranges: [], rawScriptCoverage: { ...own, url } }],
      'http://localhost:5173/src/every-branch.ts',
    );
    assert.deepEqual(arms(puppeteer), arms(playwright));
  });

  it('says which code is not at hand, was changed, or was compiled in memory, and shows nothing of it', async () => {
    const report = (extra: object = {}): object => ({ result: [script('file:///w/a.js', decision)], ...extra });
    const cases = [
      { report: report(), text: undefined, says: /neither in the report nor on disk/ },
      { report: report(), text: `${decision}// one more line`, says: /is not the code that ran/ },
      {
        report: report({ 'source-map-cache': { 'file:///w/a.js': { lineLengths: [18, 6, 2, 0], data: null } } }),
        text: decision,
        says: /is not the code that ran/,
      },
      {
        report: report({ 'source-map-cache': { 'file:///w/a.js': { lineLengths: [5, 9], data: null } } }),
        text: decision,
        says: /compiled in memory/,
      },
    ];
    for (const { report: one, text, says } of cases) {
      const { files, problems } = await read(one, async () => text);
      assert.deepEqual(files, []);
      assert.equal(problems[0]?.code, 'report/source-missing');
      assert.match(problems[0]?.message ?? '', says);
    }
  });

  it('marks the code that ran when its source map is gone, and says so', async () => {
    const text = `${decision}//# sourceMappingURL=a.js.map\n`;
    const report = { result: [script('file:///w/a.js', text, [18, 28, 0])] };
    const { files, problems } = await read(report, async (path) => (path.endsWith('a.js') ? text : undefined));
    assert.deepEqual(
      problems.map((problem) => problem.code),
      ['report/source-map-missing'],
    );
    assert.deepEqual(arms(files[0]?.load()), ['if@1:0/0 not-taken 0', 'if@1:0/1 hit 1']);
  });

  it("leaves out dependencies, also those bundled into the project's code, and Node's own code", async () => {
    const urls = ['node:fs', 'file:///w/node_modules/x/a.js', '', 'evalmachine.<anonymous>', 'wasm://x'];
    const only = await read({ result: urls.map((url) => script(url, decision)) }, async () => undefined);
    assert.deepEqual(only.files, []);
    assert.deepEqual(
      only.problems.map((problem) => problem.code),
      ['report/empty'],
    );
    const map = { version: 3, sources: ['../node_modules/x/a.js', '../src/b.js'], names: [], mappings: 'AAAA;AACA;ACDA' };
    const text = 'dep();\ndep();\nif (x) y();\n';
    const bundle = { result: [script('file:///w/dist/a.js', text)], 'source-map-cache': { 'file:///w/dist/a.js': { data: map } } };
    assert.deepEqual(
      (await read(bundle, async () => text)).files.map((file) => file.path),
      ['file:///w/src/b.js'],
    );
  });

  it('never rejects: code that is no code, maps that are no maps, ranges that are nowhere', async () => {
    const broken = [
      { report: { result: [script('file:///w/a.js', '}{')] }, text: '}{' },
      {
        report: {
          result: [{ url: 'file:///w/a.js', functions: [{ ranges: [{ startOffset: -5, endOffset: 1e300, count: 'x' }, 7] }, null] }],
        },
        text: decision,
      },
      {
        report: {
          result: [script('file:///w/a.js', decision, [1e9, 2e9, 1e19])],
          'source-map-cache': { 'file:///w/a.js': { data: { sources: [null], mappings: '!!!' } } },
        },
        text: decision,
      },
      { report: { result: [script('file:///w/a.js', decision), null, 7, {}] }, text: decision },
    ];
    for (const { report, text } of broken) {
      const { problems } = await read(report, async () => text);
      for (const problem of problems) assert.ok(problem.message.length < 400);
    }
    const torn = madeReport('v8/whole.json');
    const { files, problems } = await read(torn.subarray(0, torn.length - 100));
    assert.equal(problems[0]?.code, 'report/truncated');
    assert.ok(files.length > 0);
  });

  it('is completed when a report is loaded, with the files that stand where it says', async () => {
    const report = JSON.stringify({ result: [script('file:///w/src/a.js', decision, [18, 28, 0])] });
    const files = createInMemoryFileSystem({ '/w/coverage/tmp/coverage-1.json': report, '/w/src/a.js': decision });
    const path = '/w/coverage/tmp/coverage-1.json';
    const stat = await files.stat(path);
    assert.ok(stat !== undefined);
    const loaded = await loadReport(files, path, stat, () => undefined);
    assert.deepEqual(loaded.problems, []);
    assert.deepEqual(arms(loaded.files[0]?.load()), ['if@1:0/0 not-taken 0', 'if@1:0/1 hit 1']);
  });
});
