import { AppError } from '../../errors.ts';
import { compileGlob } from '../../glob.ts';
import { isInside, relativePath, toPosix } from '../../paths.ts';
import type { Framework, Project } from '../framework.ts';
import { isUsualTestFile } from './javascript/source-files.ts';
import { detectMocha } from './mocha/detect-mocha.ts';
import { listOf, mochaCommand } from './mocha/mocha-command.ts';
import { readMochaResults } from './mocha/read-mocha-results.ts';

/** Mocha 9 and later. Nothing has to be installed to measure it: V8 does, in the process itself. */
export const mocha: Framework = {
  id: 'mocha',
  name: 'Mocha',
  detect: detectMocha,
  command: mochaCommand,
  readResults: (project, [file]) => (file === undefined ? undefined : readMochaResults(file.text, project.root)),
  explain(_project, _exitCode, outputTail) {
    const missing = /Cannot find (?:module|package) '([^']+)'/.exec(outputTail)?.[1];
    if (missing === undefined) return undefined;
    return new AppError('suite/bad-configuration', `Mocha could not load ${missing}, which the project's configuration names.`, {
      hint: `Install ${missing} in the project, or take it out of its configuration of Mocha.`,
    });
  },
  // Mocha ends with 1 when no file fits what it was asked to run; anything else that went wrong stands in the results.
  isEmptyRun: (exitCode) => exitCode === 1,
  coverageMissing: (project) =>
    new AppError('suite/coverage-missing', `Nothing measures the tests of ${project.root}.`, {
      hint: 'Choose a Node that has an inspector in the setting branchlight.node.path.',
    }),
  isTestFile: isMochaTest,
};

/** What is named as a test, what the project's globs name, and what lies in its folder of tests. */
function isMochaTest(project: Project, file: string): boolean {
  if (isUsualTestFile(file)) return true;
  if (!isInside(project.root, file)) return false;
  const relative = relativePath(project.root, file);
  if (/^(?:tests?|specs?|e2e)\//.test(relative)) return true;
  return listOf(project, 'specs').some((spec) => {
    const pattern = toPosix(spec).replace(/^\.\//, '');
    return relative === pattern || (/[*?{[]/.test(pattern) && compileGlob(pattern, 'vitest')(relative));
  });
}
