import { AppError } from '../../errors.ts';
import { basename } from '../../paths.ts';
import type { Framework } from '../framework.ts';
import { placeTestFile } from './javascript/place-test-file.ts';
import { renderTestFile } from './javascript/render-test-file.ts';
import { nodeSpecifier } from './mocha/place-mocha.ts';
import { detectNodeTest } from './node-test/detect-node-test.ts';
import { endedFile, nodeTestCommand } from './node-test/node-test-command.ts';
import { isNodeTest, isRunByNode } from './node-test/node-test-files.ts';
import { readNodeTestResults } from './node-test/read-node-test-results.ts';

const functions = ['after', 'afterEach', 'before', 'beforeEach', 'describe', 'it', 'mock', 'suite', 'test'];

/** Node's own test runner, Node 20 and later. Nothing has to be installed, neither to run nor to measure. */
export const nodeTest: Framework = {
  id: 'node-test',
  name: "Node's test runner",
  detect: detectNodeTest,
  command: nodeTestCommand,
  readResults(project, files) {
    const ended = files.find((file) => basename(file.path) === endedFile);
    const results = files.find((file) => file !== ended);
    return results === undefined ? undefined : readNodeTestResults(results.text, ended?.text, project.root);
  },
  explain(project, _exitCode, outputTail) {
    const option = /bad option: (\S+)/.exec(outputTail)?.[1];
    if (option !== undefined) {
      return new AppError(
        'suite/bad-configuration',
        `The Node that runs the tests (${project.interpreter}) does not know the option ${option}.`,
        {
          hint: "Choose Node 20 or later in the setting branchlight.node.path, or take the option out of the project's script.",
        },
      );
    }
    const missing = /Cannot find (?:module|package) '([^']+)'/.exec(outputTail)?.[1];
    if (missing === undefined) return undefined;
    return new AppError('suite/bad-configuration', `Node could not load ${missing}, which the project's script names.`, {
      hint: `Install ${missing} in the project, or take it out of the script.`,
    });
  },
  coverageMissing: (project) =>
    new AppError('suite/coverage-missing', `Nothing measures the tests of ${project.root}.`, {
      hint: 'Choose a Node that has an inspector in the setting branchlight.node.path.',
    }),
  isTestFile: isNodeTest,
  authoring: {
    testFileFor: (project, file, taken) =>
      placeTestFile(project, file, taken, {
        finds: isRunByNode(project),
        // Node takes types out of files with these endings only.
        endingFor: (ending) => (/^\.[cm]?tsx?$/.test(ending) ? '.ts' : ['.mjs', '.js'].includes(ending) ? ending : '.js'),
      }),
    importSpecifier: nodeSpecifier,
    render: (project, tests, header) =>
      renderTestFile(project, tests, header, { from: 'node:test', known: ['node:test'], names: functions, always: [] }),
  },
};
