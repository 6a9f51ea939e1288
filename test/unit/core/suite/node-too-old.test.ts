import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import type { Project } from '../../../../src/core/suite/framework.ts';
import { blameNode, satisfies } from '../../../../src/core/suite/node-too-old.ts';

const project: Project = {
  root: '/shop',
  framework: 'vitest',
  language: 'typescript',
  frameworkVersion: '5.1.0',
  interpreter: '/usr/bin/node',
  runner: '/shop/node_modules/vitest/vitest.mjs',
  globals: false,
};
const noResults = new AppError('suite/no-results', 'The run "baseline" ended with exit code 1 and wrote no results.', { hint: 'Run it.' });

function blame(version: string | undefined, manifest: string): Promise<AppError> {
  const files = new Map([['/shop/node_modules/vitest/package.json', manifest]]);
  return blameNode(
    noResults,
    'Vitest',
    project,
    '/scratch',
    {
      processRunner: {
        run(command) {
          if (version === undefined) return Promise.resolve({ status: 'failed-to-start', reason: 'gone' });
          files.set(command.args.at(-1) ?? '', version);
          return Promise.resolve({ status: 'exited', code: 0, outputTail: '', durationMs: 1 });
        },
      },
      fileSystem: {
        stat: (path) => Promise.resolve(files.has(path) ? { kind: 'file', size: 1, modified: 0 } : undefined),
        readText: (path) => Promise.resolve(files.get(path) ?? ''),
        readBytes: () => Promise.resolve(new Uint8Array()),
        realPath: (path: string) => Promise.resolve(path),
        list: () => Promise.resolve([]),
      },
    },
    new AbortController().signal,
  );
}

describe('blameNode', () => {
  const manifest = JSON.stringify({ engines: { node: '^22.12.0 || ^24.0.0 || >=26.0.0' } });

  it('says that the Node is too old for the test runner, and what to do', async () => {
    const error = await blame('v20.20.2', manifest);
    assert.equal(error.code, 'suite/no-results');
    assert.equal(
      error.message,
      'The project runs on Node v20.20.2, but Vitest 5.1.0 supports only Node ^22.12.0 || ^24.0.0 || >=26.0.0.\nThe run "baseline" ended with exit code 1 and wrote no results.',
    );
    assert.equal(error.hint, 'Choose such a Node in the setting branchlight.node.path.');
  });

  it('leaves the error as it is when the Node is supported or nothing is known', async () => {
    assert.equal(await blame('v24.1.0', manifest), noResults);
    assert.equal(await blame(undefined, manifest), noResults);
    assert.equal(await blame('v20.20.2', '{'), noResults);
    assert.equal(await blame('v20.20.2', '{}'), noResults);
  });
});

describe('satisfies', () => {
  it('reads the ranges that test runners give', () => {
    const cases: readonly (readonly [string, string, boolean])[] = [
      ['v22.11.9', '^22.12.0 || >=26.0.0', false],
      ['v22.12.0', '^22.12.0 || >=26.0.0', true],
      ['v25.0.0', '^22.12.0 || >=26.0.0', false],
      ['v27.3.1', '^22.12.0 || >=26.0.0', true],
      ['v18.0.0', '^18.0.0 || ^20.0.0 || >=22.0.0', true],
      ['v18.0.0', '>= 20', false],
      ['v18.0.0', 'lts/*', true],
    ];
    for (const [version, range, expected] of cases) assert.equal(satisfies(version, range), expected, `${version} in ${range}`);
  });
});
