import { AppError } from '../../errors.ts';
import type { Framework, Project } from '../framework.ts';
import { readRunRecord } from './javascript/read-run-record.ts';
import { isUsualTestFile } from './javascript/source-files.ts';
import { detectJest } from './jest/detect-jest.ts';
import { explainJest } from './jest/explain-jest.ts';
import { findsJestTest } from './jest/finds-jest-test.ts';
import { jestCommand } from './jest/jest-command.ts';
import { jestNaming, jestSpecifier, placeJestFile } from './jest/place-jest.ts';
import { renderJest } from './jest/render-jest.ts';

/** Jest 27 and later. */
export const jest: Framework = {
  id: 'jest',
  name: 'Jest',
  detect: detectJest,
  command: jestCommand,
  readResults: (project, files) => readRunRecord(files, project.root),
  explain: explainJest,
  coverageMissing,
  isTestFile: (project, file) => isUsualTestFile(file) || findsJestTest(jestNaming(project), file),
  authoring: { testFileFor: placeJestFile, importSpecifier: jestSpecifier, render: renderJest },
};

/** Jest brings what it measures with; only an install that lost it has none. */
function coverageMissing(project: Project): AppError {
  return new AppError('suite/coverage-missing', `Jest in ${project.root} cannot measure.`, {
    hint: 'Install the packages of the project anew.',
  });
}
