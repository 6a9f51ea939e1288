import { parseXml } from './parse-xml.ts';

/** An outcome as the report writes it: an attempt that failed, an error, the reason of a skip. */
export interface JunitOutcome {
  readonly kind: 'failure' | 'error' | 'skipped';
  readonly message?: string;
  /** Name of the class that was thrown. */
  readonly type?: string;
  /** Stack trace as the JVM prints it. */
  readonly text: string;
}

/** One `testcase` of a report. */
export interface JunitCase {
  readonly className: string;
  readonly name: string;
  readonly durationMs: number;
  /** Absent: it passed. */
  readonly outcome?: JunitOutcome;
  /** Attempts beyond the first that Surefire noted within the case. */
  readonly retries: number;
}

interface Element {
  readonly '@message'?: string;
  readonly '@type'?: string;
  readonly '#text'?: string;
  /** Of reruns. */
  readonly stackTrace?: { readonly '#text'?: string };
}

interface CaseElement {
  readonly '@name'?: string;
  readonly '@classname'?: string;
  readonly '@time'?: string;
  readonly failure?: readonly Element[];
  readonly error?: readonly Element[];
  readonly skipped?: readonly Element[];
  readonly flakyFailure?: readonly Element[];
  readonly flakyError?: readonly Element[];
  readonly rerunFailure?: readonly Element[];
  readonly rerunError?: readonly Element[];
}

interface SuiteElement {
  readonly '@name'?: string;
  readonly testsuite?: readonly SuiteElement[];
  readonly testcase?: readonly CaseElement[];
}

const lists = [
  'testsuite',
  'testcase',
  'failure',
  'error',
  'skipped',
  'flakyFailure',
  'flakyError',
  'rerunFailure',
  'rerunError',
] as const satisfies readonly string[];

/**
 * JUnit XML as Surefire, Failsafe and Gradle write it. undefined: torn, or something else.
 * Source: https://maven.apache.org/surefire/maven-surefire-plugin/xsd/surefire-test-report-3.0.xsd
 */
export function readJunitXml(text: string): readonly JunitCase[] | undefined {
  const document = parseXml(text, lists) as
    { readonly testsuites?: SuiteElement; readonly testsuite?: readonly SuiteElement[] } | undefined;
  const suites = document?.testsuite ?? (document?.testsuites === undefined ? undefined : [document.testsuites]);
  return suites?.flatMap(casesOf);
}

function casesOf(suite: SuiteElement): readonly JunitCase[] {
  return [...(suite.testsuite ?? []).flatMap(casesOf), ...(suite.testcase ?? []).map((one) => readCase(one, suite['@name'] ?? ''))];
}

function readCase(one: CaseElement, suite: string): JunitCase {
  const outcome = outcomeOf(one);
  const retries = [one.flakyFailure, one.flakyError, one.rerunFailure, one.rerunError].reduce((sum, list) => sum + (list?.length ?? 0), 0);
  return {
    className: one['@classname'] ?? suite,
    name: one['@name'] ?? '',
    durationMs: milliseconds(one['@time']),
    ...(outcome === undefined ? {} : { outcome }),
    retries,
  };
}

function outcomeOf(one: CaseElement): JunitOutcome | undefined {
  for (const kind of ['error', 'failure', 'skipped'] as const) {
    const [element] = one[kind] ?? [];
    if (element === undefined) continue;
    return {
      kind,
      ...(element['@message'] === undefined ? {} : { message: element['@message'] }),
      ...(element['@type'] === undefined ? {} : { type: element['@type'] }),
      text: element['#text'] ?? '',
    };
  }
  return undefined;
}

/** Seconds; Surefire before 3 groups thousands with a comma. */
function milliseconds(seconds: string | undefined): number {
  const value = Number((seconds ?? '0').replaceAll(',', ''));
  return Number.isFinite(value) ? Math.round(value * 1000) : 0;
}
