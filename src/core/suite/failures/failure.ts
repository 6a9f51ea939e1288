import type { Project, TestResult } from '../framework.ts';
import type { DiagnosisKind } from './diagnosis.ts';

/** A place in a stack as the runtime prints it: absolute, relative, or only the end of a path (Java, Go). */
export interface Frame {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** One failure before it is understood. */
export interface Failure {
  readonly language: Project['language'];
  /** Message and stack, clean; each once. */
  readonly text: string;
  /** What the runner calls it; `outside`: it belongs to no test. */
  readonly status: 'failed' | 'error' | 'outside';
  readonly test?: TestResult;
  /** The test file that it belongs to, where known; absolute. */
  readonly file?: string;
  /** Of the whole run, for what belongs to no test. */
  readonly exitCode?: number;
}

/** What a language's rules make of a failure. */
export interface Finding {
  readonly kind: DiagnosisKind;
  readonly message: string;
  readonly hint: string;
  readonly subject?: string;
  readonly suggestion?: string;
  readonly expected?: string;
  readonly actual?: string;
  /** Where, when that is said outside of a stack: by a compiler. */
  readonly at?: Frame;
}

/** What one language family knows of its runtimes' and compilers' texts. */
export interface LanguageRules {
  /** Places in a text, the innermost first. */
  frames(text: string): readonly Frame[];
  /** Several for a compiler's list of errors; empty: these rules know nothing of it. */
  classify(failure: Failure): readonly Finding[];
}

/** The first line that says something, at most 300 characters. */
export function headline(text: string): string {
  const line = text
    .split('\n')
    .map((each) => each.trim())
    .find((each) => /[\p{L}\p{N}]/u.test(each));
  return (line ?? '').slice(0, 300);
}

/** A printed value on one line, at most 120 characters. */
export function shortValue(value: string): string {
  const line = value.trim().replace(/\s*\n\s*/g, ' ');
  if (line === '') return 'nothing';
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}

/** The finding for a comparison that did not hold. */
export function assertionFinding(message: string, values: { readonly expected?: string; readonly actual?: string } = {}): Finding {
  const { expected, actual } = values;
  // Of a truth that does not hold, or of something that was not thrown, the words say more.
  const bare = message !== '' && [expected, actual].some((value) => value === 'true' || value === 'false' || value === 'undefined');
  const told = expected !== undefined && actual !== undefined && !bare;
  return {
    kind: 'assertion',
    message: told
      ? `expected ${shortValue(expected)}, got ${shortValue(actual)}`
      : message === ''
        ? 'the assertion does not hold'
        : message,
    hint: 'Check which is right: what the test expects, or what the code does.',
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
  };
}
