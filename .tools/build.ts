/** Bundles everything that ships into `dist/`. `--watch` keeps going, `--meta` prints what each bundle is made of. */
import { build, context, type BuildOptions, type Plugin } from 'esbuild';
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const modules = join(root, 'node_modules');

// TypeScript is 9 MB and only needed once source is read: it stands beside the bundles and is loaded on first use.
const typescriptBeside: Plugin = {
  name: 'typescript-beside',
  setup(setup) {
    setup.onResolve({ filter: /^typescript$/ }, () => ({ path: './typescript.cjs', external: true }));
  },
};

// Activation only loads what it registers; the language client's code is loaded with the server's start.
const languageClientBeside: Plugin = {
  name: 'language-client-beside',
  setup(setup) {
    setup.onResolve({ filter: /\/language-client\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './language-client.cjs', external: true } : undefined,
    );
  },
};

// `import * as vscode` would copy VS Code's whole interface once a file; through one module it is copied once.
const vscodeOnce: Plugin = {
  name: 'vscode-once',
  setup(setup) {
    setup.onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
      namespace === 'vscode-once' ? { path: 'vscode', external: true } : { path: 'vscode', namespace: 'vscode-once' },
    );
    setup.onLoad({ filter: /^vscode$/, namespace: 'vscode-once' }, () => ({ contents: "export * from 'vscode';", resolveDir: root }));
  },
};

const common: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  minify: true,
  keepNames: true,
  sourcemap: false,
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [typescriptBeside],
};

const cjs: BuildOptions = {
  ...common,
  format: 'cjs',
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl=require('node:url').pathToFileURL(__filename).href;" },
};

const bundles: BuildOptions[] = [
  {
    ...cjs,
    entryPoints: [join(root, 'src/client/extension.ts')],
    outfile: join(dist, 'extension.cjs'),
    external: ['vscode'],
    // VS Code answers `require('vscode')`, so the part that is loaded later must be required too.
    supported: { 'dynamic-import': false },
    plugins: [vscodeOnce, languageClientBeside],
  },
  { ...cjs, entryPoints: [join(root, 'src/client/language-client.ts')], outfile: join(dist, 'language-client.cjs'), external: ['vscode'] },
  { ...cjs, entryPoints: [join(root, 'src/server/main.ts')], outfile: join(dist, 'server.cjs') },
  { ...cjs, entryPoints: [join(root, 'src/explorer-worker/main.ts')], outfile: join(dist, 'explorer-worker.cjs') },
  { ...cjs, entryPoints: [join(root, 'src/node/guard/guard.ts')], outfile: join(dist, 'guard.cjs') },
  // Vitest loads it through its own module runner, which wants a module.
  {
    ...common,
    format: 'esm',
    entryPoints: [join(root, 'src/node/vitest-coverage-per-file.ts')],
    outfile: join(dist, 'vitest-coverage-per-file.mjs'),
  },
  {
    ...common,
    format: 'esm',
    entryPoints: [join(root, 'src/cli/main.ts')],
    outfile: join(dist, 'cli.js'),
    banner: {
      js: "#!/usr/bin/env node\nimport{createRequire as branchlightRequire}from'node:module';const require=branchlightRequire(import.meta.url);const __filename=require('node:url').fileURLToPath(import.meta.url);",
    },
  },
];

async function copyAssets(): Promise<void> {
  await copyFile(join(modules, 'typescript/lib/typescript.js'), join(dist, 'typescript.cjs'));
  for (const name of await readdir(join(modules, 'typescript/lib'))) {
    if (/^lib\..*d\.ts$/.test(name)) await copyFile(join(modules, 'typescript/lib', name), join(dist, name));
  }
  for (const name of ['tree-sitter.wasm', 'tree-sitter-python.wasm']) {
    await copyFile(join(modules, '@vscode/tree-sitter-wasm/wasm', name), join(dist, name));
  }
  for (const name of ['guard.py', 'judge.py']) await copyFile(join(root, 'src/node/guard', name), join(dist, name));
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await copyAssets();
if (process.argv.includes('--watch')) {
  for (const options of bundles) await (await context(options)).watch();
} else {
  await Promise.all(bundles.map((options) => build(options)));
}
