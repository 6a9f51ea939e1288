import { AppError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import type { Framework, Project, TestResult } from '../suite/framework.ts';
import type { SuitePorts } from '../suite/run-suite.ts';
import { readFailingTexts } from '../suite/failures/failing-texts.ts';
import { reportOf } from '../suite/suite-report.ts';
import { countTests, isRed, runAnnounced } from './measured-run.ts';
import type { Baseline } from './verification.ts';
import type { VerifyContext } from './verify-ports.ts';

/**
 * Runs the whole suite with coverage, as the user does. undefined: cancelled.
 * @throws AppError `suite/red-baseline`, `suite/timed-out`, `suite/runner-missing`, `suite/coverage-missing`, `suite/no-results`
 */
export async function measureBaseline(
  request: { readonly framework: Framework; readonly project: Project; readonly timeoutMs: number },
  ports: SuitePorts & { readonly clock: Clock },
  context: VerifyContext,
): Promise<Baseline | undefined> {
  const outcome = await runAnnounced(
    { ...request, run: { label: 'baseline', coverage: 'all', confinement: 'open' }, signal: context.signal },
    ports,
    context.emit,
  );
  context.emit({
    kind: 'suite-report',
    report: reportOf(request, 'whole suite', outcome, await readFailingTexts(outcome, ports.fileSystem)),
  });
  switch (outcome.status) {
    case 'cancelled':
      return undefined;
    case 'failed-to-start':
      throw outcome.error;
    case 'timed-out':
      throw new AppError('suite/timed-out', `The test suite did not end within ${Math.round(request.timeoutMs / 1000)} s.`, {
        hint: 'Raise branchlight.suite.timeoutSeconds, or find the test that hangs.',
      });
    case 'completed':
      if (outcome.errors.length > 0 || outcome.tests.some(isRed)) throw redBaseline(outcome.tests, outcome.errors);
      return { tests: outcome.tests, coverage: outcome.coverage ?? new Map(), durationMs: outcome.durationMs };
  }
}

function redBaseline(tests: readonly TestResult[], errors: readonly string[]): AppError {
  const red = tests.filter(isRed);
  const { passed, failed } = countTests(tests);
  const named = [
    ...red.slice(0, 3).map((test) => `- ${nameOf(test)}: ${firstLine(test.message)}`),
    ...errors.slice(0, 2).map((error) => `- ${firstLine(error)}`),
  ];
  const more = red.length + errors.length - named.length;
  const lines = [
    `The suite is red before anything is generated: ${failed} failed, ${passed} passed${errors.length > 0 ? `, ${errors.length} errors outside tests` : ''}.`,
    ...named,
  ];
  if (more > 0) lines.push(`- and ${more} more`);
  return new AppError('suite/red-baseline', lines.join('\n'), {
    hint: 'Make the suite green first: a new test can only be proved against a green suite.',
  });
}

export function nameOf(test: Pick<TestResult, 'group' | 'title'>): string {
  return test.group === undefined ? test.title : `${test.group} > ${test.title}`;
}

function firstLine(text: string | undefined): string {
  return (text ?? 'no message').split('\n', 1)[0]?.slice(0, 300) ?? '';
}
