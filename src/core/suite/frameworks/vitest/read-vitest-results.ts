import type { SuiteResults, TestResult, TestStatus } from '../../framework.ts';
import { failureMessage } from '../../clean-output.ts';

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

/** Reads the file of Vitest's `json` reporter (the format of Jest's `--json`). undefined: missing or torn. */
export function readVitestResults(text: string): SuiteResults | undefined {
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
    const assertions = file.assertionResults ?? [];
    for (const assertion of assertions) tests.push(readTest(file.name ?? '', assertion));
    const explained = assertions.some((assertion) => assertion.status === 'failed');
    if (file.status === 'failed' && !explained) {
      const what = file.message === undefined || file.message === '' ? 'failed outside its tests' : file.message;
      const name = file.name ?? '';
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
  return message !== undefined && /^(AssertionError|Error: expect|JestAssertionError)/.test(message) ? 'failed' : 'error';
}
