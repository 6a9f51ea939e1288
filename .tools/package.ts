/** `npm run package`: builds and packs `branchlight-<version>.vsix` (`.vscodeignore` says what goes in). `--out <file>` packs elsewhere. */
import { createVSIX } from '@vscode/vsce';
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({ options: { out: { type: 'string' }, 'no-build': { type: 'boolean' } } });

if (values['no-build'] !== true) {
  const built = spawnSync(process.execPath, [join(root, '.tools/build.ts')], { stdio: 'inherit' });
  if (built.status !== 0) process.exit(built.status ?? 1);
}

const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { readonly version: string };
const packagePath = values.out === undefined ? join(root, `branchlight-${version}.vsix`) : resolve(values.out);
await createVSIX({
  cwd: root,
  packagePath,
  // Everything is bundled.
  dependencies: false,
  // The picture of the README is packed beside it.
  rewriteRelativeLinks: false,
  allowMissingRepository: true,
});
