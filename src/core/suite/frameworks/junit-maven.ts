import { AppError } from '../../errors.ts';
import type { Framework, Project } from '../framework.ts';
import { isJavaTestFile } from './junit/java-sources.ts';
import { programMissing } from './junit/junit-run.ts';
import { readJunitResults } from './junit/read-junit-results.ts';
import { detectMaven } from './junit-maven/detect-maven.ts';
import { explainMaven } from './junit-maven/explain-maven.ts';
import { mavenCommand } from './junit-maven/maven-command.ts';

/** JUnit 4 to 6, TestNG and what else Surefire runs, with JaCoCo. */
export const junitMaven: Framework = {
  id: 'junit-maven',
  name: 'JUnit (Maven)',
  detect: detectMaven,
  command: mavenCommand,
  readResults: (project, files) => readJunitResults(files, project.facts?.['retrying'] === 'yes' || addsRetries(project)),
  explain: (project, exitCode, outputTail) => (exitCode === programMissing ? runnerMissing(project) : explainMaven(project, outputTail)),
  coverageMissing({ facts }) {
    const argLine = typeof facts?.['argLine'] === 'string' ? facts['argLine'] : '';
    return new AppError(
      'suite/coverage-missing',
      `Surefire is configured with a fixed argLine (${argLine}), so JaCoCo's agent cannot be added and nothing can be measured.`,
      {
        hint: `Write <argLine>@{argLine} ${argLine}</argLine> in the pom.xml, and an empty property <argLine></argLine> for runs without JaCoCo.`,
      },
    );
  },
  isTestFile: (_project, file) => isJavaTestFile(file),
};

function addsRetries(project: Project): boolean {
  return project.addedArguments?.some((argument) => argument.startsWith('-Dsurefire.rerunFailingTestsCount=')) === true;
}

function runnerMissing({ interpreter, root }: Project): AppError {
  return new AppError('suite/runner-missing', `"${interpreter}" was not found, so the tests of ${root} cannot be run.`, {
    hint: 'Install Maven, or add its wrapper to the project with `mvn wrapper:wrapper` on a machine that has it.',
  });
}
