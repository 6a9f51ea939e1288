import { AppError } from '../../errors.ts';
import type { Framework, Project } from '../framework.ts';
import { detectPytest } from './pytest/detect-pytest.ts';
import { isPytestFile, modulePath, placePytestFile } from './pytest/place-pytest.ts';
import { pytestCommand } from './pytest/pytest-command.ts';
import { readPytestResults } from './pytest/read-pytest-results.ts';
import { renderPytest } from './pytest/render-pytest.ts';

/** pytest's exit code for a command line that it does not understand. Source: pytest.ExitCode. */
const usageError = 4;
/** pytest's exit code when it collected no test. */
const noTestsCollected = 5;

/** pytest with pytest-cov. */
export const pytest: Framework = {
  id: 'pytest',
  name: 'pytest',
  detect: detectPytest,
  command: pytestCommand,
  readResults: (project, [file]) => (file === undefined ? undefined : readPytestResults(project, file.text)),
  explain(project, exitCode, outputTail) {
    if (outputTail.includes('No module named pytest')) {
      return new AppError('suite/runner-missing', `pytest is not installed for ${project.interpreter}.`, {
        hint: `Run \`${project.interpreter} -m pip install pytest pytest-cov\`, or choose another Python in the setting branchlight.python.path.`,
      });
    }
    if (exitCode === usageError && /unrecognized arguments:[^\n]*--cov/.test(outputTail)) {
      return coverageMissing(project);
    }
    return undefined;
  },
  isEmptyRun: (exitCode) => exitCode === noTestsCollected,
  coverageMissing,
  isTestFile: (_project, file) => isPytestFile(file),
  authoring: {
    testFileFor: placePytestFile,
    importSpecifier: (project, _testFile, file) => modulePath(project, file),
    render: (project, tests, header) => renderPytest(tests, header, project.habits?.ownModules),
  },
};

function coverageMissing({ interpreter }: Project): AppError {
  return new AppError('suite/coverage-missing', `pytest-cov is not installed for ${interpreter}, so nothing can be measured.`, {
    hint: `Run \`${interpreter} -m pip install pytest-cov\`.`,
  });
}
