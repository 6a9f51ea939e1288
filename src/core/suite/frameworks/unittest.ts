import { AppError } from '../../errors.ts';
import type { Framework } from '../framework.ts';
import { coverageMissing, explainPython } from './python/explain-python.ts';
import { modulePath } from './python/module-path.ts';
import { readPythonResults } from './python/read-python-results.ts';
import { detectUnittest } from './unittest/detect-unittest.ts';
import { isUnittestFile, placeUnittestFile } from './unittest/place-unittest.ts';
import { renderUnittest } from './unittest/render-unittest.ts';
import { unittestCommand } from './unittest/unittest-command.ts';

/** unittest's exit codes for a command line that it does not understand, and (since Python 3.12) for no test run. Source: unittest/main.py. */
const usageError = 2;
const noTestsRun = 5;

/** Python's own unittest, found as `python -m unittest discover` does or started by Django's `manage.py test`; measured by coverage.py. */
export const unittest: Framework = {
  id: 'unittest',
  name: 'unittest',
  detect: detectUnittest,
  command: unittestCommand,
  readResults: readPythonResults,
  explain(project, exitCode, outputTail) {
    const said = /^.*: error: (.+)$/m.exec(outputTail)?.[1];
    if (exitCode === usageError && said !== undefined) {
      return new AppError('suite/bad-configuration', `unittest does not understand its command line in ${project.root}: ${said}`, {
        hint: 'Correct the arguments in the setting branchlight.suites.',
      });
    }
    return explainPython(project, exitCode, outputTail, { name: 'unittest', install: 'coverage' });
  },
  isEmptyRun: (exitCode) => exitCode === noTestsRun,
  coverageMissing,
  isTestFile: isUnittestFile,
  authoring: {
    testFileFor: placeUnittestFile,
    importSpecifier: (project, _testFile, file) => modulePath(project, file),
    render: (project, tests, header) => renderUnittest(tests, header, project.habits?.ownModules),
  },
};
