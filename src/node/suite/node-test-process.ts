/**
 * Given with `--require` to Node's test runner, and by it to the process of each test file. There it tells when the code
 * ends the process itself: the runner takes a file that did so with 0 for one that passed, and its tests for none. In the
 * runner it finds the files of globs, which the shell of a script does for versions of Node that know none.
 */
import { appendFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { EndedProcess, NodeTestOrder } from '../../core/suite/frameworks/node-test/node-test-record.ts';
import { compileGlob } from '../../core/glob.ts';

const order = JSON.parse(process.env['BRANCHLIGHT_NODE_TEST'] ?? '{}') as Partial<NodeTestOrder>;
const [, file] = process.argv;
const isTestFile = process.env['NODE_TEST_CONTEXT']?.startsWith('child') === true;
if (order.ended !== undefined && isTestFile && file !== undefined) watchExit(order.ended, resolve(file));
if (!isTestFile && process.execArgv.includes('--test') && Number.parseInt(process.versions.node, 10) < 21) expandGlobs();

function watchExit(ended: string, testFile: string): void {
  const original = process.exit.bind(process);
  let called: { readonly inTest: boolean } | undefined;
  process.exit = (code) => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 100;
    const stack = new Error('exit').stack ?? '';
    Error.stackTraceLimit = limit;
    // A hook after all tests may well end the process; the runner itself does too (`--test-force-exit`).
    called ??= { inTest: /internal\/test_runner\/test/.test(stack) && !/TestHook\b/.test(stack) };
    return original(code);
  };
  process.on('exit', (code) => {
    if (called === undefined || !usesTests()) return;
    const record: EndedProcess = { file: testFile, code, inTest: called.inTest };
    appendFileSync(ended, `${JSON.stringify(record)}\n`);
  });
}

/** Whether `node:test` was loaded; a script without tests may end itself as it likes. */
function usesTests(): boolean {
  const loaded: unknown = (process as unknown as { readonly moduleLoadList?: unknown }).moduleLoadList;
  return !Array.isArray(loaded) || loaded.includes('NativeModule test') || loaded.includes('NativeModule internal/test_runner/harness');
}

function expandGlobs(): void {
  const given = process.argv.slice(1);
  if (!given.some((word) => /[*?{[]/.test(word))) return;
  const all = readdirSync('.', { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !/(?:^|\/)node_modules\//.test(path));
  const found = given.flatMap((word) => {
    if (!/[*?{[]/.test(word)) return [word];
    const matches = compileGlob(relative('.', resolve(word)).replaceAll('\\', '/'), 'vitest');
    return all.filter(matches).toSorted();
  });
  process.argv.splice(1, given.length, ...found.map((path) => join(path)));
}
