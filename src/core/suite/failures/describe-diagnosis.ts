import { displayPath } from '../../paths.ts';
import type { Diagnosis, DiagnosisKind } from './diagnosis.ts';

const words: Readonly<Record<DiagnosisKind, string>> = {
  syntax: 'syntax',
  import: 'import',
  'missing-fixture': 'missing fixture',
  'undefined-name': 'undefined name',
  'type-error': 'type error',
  assertion: 'assertion',
  timeout: 'timeout',
  crash: 'crash',
  'out-of-memory': 'out of memory',
  'no-tests': 'no tests',
  environment: 'environment',
  unknown: 'error',
};

/**
 * What a person reads: `line` says all on one line, `src/a.test.ts:12: undefined name: \`prcie\` is not defined`, with the
 * path relative to `root`; `details` are the lines below it: the test, the comparison, and what to do.
 */
export function describeDiagnosis(diagnosis: Diagnosis, root: string): { readonly line: string; readonly details: readonly string[] } {
  const { location, test, expected, actual } = diagnosis;
  const place = location === undefined ? '' : `${displayPath(location.file, root)}:${location.line}: `;
  const compared = expected !== undefined && actual !== undefined && (expected + actual).includes('\n');
  return {
    line: `${place}${words[diagnosis.kind]}: ${diagnosis.message}`,
    details: [
      ...(test === undefined ? [] : [`in ${[test.group, test.title].filter((part) => part !== undefined && part !== '').join(' › ')}`]),
      ...(compared ? [`expected: ${expected}`, `actual: ${actual}`] : []),
      diagnosis.hint,
    ],
  };
}
