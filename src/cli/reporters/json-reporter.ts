import type { Output, Reporter } from './reporter.ts';

/** One JSON object a line on standard output; `kind` tells what it is. */
export function createJsonReporter(stdout: Output): Reporter {
  const line = (value: unknown): void => stdout.write(`${JSON.stringify(value)}\n`);
  return {
    event: (event) => line(event),
    listing: (listing) => line({ kind: 'listing', ...listing }),
    outcome: ({ proposal, verdicts, after: _after, ...outcome }) =>
      line({
        kind: 'outcome',
        ...outcome,
        testFile: proposal?.testFile,
        receipt: proposal?.receipt,
        verdicts: verdicts.map(({ candidate, ...verdict }) => ({ candidate: candidate.id, title: candidate.test.title, ...verdict })),
      }),
    warning: (message) => line({ kind: 'warning', message }),
    failure: (failure) => line({ kind: 'failure', ...failure }),
  };
}
