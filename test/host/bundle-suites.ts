import { build } from 'esbuild';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeOwnFolder, repositoryRoot } from '../support/cache-folder.ts';

/** The suites as VS Code loads them. Below the repository, so that mocha is found. */
export interface BundledSuites {
  readonly folder: string;
  /** Path for `extensionTestsPath`. */
  readonly entry: string;
  remove(): Promise<void>;
}

export async function bundleSuites(): Promise<BundledSuites> {
  const folder = await makeOwnFolder('host');
  const here = join(repositoryRoot, 'test/host');
  const suites = (await readdir(join(here, 'suites'))).filter((name) => name.endsWith('.ts'));
  await build({
    entryPoints: ['run-in-host.ts', ...suites.map((name) => `suites/${name}`)].map((name) => join(here, name)),
    outdir: folder,
    outbase: here,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return { folder, entry: join(folder, 'run-in-host.cjs'), remove: () => rm(folder, { recursive: true, force: true }) };
}
