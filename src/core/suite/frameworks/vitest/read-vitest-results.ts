import type { SuiteResults, TestResult, TestStatus } from '../../framework.ts';
import { failureMessage } from '../../clean-output.ts';
import { nativePath } from '../../../paths.ts';

interface JsonAssertion {
  readonly ancestorTitles?: readonly string[];
  readonly title?: string;
  readonly status?: string;
  readonly duration?: number | null;
  readonly failureMessages?: readonly string[] | null;
}

interface JsonFile {
  readonly name?: string;
  readonly status?: string;
  readonly message?: string;
  readonly assertionResults?: readonly JsonAssertion[];
}

/**
 * Reads the file of Vitest's `json` reporter (the format of Jest's `--json`). Files are named as the system of `root`
 * writes them, whereas Vitest has forward slashes everywhere. undefined: missing or torn.
 */
export function readVitestResults(text: string, root: string): SuiteResults | undefined {
  let report: { readonly testResults?: readonly JsonFile[] };
  try {
    report = JSON.parse(text) as typeof report;
  } catch {
    return undefined;
  }
  if (!Array.isArray(report.testResults)) return undefined;
  const tests: TestResult[] = [];
  const errorsByFile = new Map<string, string[]>();
  for (const file of report.testResults as readonly JsonFile[]) {
    const name = nativePath(file.name ?? '', root);
    const assertions = file.assertionResults ?? [];
    for (const assertion of assertions) tests.push(readTest(name, assertion));
    const explained = assertions.some((assertion) => assertion.status === 'failed');
    if (file.status === 'failed' && !explained) {
      const what = file.message === undefined || file.message === '' ? 'failed outside its tests' : file.message;
      errorsByFile.set(name, [...(errorsByFile.get(name) ?? []), failureMessage(`${name === '' ? 'a test file' : name}: ${what}`)]);
    }
  }
  return { tests, errors: [...errorsByFile.values()].flat(), errorsByFile };
}

function readTest(file: string, assertion: JsonAssertion): TestResult {
  const group = (assertion.ancestorTitles ?? []).filter((title) => title !== '').join(' ');
  const message = assertion.failureMessages?.join('\n');
  return {
    file,
    ...(group === '' ? {} : { group }),
    title: assertion.title ?? '',
    status: statusOf(assertion.status, message),
    durationMs: assertion.duration ?? 0,
    ...(message === undefined || message === '' ? {} : { message: failureMessage(message) }),
  };
}

/** A failed assertion is `failed`; anything else that was thrown is `error`. */
function statusOf(status: string | undefined, message: string | undefined): TestStatus {
  if (status === 'passed') return 'passed';
  if (status !== 'failed') return 'skipped';
  return message !== undefined && isAssertion(message) ? 'failed' : 'error';
}

/**
 * Vitest throws a failed assertion on a promise (`.rejects`, `.resolves`) or on a value that is asked again and again
 * (`expect.poll`) as a plain Error that was made where the assertion began: the first frame of its stack is then the
 * getter of Vitest's that began it.
 */
function isAssertion(message: string): boolean {
  if (/^(AssertionError|JestAssertionError|Error: (expect|Snapshot `))/.test(message)) return true;
  const firstFrame = message.split(/\n\s+at /, 2)[1] ?? '';
  return message.startsWith('Error: ') && /^\S*__VITEST_(REJECTS|RESOLVES|POLL_CHAIN)__ /.test(firstFrame);
}
