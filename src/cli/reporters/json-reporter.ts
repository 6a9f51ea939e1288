import type { Output, Reporter } from './reporter.ts';

/** One JSON object a line on standard output; `kind` tells what it is. */
export function createJsonReporter(stdout: Output): Reporter {
  const line = (value: unknown): void => stdout.write(`${JSON.stringify(value)}\n`);
  return {
    event: (event) => line(event),
    listing: (listing) => line({ kind: 'listing', ...listing }),
    reportFile: ({ coverage, ...file }) => {
      const { lines, contexts, path: _path, ...rest } = coverage();
      line({
        kind: 'report-file',
        ...file,
        ...rest,
        // The totals of this name stay beside their parts.
        totals: { branches: file.branches, lines: file.lines, blocks: file.blocks },
        lines: Object.fromEntries(lines),
        ...(contexts === undefined ? {} : { contexts: Object.fromEntries(contexts) }),
      });
    },
    report: (report) => line({ kind: 'report', ...report }),
    // The event of the run has said it.
    suite: () => undefined,
    tests: (suite) => line({ kind: 'tests', ...suite }),
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
