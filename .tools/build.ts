/** Bundles everything that ships into `dist/`, with the licences of what is bundled. `--watch` keeps going. */
import { build, context, type Metafile } from 'esbuild';
import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundles } from './bundles.ts';
import { bundledFolders, noticesText, readPackage } from './third-party-notices.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const modules = join(root, 'node_modules');
const grammars = 'node_modules/@vscode/tree-sitter-wasm';

/** Languages that tree-sitter reads for us. */
const languages = ['python', 'go', 'rust', 'java'];

async function copyAssets(): Promise<void> {
  for (const name of await readdir(join(modules, 'typescript/lib'))) {
    if (/^lib\..*d\.ts$/.test(name)) await copyFile(join(modules, 'typescript/lib', name), join(dist, name));
  }
  for (const name of ['tree-sitter.wasm', ...languages.map((language) => `tree-sitter-${language}.wasm`)])
    await copyFile(join(root, grammars, 'wasm', name), join(dist, name));
  for (const folder of ['src/node/guard', 'src/node/suite']) {
    const scripts = (await readdir(join(root, folder))).filter((name) => name.endsWith('.py'));
    for (const name of scripts) await copyFile(join(root, folder, name), join(dist, name));
  }
}

/** Rejects when a licence that we do not want to ship is bundled. */
async function writeNotices(metafiles: readonly Metafile[]): Promise<void> {
  const folders = new Set([...metafiles.flatMap(bundledFolders), grammars]);
  const packages = await Promise.all([...folders].map((folder) => readPackage(join(root, folder))));
  await writeFile(join(dist, 'THIRD-PARTY-NOTICES.txt'), noticesText(packages));
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await copyAssets();
if (process.argv.includes('--watch')) {
  for (const options of bundles) await (await context(options)).watch();
} else {
  const built = await Promise.all(bundles.map((options) => build(options)));
  await writeNotices(built.flatMap(({ metafile }) => metafile ?? []));
}
