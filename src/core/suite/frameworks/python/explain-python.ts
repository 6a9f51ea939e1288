import { AppError } from '../../../errors.ts';
import type { Project } from '../../framework.ts';

/** Exit codes of `python_run.py`. */
const runnerMissing = 96;
const coverageIsMissing = 97;
const coverageMisconfigured = 98;

/** What a run of Python without results means; `runner` is the test framework and the packages that bring it. */
export function explainPython(
  project: Project,
  exitCode: number,
  outputTail: string,
  runner: { readonly name: string; readonly install: string },
): AppError | undefined {
  switch (exitCode) {
    case runnerMissing:
      return new AppError('suite/runner-missing', `${runner.name} is not installed for ${project.interpreter}.`, {
        hint: `Run \`${project.interpreter} -m pip install ${runner.install}\`, or choose another Python in the setting branchlight.python.path.`,
      });
    case coverageIsMissing:
      return coverageMissing(project);
    case coverageMisconfigured: {
      const said = [...outputTail.matchAll(/^coverage\.py: (.+)$/gm)].at(-1)?.[1];
      return new AppError(
        'suite/bad-configuration',
        `coverage.py does not understand its configuration in ${project.root}${said === undefined ? '.' : `: ${said}`}`,
        { hint: `Run \`${project.interpreter} -m coverage debug config\` in a terminal and fix what it says first.` },
      );
    }
    default:
      return undefined;
  }
}

/** What to install so that branches can be measured. */
export function coverageMissing({ interpreter }: Project): AppError {
  return new AppError('suite/coverage-missing', `coverage.py is not installed for ${interpreter}, so nothing can be measured.`, {
    hint: `Run \`${interpreter} -m pip install coverage\`.`,
  });
}
