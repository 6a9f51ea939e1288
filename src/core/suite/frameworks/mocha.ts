import { AppError } from '../../errors.ts';
import type { Framework } from '../framework.ts';
import { renderTestFile } from './javascript/render-test-file.ts';
import { detectMocha } from './mocha/detect-mocha.ts';
import { mochaCommand } from './mocha/mocha-command.ts';
import { isMochaTest } from './mocha/mocha-specs.ts';
import { nodeSpecifier, placeMochaFile } from './mocha/place-mocha.ts';
import { readMochaResults } from './mocha/read-mocha-results.ts';

const functions = [
  'after',
  'afterEach',
  'before',
  'beforeEach',
  'context',
  'describe',
  'it',
  'setup',
  'specify',
  'suite',
  'teardown',
  'test',
];

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
  authoring: {
    testFileFor: placeMochaFile,
    importSpecifier: nodeSpecifier,
    render: (project, tests, header) =>
      renderTestFile(project, tests, header, {
        from: project.globals ? undefined : 'mocha',
        known: ['mocha'],
        names: functions,
        always: [],
      }),
  },
};
