import { AppError } from '../../errors.ts';
import type { Framework, Project } from '../framework.ts';
import { readRunRecord } from './javascript/read-run-record.ts';
import { isUsualTestFile } from './javascript/source-files.ts';
import { detectVitest } from './vitest/detect-vitest.ts';
import { placeVitestFile, vitestSpecifier } from './vitest/place-vitest.ts';
import { renderVitest } from './vitest/render-vitest.ts';
import { vitestCommand } from './vitest/vitest-command.ts';

/** Vitest 3 and later. */
export const vitest: Framework = {
  id: 'vitest',
  name: 'Vitest',
  coverageByFile: true,
  detect: detectVitest,
  command: vitestCommand,
  readResults: (project, files) => readRunRecord(files, project.root),
  explain(project, _exitCode, outputTail) {
    if (/MISSING DEPENDENCY|Failed to load (url|coverage)/.test(outputTail) && outputTail.includes('@vitest/coverage-'))
      return coverageMissing(project);
    return undefined;
  },
  coverageMissing,
  isTestFile: (_project, file) => isUsualTestFile(file),
  authoring: { testFileFor: placeVitestFile, importSpecifier: vitestSpecifier, render: renderVitest },
};

/** The error for a project without a coverage package, with the command that adds the right one. */
function coverageMissing({ frameworkVersion, facts }: Project): AppError {
  const wanted = /^\d/.test(frameworkVersion) ? `@${frameworkVersion}` : '';
  return new AppError('suite/coverage-missing', 'Vitest is installed without a coverage package, so nothing can be measured.', {
    hint: `Run \`${typeof facts?.['add'] === 'string' ? facts['add'] : 'npm i -D'} @vitest/coverage-v8${wanted}\` in the project.`,
  });
}
