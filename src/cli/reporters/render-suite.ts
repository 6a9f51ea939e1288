import { relative, sep } from 'node:path';
import type { TestResult } from '../../core/suite/framework.ts';
import { describeDiagnosis } from '../../core/suite/failures/describe-diagnosis.ts';
import type { Diagnosis } from '../../core/suite/failures/diagnosis.ts';
import { diagnosisOf, isGreen, type SuiteReport } from '../../core/suite/suite-report.ts';

/** Of one failure's message. */
const mostLines = 14;

/** What a run of a suite came to: one line, then every failure with its place, its message and what to do. */
export function renderSuite(report: SuiteReport, root: string): string {
  const place = shown(report.root, root);
  const title = `${isGreen(report) ? '✓' : '✗'} ${report.name}${place === '' ? '' : ` (${place})`}, ${report.label}: ${ending(report)}`;
  const red = report.tests.filter(({ status }) => status === 'failed' || status === 'error');
  const blocks = [...red.map((test) => renderTest(test, diagnosisOf(report, test), root)), ...outside(report, root)];
  return [title, ...blocks].join('\n\n') + (report.measured === undefined ? '' : `\n\n${renderMeasured(report.measured)}`);
}

function ending({ status, tests, errors, problem, durationMs }: SuiteReport): string {
  switch (status) {
    case 'cancelled':
      return 'cancelled';
    case 'timed-out':
      return `did not end within ${seconds(durationMs)}, so it was stopped`;
    case 'failed-to-start':
      return [problem?.message, ...(problem?.hint === undefined ? [] : [`  → ${problem.hint}`])].join('\n');
    case 'completed': {
      const counts = new Map<string, number>();
      for (const test of tests) counts.set(test.status, (counts.get(test.status) ?? 0) + 1);
      const words = [...counts].map(([name, count]) => `${count} ${name === 'error' ? 'with errors' : name}`);
      if (errors.length > 0) words.push(`${errors.length} ${errors.length === 1 ? 'error' : 'errors'} outside tests`);
      return `${words.join(', ') || 'no tests'} (${seconds(durationMs)})`;
    }
  }
}

/** What went wrong outside of tests, explained where it is understood. */
function outside({ diagnoses, errors, status }: SuiteReport, root: string): readonly string[] {
  const explained = diagnoses.filter(({ test }) => test === undefined);
  if (status === 'failed-to-start' || explained.length < errors.length)
    return errors.map((error) => `  ✗ outside the tests\n${indented(error)}`);
  return explained.map((diagnosis) => {
    const { line, details } = describeDiagnosis(diagnosis, root);
    return [`  ✗ ${line}`, ...details.map((detail) => `      → ${detail}`), indented(shortened(diagnosis.details))].join('\n');
  });
}

function renderTest(test: TestResult, diagnosis: Diagnosis | undefined, root: string): string {
  const { group, title, file, line, message, expected, actual } = test;
  const at = diagnosis?.location ?? test.failedAt ?? (line === undefined ? undefined : { file, line });
  const place = at === undefined ? shown(file, root) : `${shown(at.file, root)}:${at.line}`;
  const isSaid = expected !== undefined && actual !== undefined && message?.includes(expected) === true && message.includes(actual);
  const compared = expected === undefined || actual === undefined || isSaid ? [] : [`expected ${expected}`, `but got  ${actual}`];
  return [
    `  ✗ ${group === undefined ? title : `${group} > ${title}`}  ${place}`,
    ...[...compared, ...(message === undefined ? [] : [shortened(message)])].map(indented),
    ...(diagnosis === undefined ? [] : [`      → ${diagnosis.hint}`]),
  ].join('\n');
}

function renderMeasured(measured: NonNullable<SuiteReport['measured']>): string {
  const sum = (of: (one: (typeof measured)[number]) => number): number => measured.reduce((total, one) => total + of(one), 0);
  const arms = sum(({ branches }) => branches.total);
  const lines = sum(({ lines: { total } }) => total);
  const parts = [
    ...(arms === 0 ? [] : [`${sum(({ branches }) => branches.covered)} of ${arms} arms taken`]),
    ...(lines === 0 ? [] : [`${sum(({ lines: { covered } }) => covered)} of ${lines} lines run`]),
  ];
  return `${parts.join(', ') || 'nothing measured'} in ${measured.length} ${measured.length === 1 ? 'file' : 'files'}`;
}

/** Stacks are long; where it happened is said above. */
function shortened(text: string): string {
  const lines = text.split('\n');
  return lines.length <= mostLines ? text : [...lines.slice(0, mostLines), '…'].join('\n');
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `      ${line}`))
    .join('\n');
}

function shown(path: string, root: string): string {
  return relative(root, path).replaceAll(sep, '/');
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
