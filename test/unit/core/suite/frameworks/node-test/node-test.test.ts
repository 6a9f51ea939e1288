import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { Detection, Project } from '../../../../../../src/core/suite/framework.ts';
import { nodeTest } from '../../../../../../src/core/suite/frameworks/node-test.ts';
import { readNodeTestResults } from '../../../../../../src/core/suite/frameworks/node-test/read-node-test-results.ts';
import { createInMemoryFileSystem } from '../../../../../support/in-memory-file-system.ts';
import { places } from '../../sample-projects.ts';

const text = readFileSync(join(import.meta.dirname, '../../../../../fixtures/suite-results/node-test/whole-suite.jsonl'), 'utf8');

async function detect(files: Readonly<Record<string, string>>, file = '/w/src/price.js'): Promise<Detection> {
  return nodeTest.detect(file, '/w', createInMemoryFileSystem(files), {});
}

async function projectOf(files: Readonly<Record<string, string>>, file?: string): Promise<Project> {
  const detection = await detect(files, file);
  assert.ok(detection.found, detection.found ? '' : detection.reason);
  return detection.project;
}

function scripted(test: string): Readonly<Record<string, string>> {
  return { '/w/package.json': JSON.stringify({ type: 'module', scripts: { test } }) };
}

describe("Node's test runner", () => {
  it('is found by a script that starts it, or by a test that imports it', async () => {
    for (const script of [
      'node --test',
      'NODE_ENV=x c8 node --import tsx --test "test/**/*.ts"',
      'tsc && node --enable-source-maps --test dist',
      'tsx --test',
    ]) {
      const detection = await detect(scripted(script));
      assert.equal(detection.found && detection.evidence, 'scripted', script);
    }
    const importing = await detect({ '/w/package.json': '{}', '/w/test/a.js': "import { test } from 'node:test';" });
    assert.equal(importing.found && importing.evidence, 'imported');
  });

  it('is not found by anything less, and says so', async () => {
    const detection = await detect({ ...scripted('node test.js && vitest --test'), '/w/test/a.test.js': "import { test } from 'vitest';" });
    assert.equal(
      detection.found ? 'found' : detection.reason,
      'No package.json between /w/src and /w starts `node --test`, and no test file there imports node:test.',
    );
    const python = await detect({}, '/w/a.py');
    assert.equal(!python.found && python.otherLanguage, true);
  });

  it("is started as the project's script does, with our reporter beside its own", async () => {
    const script =
      "NODE_ENV=test node --import tsx --test --experimental-test-coverage --test-coverage-lines=100 --test-reporter dot --test-timeout 5000 --test-only 'test/**/*.test.ts'";
    const project = await projectOf(scripted(script));
    const run = { label: 'run', coverage: 'none', confinement: 'open' } as const;
    const { command } = nodeTest.command(project, run, places);
    assert.equal(
      command.args.join(' '),
      '--require /dist/node-test-process.cjs --import tsx --test-timeout 5000 --test-only --test --test-reporter=dot --test-reporter-destination=stdout ' +
        '--test-reporter=/dist/node-test-results.mjs --test-reporter-destination=/tmp/s/results.jsonl test/**/*.test.ts',
    );
    assert.equal(command.env['NODE_ENV'], 'test');
    const one = nodeTest.command(project, { ...run, files: ['/w/a.test.ts'], only: { group: 'a (b)', title: 'c?' } }, places).command.args;
    assert.deepEqual(one.slice(-3), [String.raw`--test-name-pattern=^a \(b\) c\?$`, String.raw`--test-name-pattern=^c\?$`, '/w/a.test.ts']);
    assert.equal(one.includes('--test-only'), false);
    const measured = nodeTest.command(project, { ...run, coverage: 'all' }, places);
    assert.deepEqual(JSON.parse(`${measured.command.env['BRANCHLIGHT_NODE_COVERAGE']}`), { folder: '/tmp/s/coverage', root: '/w' });
  });

  it('knows which files are tests, and where a new one is run', async () => {
    const project = await projectOf(scripted('node --test'));
    const tests = ['src/a.test.js', 'src/a-test.mjs', 'src/a_test.cjs', 'src/test-a.js', 'test.js', 'test/deep/a.ts'];
    for (const file of tests) assert.equal(nodeTest.isTestFile(project, `/w/${file}`), true, file);
    for (const file of ['src/a.js', 'src/latest.js', 'src/contest/a.js'])
      assert.equal(nodeTest.isTestFile(project, `/w/${file}`), false, file);
    const place = (file: string): Promise<string> | undefined =>
      nodeTest.authoring?.testFileFor(project, file, () => Promise.resolve(false));
    assert.equal(await place('/w/src/deep/price.tsx'), '/w/tests/generated/deep/price.test.ts');
    assert.equal(await place('/w/src/price.cjs'), '/w/tests/generated/price.test.js');
  });

  it('is imported by the tests that are written for it', async () => {
    const test = { group: 'g', imports: [], setup: '', body: "it('x', () => {});" };
    const project = await projectOf(scripted('node --test'));
    assert.equal(
      nodeTest.authoring?.render(project, [test as never], ['Generated']),
      "// Generated\n\nimport { describe, it } from 'node:test';\n\ndescribe('g', () => {\n  it('x', () => {});\n});\n",
    );
  });

  it('tells what each test came to, and what the runner does not count', () => {
    const results = readNodeTestResults(text, undefined, '/w');
    const statuses = (results?.tests ?? []).map((test) => test.status);
    const counts = Object.fromEntries([...new Set(statuses)].map((one) => [one, statuses.filter((status) => status === one).length]));
    assert.deepEqual(counts, {
      error: 4,
      passed: 11,
      failed: 1,
      skipped: 1,
      todo: 2,
    });
    assert.equal(results?.errors.length, 2);
    const failed = results?.tests.find((test) => test.title === 'gives a volume price');
    assert.deepEqual([failed?.line, failed?.expected, failed?.actual, failed?.failedAt?.line], [11, '7', '5', 12]);
    assert.equal(results?.tests.find((test) => test.status === 'skipped')?.message, 'nobody needs it');
  });

  it('does not take a file for passed that ended its own process', () => {
    const file = {
      event: 'test',
      file: '/w/test/a.test.js',
      group: '',
      title: 'test/a.test.js',
      outcome: 'passed',
      durationMs: 1,
      isFile: true,
    };
    const records = [{ event: 'begin' }, file, { event: 'end' }].map((record) => `${JSON.stringify(record)}\n`).join('');
    assert.deepEqual(
      readNodeTestResults(records, undefined, '/w')?.tests.map((test) => test.status),
      ['passed'],
    );
    const ended = readNodeTestResults(records, `${JSON.stringify({ file: '/w/test/a.test.js', code: 0, inTest: true })}\n`, '/w');
    assert.deepEqual(
      ended?.tests.map((test) => test.status),
      ['error'],
    );
    assert.match(`${ended?.tests[0]?.message}`, /process\.exit was called/);
  });

  it('is red wherever its results are torn', () => {
    const whole = readNodeTestResults(text, undefined, '/w')?.tests ?? [];
    fc.assert(
      fc.property(fc.nat(text.length - 2), (cut) => {
        const torn = readNodeTestResults(text.slice(0, cut), undefined, '/w');
        assert.ok(torn === undefined || torn.errors.some((error) => error.includes('ended before')));
        assert.deepEqual(torn?.tests ?? [], whole.slice(0, torn?.tests.length ?? 0));
      }),
    );
  });
});
