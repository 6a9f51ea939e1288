import assert from 'node:assert/strict';
import type { Project, SuiteRun } from '../../../../../../src/core/suite/framework.ts';
import { mochaCommand } from '../../../../../../src/core/suite/frameworks/mocha/mocha-command.ts';
import { places } from '../../sample-projects.ts';

const project: Project = {
  root: '/w',
  framework: 'mocha',
  language: 'javascript',
  frameworkVersion: '11.8.0',
  interpreter: 'node',
  runner: '/w/node_modules/mocha/bin/mocha.js',
  coverageProvider: 'v8',
  globals: true,
  facts: {
    mocha: '/w/node_modules/mocha',
    arguments: ['-r', 'tsx/cjs', '--reporter', 'dot', '--bail', '--watch', '-g', 'fast', '--spec', 'spec/**/*.ts', 'more/*.ts'],
    nodeArguments: ['--no-warnings'],
    environment: ['NODE_ENV=test', 'URL=a=b'],
  },
};
const whole: SuiteRun = { label: 'whole', coverage: 'none', confinement: 'open' };

function argsOf(run: SuiteRun): string {
  return mochaCommand(project, run, places).command.args.join(' ');
}

describe('the command of Mocha', () => {
  it("is the project's script with our reporter, which knows the project's own", () => {
    const { command, artefacts } = mochaCommand(project, whole, places);
    assert.equal(
      command.args.join(' '),
      '--no-warnings /w/node_modules/mocha/bin/mocha.js -r tsx/cjs --bail -g fast --reporter /dist/mocha-results.cjs --no-watch --forbid-only spec/**/*.ts more/*.ts',
    );
    assert.equal(command.env['NODE_ENV'], 'test');
    assert.equal(command.env['URL'], 'a=b');
    assert.match(`${command.env['BRANCHLIGHT_MOCHA']}`, /"--reporter","dot"/);
    assert.deepEqual(artefacts, { results: ['/tmp/s/results.jsonl'] });
  });

  it('of a few files narrows and stops nothing, and one test is named whole', () => {
    const files = ['/w/spec/a b.ts'];
    assert.equal(
      argsOf({ ...whole, files, only: { group: 'price (of 1)', title: 'is $5\n' } }),
      String.raw`--no-warnings /w/node_modules/mocha/bin/mocha.js -r tsx/cjs --reporter /dist/mocha-results.cjs --no-watch --forbid-only --no-bail --no-parallel --grep ^price \(of 1\) is \$5\n$ --no-invert /w/spec/a b.ts`,
    );
  });

  it('that measures loads our reader of coverage first, for what is wanted only', () => {
    const { command, artefacts } = mochaCommand(project, { ...whole, coverage: ['/w/src/a.ts'] }, places);
    assert.deepEqual(command.args.slice(1, 3), ['--require', '/dist/node-coverage.cjs']);
    assert.deepEqual(JSON.parse(`${command.env['BRANCHLIGHT_NODE_COVERAGE']}`), {
      folder: '/tmp/s/coverage',
      root: '/w',
      files: ['/w/src/a.ts'],
    });
    assert.deepEqual(artefacts.coverage, ['/tmp/s/coverage']);
  });
});
