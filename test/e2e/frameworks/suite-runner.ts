import { cp, mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { alignWithSource } from '../../../src/core/coverage/align.ts';
import { createSourceAnalyser } from '../../../src/core/source/analyser.ts';
import { detectProject } from '../../../src/core/suite/detect-project.ts';
import type { FrameworkSettings, Project, Suite, SuiteOutcome, SuiteRun } from '../../../src/core/suite/framework.ts';
import { frameworkOf } from '../../../src/core/suite/frameworks/frameworks.ts';
import { runSuite, type SuitePorts } from '../../../src/core/suite/run-suite.ts';
import { assetPath } from '../../../src/node/assets.ts';
import { createConfinement } from '../../../src/node/confine.ts';
import { createNodeFileSystem } from '../../../src/node/file-system.ts';
import { createChildProcessRunner } from '../../../src/node/process-runner.ts';
import { createScratch } from '../../../src/node/scratch.ts';
import { sourceAssets } from '../../../src/node/source-assets.ts';
import { repositoryRoot } from '../../support/cache-folder.ts';

/** A copy of a fixture project with the engine's own parts around it that run suites. */
export interface SuiteRunner {
  /** Absolute. */
  readonly root: string;
  /** Copies a file of the fixture's `extra/` to its place in the project. */
  readonly add: (extra: string, place: string) => Promise<void>;
  readonly remove: (place: string) => Promise<void>;
  readonly detect: (file: string) => Promise<Suite>;
  readonly run: (
    suite: Suite,
    run: Partial<SuiteRun>,
    options?: { readonly timeoutMs?: number; readonly signal?: AbortSignal },
  ) => Promise<{ readonly outcome: SuiteOutcome; readonly printed: string; readonly command: readonly string[] }>;
  /** Relative path → content of everything but installed packages and `ignored`. */
  readonly tree: (ignored: RegExp) => Promise<Readonly<Record<string, string>>>;
  readonly dispose: () => Promise<void>;
}

export async function openSuiteRunner(fixture: string, settings: FrameworkSettings = {}): Promise<SuiteRunner> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'branchlight-suite-')));
  const root = join(base, 'project');
  const from = join(repositoryRoot, 'test/fixtures/projects', fixture);
  await cp(from, root, { recursive: true, filter: (path) => !/^(extra|node_modules|target|build)([\\/]|$)/.test(relative(from, path)) });
  const fileSystem = createNodeFileSystem();
  const analyser = createSourceAnalyser(sourceAssets);
  const scratch = await createScratch(join(base, 'scratch'));
  const confinement = createConfinement({ guards: { node: assetPath('guard.cjs'), python: assetPath('guard.py') } });
  let printed = '';
  const ports: SuitePorts = {
    processRunner: createChildProcessRunner({
      environment: process.env,
      confinement,
      onOutput: (text) => {
        printed = (printed + text).slice(-200_000);
      },
    }),
    scratch,
    fileSystem,
    shipped: assetPath,
    hostNode: { file: process.execPath, env: {} },
    async align(coverage) {
      const source = await analyser.analyse(coverage.path, await fileSystem.readText(coverage.path));
      return source === undefined ? coverage : alignWithSource(coverage, source).coverage;
    },
  };
  return {
    root,
    add: (extra, place) => cp(join(from, 'extra', extra), join(root, place)),
    remove: (place) => rm(join(root, place), { recursive: true, force: true }),
    async detect(file) {
      const detection = await detectProject(join(root, file), root, fileSystem, settings);
      if (!detection.found) throw new Error(detection.reason);
      const { project }: { readonly project: Project } = detection;
      return { project, framework: frameworkOf(project.framework) };
    },
    async run(suite, run, { timeoutMs = 120_000, signal = new AbortController().signal } = {}) {
      printed = '';
      let command: readonly string[] = [];
      const outcome = await runSuite(
        {
          ...suite,
          run: { label: 'a run', coverage: 'none', confinement: 'open', ...run },
          timeoutMs,
          signal,
          onCommand: (started) => (command = started),
        },
        ports,
      );
      return { outcome, printed, command };
    },
    tree: (ignored) => readTree(root, ignored),
    async dispose() {
      await scratch.dispose();
      await rm(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

async function readTree(root: string, ignored: RegExp): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(root, path).replaceAll('\\', '/');
    if (!entry.isFile() || name.startsWith('node_modules') || ignored.test(name)) continue;
    found[name] = await readFile(path, 'utf8');
  }
  return found;
}
