import { AppError } from '../../errors.ts';
import type { Framework } from '../framework.ts';
import { detectGoTest } from './go-test/detect-go-test.ts';
import { goTestCommand } from './go-test/go-test-command.ts';
import { readGoResults } from './go-test/read-go-results.ts';

/** Exit code of our script when the `go` command could not be started. */
const goMissing = 127;

/** The `go` command's own tests: tests, subtests, examples and the seeds of fuzz targets. Needs Go 1.18. */
export const goTest: Framework = {
  id: 'go-test',
  name: 'go test',
  detect: detectGoTest,
  command: goTestCommand,
  readResults: (project, [file]) => (file === undefined ? undefined : readGoResults(project, file.text)),
  explain(project, exitCode) {
    if (exitCode !== goMissing) return undefined;
    return new AppError('suite/runner-missing', `The command ${project.interpreter} could not be started.`, {
      hint: 'Install Go from go.dev/dl, and start the editor from a shell whose PATH has it.',
    });
  },
  coverageMissing: () =>
    new AppError('suite/coverage-missing', 'go test measures by itself, but this Go does not.', { hint: 'Install Go 1.18 or later.' }),
  isTestFile: (_project, file) => file.endsWith('_test.go') || /[\\/]testdata[\\/]/.test(file),
};
