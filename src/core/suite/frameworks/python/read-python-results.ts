import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Project, TestResult, TestStatus } from '../../framework.ts';
import { failureMessage } from '../../clean-output.ts';
import { joinPath } from '../../../paths.ts';

interface Outcome {
  readonly '@message'?: string;
  readonly '#text'?: string;
}

interface TestCase {
  readonly '@classname'?: string;
  readonly '@name'?: string;
  readonly '@file'?: string;
  readonly '@time'?: string;
  readonly failure?: readonly Outcome[];
  readonly error?: readonly Outcome[];
  readonly skipped?: readonly Outcome[];
}

/** Reads JUnit XML as pytest writes it with `junit_family=xunit1`. undefined: missing or torn. */
export function readPytestResults(
  project: Project,
  text: string,
): { readonly tests: readonly TestResult[]; readonly errors: readonly string[] } | undefined {
  if (XMLValidator.validate(text) !== true) return undefined;
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    alwaysCreateTextNode: true,
    processEntities: { enabled: true, maxTotalExpansions: Number.MAX_SAFE_INTEGER, maxExpandedLength: Number.MAX_SAFE_INTEGER },
    // Numeric entities (a line break within an attribute) are only read with this.
    htmlEntities: true,
    isArray: (name) => ['testsuite', 'testcase', 'failure', 'error', 'skipped'].includes(name),
  });
  const document = parser.parse(text) as { testsuites?: { testsuite?: readonly { testcase?: readonly TestCase[] }[] } };
  if (document.testsuites?.testsuite === undefined) return undefined;
  const tests: TestResult[] = [];
  const errors: string[] = [];
  for (const testCase of document.testsuites.testsuite.flatMap((suite) => suite.testcase ?? [])) {
    // A file that does not import has no class and its module as name.
    if ((testCase['@classname'] ?? '') === '' && testCase.error !== undefined) {
      errors.push(failureMessage(`${testCase['@file'] ?? testCase['@name'] ?? 'a test file'}: ${words(testCase.error)}`));
    } else tests.push(readTest(project, testCase));
  }
  return { tests: mergeTeardowns(tests), errors };
}

function readTest(project: Project, testCase: TestCase): TestResult {
  const file = testCase['@file'] ?? '';
  const module = file.replace(/\.py$/, '').split(/[\\/]/).join('.');
  const className = testCase['@classname'] ?? '';
  const group = className.startsWith(`${module}.`) ? className.slice(module.length + 1).replaceAll('.', '::') : '';
  const [status, outcomes] = statusOf(testCase);
  const message = outcomes === undefined ? undefined : words(outcomes);
  return {
    file: joinPath(project.root, file),
    ...(group === '' ? {} : { group }),
    title: testCase['@name'] ?? '',
    status,
    durationMs: Math.round(Number(testCase['@time'] ?? 0) * 1000),
    ...(message === undefined || message === '' ? {} : { message: failureMessage(message) }),
  };
}

/** pytest calls everything that the test itself throws a failure; only a failed assertion is one here. */
function statusOf(testCase: TestCase): readonly [TestStatus, readonly Outcome[] | undefined] {
  if (testCase.error !== undefined) return ['error', testCase.error];
  const failure = testCase.failure?.[0];
  if (failure !== undefined) {
    const message = failure['@message'] ?? '';
    const asserted = /^(AssertionError|assert |Failed: DID NOT RAISE)/.test(message);
    return [asserted ? 'failed' : 'error', testCase.failure];
  }
  return testCase.skipped === undefined ? ['passed', undefined] : ['skipped', testCase.skipped];
}

function words(outcomes: readonly Outcome[]): string {
  return outcomes
    .map((outcome) => [outcome['@message'], outcome['#text']].filter((part) => part !== undefined && part !== '').join('\n'))
    .join('\n');
}

/** A failing teardown is a second entry of the same test; the worse one counts. */
function mergeTeardowns(tests: readonly TestResult[]): readonly TestResult[] {
  const merged = new Map<string, TestResult>();
  for (const test of tests) {
    const key = JSON.stringify([test.file, test.group, test.title]);
    const earlier = merged.get(key);
    if (earlier === undefined || earlier.status === 'passed') merged.set(key, test);
  }
  return [...merged.values()];
}
