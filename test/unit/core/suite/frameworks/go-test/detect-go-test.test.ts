import assert from 'node:assert/strict';
import type { Detection } from '../../../../../../src/core/suite/framework.ts';
import { detectGoTest } from '../../../../../../src/core/suite/frameworks/go-test/detect-go-test.ts';
import { createInMemoryFileSystem } from '../../../../../support/in-memory-file-system.ts';

function detect(file: string, files: Readonly<Record<string, string>>): Promise<Detection> {
  return detectGoTest(file, '/w', createInMemoryFileSystem(files));
}

describe('the module of a Go file', () => {
  it('is the nearest one above it', async () => {
    const found = await detect('/w/shop/price/price.go', {
      '/w/go.mod': 'module example.org/all\n',
      '/w/shop/go.mod': '// the shop\nmodule "example.org/shop" // quoted\n\ngo 1.22\n',
    });
    assert.ok(found.found);
    assert.equal(found.evidence, 'language');
    assert.equal(found.project.root, '/w/shop');
    assert.deepEqual(found.project.facts, { modules: ['example.org/shop=/w/shop'], packages: ['./...'] });
  });

  it('is tested with the workspace that uses it', async () => {
    const files = {
      '/w/go.work': 'go 1.22\n\nuse ./tools // one line\nuse (\n\t./shop\n\t"./with space"\n)\nreplace example.org/x => ./x\n',
      '/w/tools/go.mod': 'module example.org/tools\n',
      '/w/shop/go.mod': 'module example.org/shop\n',
      '/w/with space/go.mod': 'module example.org/space\n',
      '/w/alone/go.mod': 'module example.org/alone\n',
    };
    const found = await detect('/w/shop/shop.go', files);
    assert.ok(found.found);
    assert.equal(found.project.root, '/w');
    assert.deepEqual(found.project.facts, {
      modules: ['example.org/tools=/w/tools', 'example.org/shop=/w/shop', 'example.org/space=/w/with space'],
      packages: ['./tools/...', './shop/...', './with space/...'],
    });
    const alone = await detect('/w/alone/alone.go', files);
    assert.ok(alone.found);
    assert.equal(alone.project.root, '/w/alone');
    assert.equal(alone.project.facts?.['workspace'], 'off');
  });

  it('is missing, and the sentence says what to do', async () => {
    assert.deepEqual(await detect('/w/a/a.go', {}), {
      found: false,
      reason: 'No go.mod was found in /w/a or above it. Run `go mod init` in the folder of the module.',
    });
    const other = await detect('/w/a.py', { '/w/go.mod': 'module x\n' });
    assert.ok(!other.found && other.otherLanguage === true);
  });
});
