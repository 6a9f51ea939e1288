import { AppError } from '../../errors.ts';
import type { Framework, Project } from '../framework.ts';
import { detectPytest } from './pytest/detect-pytest.ts';
import { isPytestFile, placePytestFile } from './pytest/place-pytest.ts';
import { pytestCommand } from './pytest/pytest-command.ts';
import { coverageMissing, explainPython } from './python/explain-python.ts';
import { modulePath } from './python/module-path.ts';
import { readPythonResults } from './python/read-python-results.ts';
import { renderPytest } from './pytest/render-pytest.ts';

/** pytest's exit codes for a command line or configuration that it does not understand, and for no test collected. Source: pytest.ExitCode. */
const usageError = 4;
const noTestsCollected = 5;

/** pytest, measured by coverage.py itself: pytest-cov is not needed. */
export const pytest: Framework = {
  id: 'pytest',
  name: 'pytest',
  detect: detectPytest,
  command: pytestCommand,
  readResults: readPythonResults,
  explain(project, exitCode, outputTail) {
    if (exitCode === usageError) return misconfigured(project, outputTail);
    return explainPython(project, exitCode, outputTail, { name: 'pytest', install: 'pytest coverage' });
  },
  isEmptyRun: (exitCode) => exitCode === noTestsCollected,
  coverageMissing,
  isTestFile: isPytestFile,
  authoring: {
    testFileFor: placePytestFile,
    importSpecifier: (project, _testFile, file) => modulePath(project, file),
    render: (project, tests, header) => renderPytest(tests, header, project.habits?.ownModules),
  },
};

function misconfigured(project: Project, outputTail: string): AppError {
  const said = [...outputTail.matchAll(/^(?:ERROR: |.*: error: |E\s+)(.+)$/gm)].map((match) => match[1]).join('\n');
  const what = said === '' ? 'Its output says what.' : said;
  return new AppError(
    'suite/bad-configuration',
    `pytest does not understand its command line or its configuration in ${project.root}. ${what}`,
    {
      hint: `Run \`${project.interpreter} -m pytest\` in a terminal and fix what it says first.`,
    },
  );
}
