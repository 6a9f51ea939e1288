import { AppError } from '../../errors.ts';
import type { Framework, Project } from '../framework.ts';
import { isJavaTestFile } from './junit/java-sources.ts';
import { programMissing } from './junit/junit-run.ts';
import { readJunitResults } from './junit/read-junit-results.ts';
import { detectGradle } from './junit-gradle/detect-gradle.ts';
import { gradleCommand } from './junit-gradle/gradle-command.ts';

/** JUnit 4 to 6, TestNG and Spock as Gradle runs them, with its JaCoCo plugin. */
export const junitGradle: Framework = {
  id: 'junit-gradle',
  name: 'JUnit (Gradle)',
  detect: detectGradle,
  command: gradleCommand,
  readResults: (project, files) => readJunitResults(files, project.facts?.['retrying'] === 'yes'),
  explain: (project, exitCode, outputTail) => (exitCode === programMissing ? runnerMissing(project) : explainGradle(outputTail)),
  coverageMissing: () =>
    new AppError('suite/coverage-missing', 'JaCoCo cannot be added to this build, so nothing can be measured.', {
      hint: "Add the plugin `id 'jacoco'` to the build, with a repository that has org.jacoco.",
    }),
  isTestFile: (_project, file) => isJavaTestFile(file),
};

function runnerMissing({ interpreter, root }: Project): AppError {
  return new AppError('suite/runner-missing', `"${interpreter}" was not found, so the tests of ${root} cannot be run.`, {
    hint: 'Add the Gradle wrapper to the project with `gradle wrapper` on a machine that has Gradle, or install Gradle.',
  });
}

/** Gradle says under `What went wrong` why a build failed. */
function explainGradle(output: string): AppError | undefined {
  if (
    /JAVA_HOME is (?:not )?set|Unsupported class file major version|requires JVM (?:runtime )?version|No matching toolchains?/.test(output)
  ) {
    return new AppError('suite/runner-missing', `Gradle has not the JDK that it needs. ${wentWrong(output)}`, {
      hint: 'Install that JDK and let JAVA_HOME lead to it.',
    });
  }
  if (/Could not (?:resolve|find|GET|download)|could not be reached|UnknownHostException/.test(output)) {
    return new AppError('suite/dependencies', `Gradle cannot get what the build depends on. ${wentWrong(output)}`, {
      hint: 'Run `gradle testClasses` once with access to the repositories that the build uses.',
    });
  }
  const wrong = wentWrong(output);
  return wrong === ''
    ? undefined
    : new AppError('suite/build-failed', `The build ended before the tests: ${wrong}`, {
        hint: 'Run the tests with Gradle in a terminal and fix what it says first.',
      });
}

function wentWrong(output: string): string {
  return (/\* What went wrong:\n([\s\S]*?)(?:\n\n|\n\* |$)/.exec(output)?.[1] ?? '').trim().slice(0, 1000);
}
