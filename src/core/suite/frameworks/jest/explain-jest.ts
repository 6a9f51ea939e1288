import { AppError } from '../../../errors.ts';
import { lastLines } from '../../clean-output.ts';
import type { Project } from '../../framework.ts';
import { jestFacts } from './jest-facts.ts';

/** What a run without results means, by what Jest and its Node say at its end. */
export function explainJest(project: Project, exitCode: number, outputTail: string): AppError | undefined {
  const missing =
    /Test environment (?:"?jest-environment-)?([\w-]+)"? cannot be found|Module ([\w@/.-]+) in the (\w+) option was not found/.exec(
      outputTail,
    );
  if (missing !== null) {
    const name = missing[1] === undefined ? (missing[2] ?? '') : `jest-environment-${missing[1].replace(/^jest-environment-/, '')}`;
    return new AppError(
      'suite/bad-configuration',
      `Jest's configuration names ${name}, which is not installed.\n${lastLines(outputTail, 12)}`,
      {
        hint: `Run \`${jestFacts(project).add} ${name}\` in the project.`,
      },
    );
  }
  if (
    /Validation Error|Configuration error|Failed to parse the TypeScript config|Multiple configurations found|Failed to read Jest config|[\\/]jest-config[\\/]build[\\/]/i.test(
      outputTail,
    )
  ) {
    return new AppError('suite/bad-configuration', `Jest does not accept the project's configuration.\n${lastLines(outputTail, 20)}`, {
      hint: 'Fix the configuration until `npx jest --showConfig` prints it.',
    });
  }
  if (/process\.exit called with/.test(outputTail)) {
    return new AppError(
      'suite/runner-ended',
      `A test, or code that it runs, ended the process (exit code ${exitCode}), and all results with it.\n${lastLines(outputTail, 20)}`,
      {
        hint: 'Replace process.exit in the code under test, for instance by jest.spyOn(process, "exit").',
      },
    );
  }
  if (/JavaScript heap out of memory/.test(outputTail)) {
    return new AppError('suite/out-of-memory', `Jest ran out of memory.\n${lastLines(outputTail, 12)}`, {
      hint: 'Give it more by NODE_OPTIONS=--max-old-space-size, or fewer workers by --maxWorkers, in the setting branchlight.suites.',
    });
  }
  return undefined;
}
