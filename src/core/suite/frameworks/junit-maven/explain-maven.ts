import { AppError } from '../../../errors.ts';
import type { Project } from '../../framework.ts';

/** What Maven's last words say about a run that came to no tests. */
export function explainMaven(_project: Project, output: string): AppError | undefined {
  if (
    /JAVA_HOME|No compiler is provided|Unable to locate the Javac|release version \d+ not supported|invalid target release/.test(output)
  ) {
    const line = firstLine(output, /JAVA_HOME|No compiler|Javac|release/);
    return new AppError('suite/runner-missing', `Maven has not the JDK that it needs. ${line}`, {
      hint: 'Install that JDK and let JAVA_HOME lead to it.',
    });
  }
  if (
    /Non-parseable POM|Non-resolvable parent POM|The build could not read|problems? (?:was|were) encountered while (?:building|processing)/.test(
      output,
    )
  ) {
    return new AppError('suite/broken-configuration', `Maven cannot read the project. ${firstLine(output, /Non-|FATAL|ERROR/)}`, {
      hint: 'Correct the pom.xml that it names.',
    });
  }
  if (
    /Could not resolve dependencies|Could not (?:find|transfer) artifact|could not be resolved|Cannot access .* in offline mode/.test(
      output,
    )
  ) {
    return new AppError(
      'suite/dependencies',
      `Maven cannot get what the project depends on. ${firstLine(output, /Could not|could not|Cannot access/)}`,
      {
        hint: 'Run `mvn test-compile` once with access to the repositories that the project uses.',
      },
    );
  }
  if (/Skipping JaCoCo execution due to missing execution data/.test(output)) {
    return new AppError('suite/coverage-missing', 'The tests ran without JaCoCo: its agent did not reach their process.', {
      hint: "Surefire's argLine must contain @{argLine}, and forkCount must not be 0.",
    });
  }
  const goal = /Failed to execute goal (.*)/.exec(output)?.[1];
  return goal === undefined
    ? undefined
    : new AppError('suite/build-failed', `The build ended before the tests: ${goal.slice(0, 1000)}`, {
        hint: 'Run `mvn test` in a terminal and fix what it says first.',
      });
}

function firstLine(output: string, pattern: RegExp): string {
  const line =
    output.split('\n').find((text) => /^\[(ERROR|FATAL|WARNING)\]/.test(text) && pattern.test(text)) ??
    output.split('\n').find((text) => pattern.test(text));
  return (line ?? '').replace(/^\[\w+\] /, '').slice(0, 1000);
}
