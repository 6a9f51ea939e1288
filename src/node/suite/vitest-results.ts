/**
 * A reporter for Vitest 3 and later, beside those of the project: writes what each test came to when the run ends.
 * Vitest imports it in its main process.
 */
import { writeFileSync } from 'node:fs';
import type { FailureRecord, FileRecord, RunRecord, TestRecord } from '../../core/suite/frameworks/javascript/run-record.ts';

/** The part of Vitest's reported tasks that is used: the same in 3, 4 and 5. */
interface TestModule {
  readonly moduleId: string;
  readonly children: { allTests(): Iterable<TestCase>; allSuites(): Iterable<TestSuite> };
  errors(): readonly TestError[];
}

interface TestSuite {
  readonly type: string;
  readonly name: string;
  readonly parent: TestSuite | TestModule;
  errors(): readonly TestError[];
}

interface TestCase {
  readonly name: string;
  readonly parent: TestSuite | TestModule;
  readonly location?: { readonly line: number };
  readonly options: { readonly mode?: string };
  result(): { readonly state: string; readonly errors?: readonly TestError[]; readonly note?: string } | undefined;
  diagnostic(): { readonly duration: number; readonly retryCount: number } | undefined;
}

interface TestError {
  readonly name?: string;
  readonly message?: string;
  readonly stack?: string;
  readonly expected?: unknown;
  readonly actual?: unknown;
  readonly VITEST_TEST_PATH?: unknown;
}

/** A failure's text is cut for the reader anyway. */
const longest = 20_000;

export default class BranchlightReporter {
  private ignoresUnhandled = false;

  onInit(vitest: { readonly config: { readonly dangerouslyIgnoreUnhandledErrors?: boolean } }): void {
    this.ignoresUnhandled = vitest.config.dangerouslyIgnoreUnhandledErrors === true;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly TestError[]): void {
    const path = process.env['BRANCHLIGHT_VITEST'];
    if (path !== undefined) writeFileSync(path, JSON.stringify(recordOf(modules, this.ignoresUnhandled ? [] : unhandled)));
  }
}

/** Vitest notes on an error outside tests which file its worker was running. */
function recordOf(modules: readonly TestModule[], unhandled: readonly TestError[]): RunRecord {
  const files = new Set(modules.map((module) => module.moduleId));
  const homeless = unhandled.filter(({ VITEST_TEST_PATH: file }) => typeof file !== 'string' || !files.has(file));
  return {
    files: modules.map((module) =>
      fileOf(
        module,
        unhandled.filter((error) => error.VITEST_TEST_PATH === module.moduleId),
      ),
    ),
    ...(homeless.length === 0 ? {} : { errors: homeless.map(textOf) }),
  };
}

function fileOf(module: TestModule, unhandled: readonly TestError[]): FileRecord {
  const errors = [...module.errors(), ...[...module.children.allSuites()].flatMap((suite) => suite.errors()), ...unhandled];
  return {
    path: module.moduleId,
    ...(errors.length === 0 ? {} : { error: errors.map(textOf).join('\n').slice(0, longest) }),
    tests: [...module.children.allTests()].map(testOf),
  };
}

function testOf(test: TestCase): TestRecord {
  const result = test.result();
  const { duration = 0, retryCount = 0 } = test.diagnostic() ?? {};
  const groups: string[] = [];
  for (let { parent } = test; isSuite(parent); { parent } = parent) groups.unshift(parent.name);
  return {
    groups,
    title: test.name,
    status: test.options.mode === 'todo' ? 'todo' : (result?.state ?? 'skipped'),
    durationMs: duration,
    ...(test.location === undefined ? {} : { line: test.location.line }),
    invocations: retryCount + 1,
    failures: result?.state === 'failed' ? (result.errors ?? []).map(failureOf) : [],
    ...(result?.note === undefined ? {} : { note: result.note }),
  };
}

function isSuite(parent: TestSuite | TestModule): parent is TestSuite {
  return 'type' in parent && parent.type === 'suite';
}

function failureOf(error: TestError): FailureRecord {
  const text = textOf(error);
  const { expected, actual } = error;
  const compared = typeof expected === 'string' && typeof actual === 'string' ? { expected, actual } : {};
  return { text, isAssertion: isAssertion(text), ...compared };
}

function textOf({ name, message, stack }: TestError): string {
  const text = stack ?? '';
  const said = `${name ?? 'Error'}: ${message ?? ''}`;
  return (text.includes(message ?? '') && text !== '' ? text : `${said}\n${text}`).slice(0, longest);
}

/**
 * Vitest throws a failed assertion on a promise (`.rejects`, `.resolves`) or on a value that is asked again and again
 * (`expect.poll`) as a plain Error that was made where the assertion began: the first frame of its stack is then the
 * getter of Vitest's that began it.
 */
function isAssertion(text: string): boolean {
  if (/^(AssertionError|JestAssertionError|Error: (expect|Snapshot `))/.test(text)) return true;
  const firstFrame = text.split(/\n\s+at /, 2)[1] ?? '';
  return text.startsWith('Error: ') && /^\S*__VITEST_(REJECTS|RESOLVES|POLL_CHAIN)__ /.test(firstFrame);
}
