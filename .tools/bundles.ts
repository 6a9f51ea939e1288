import type { BuildOptions, Plugin } from 'esbuild';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');

// TypeScript is by far the largest library and only needed once source is read: it stands beside the bundles and is loaded on first use.
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

const small = {
  absWorkingDir: root,
  platform: 'node',
  target: 'node20.19',
  minify: true,
  sourcemap: false,
  // They are gathered in THIRD-PARTY-NOTICES.txt.
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
} as const satisfies BuildOptions;

const common: BuildOptions = { ...small, bundle: true, keepNames: true, plugins: [typescriptBeside] };

const cjs: BuildOptions = {
  ...common,
  format: 'cjs',
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl=require('node:url').pathToFileURL(__filename).href;" },
};

/** Reporters that Jest and Mocha load with `require`, and what any Node is given with `--require`. What they export by default is the module. */
const required = new Set(['jest-results', 'jest-confined', 'mocha-results', 'node-coverage', 'node-test-process']);

/** What runs inside or around the test runners of projects, each file by itself. */
const suiteScripts = readdirSync(join(root, 'src/node/suite'))
  .filter((name) => name.endsWith('.ts'))
  .map((name): BuildOptions => {
    const stem = name.slice(0, -'.ts'.length);
    const entryPoints = [join(root, 'src/node/suite', name)];
    return required.has(stem)
      ? {
          ...cjs,
          entryPoints,
          outfile: join(dist, `${stem}.cjs`),
          footer: { js: 'if(module.exports.default)module.exports=module.exports.default;' },
        }
      : { ...common, format: 'esm', entryPoints, outfile: join(dist, `${stem}.mjs`) };
  });

/** Everything that esbuild writes into `dist/`; paths in the metafiles are relative to the repository. */
export const bundles: readonly BuildOptions[] = [
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
  ...suiteScripts,
  {
    ...common,
    format: 'esm',
    entryPoints: [join(root, 'src/cli/main.ts')],
    outfile: join(dist, 'cli.js'),
    banner: {
      js: "#!/usr/bin/env node\nimport{createRequire as branchlightRequire}from'node:module';const require=branchlightRequire(import.meta.url);const __filename=require('node:url').fileURLToPath(import.meta.url);",
    },
  },
  // Minified it is 3.6 instead of 9.1 MB and loads in three quarters of the time.
  { ...small, entryPoints: [join(root, 'node_modules/typescript/lib/typescript.js')], outfile: join(dist, 'typescript.cjs') },
];
