import assert from 'node:assert/strict';
import { detectProject } from '../../../../src/core/suite/detect-project.ts';
import { pytest } from '../../../../src/core/suite/frameworks/pytest.ts';
import { vitest } from '../../../../src/core/suite/frameworks/vitest.ts';
import { createInMemoryFileSystem } from '../../../support/in-memory-file-system.ts';

async function reason(file: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const found = await detectProject(file, '/w', createInMemoryFileSystem(files), {}, [vitest, pytest]);
  assert.equal(found.found, false);
  return found.reason;
}

describe('the project of a file', () => {
  it('is found by the framework of its language', async () => {
    const disk = createInMemoryFileSystem({
      '/w/package.json': '{"devDependencies":{"vitest":"4"}}',
      '/w/node_modules/vitest/package.json': '{"version":"4.0.1"}',
      '/w/pyproject.toml': '',
    });
    const frameworks = [];
    for (const file of ['/w/src/a.ts', '/w/tool/a.py']) {
      const found = await detectProject(file, '/w', disk, {});
      frameworks.push(found.found ? found.project.framework : found.reason);
    }
    assert.deepEqual(frameworks, ['vitest', 'pytest']);
  });

  it('is missing with the next step, said only for the language of the file', async () => {
    assert.equal(
      await reason('/w/src/a.ts'),
      'No package.json or config between /w/src and /w names Vitest. Add it with `npm i -D vitest @vitest/coverage-v8`.',
    );
  });

  it('is missing for a language that no framework tests, and the sentence names what is tested', async () => {
    assert.equal(await reason('/w/README.md'), 'Vitest tests JavaScript and TypeScript files. pytest tests Python files.');
  });
});
