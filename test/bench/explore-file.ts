import { readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createExplorer } from '../../src/core/generators/explorer/explorer.ts';
import type { ExplorationHost, ExplorationReport } from '../../src/core/generators/explorer/exploration.ts';
import type { GenerationRequest, GenerationResult } from '../../src/core/generators/generator.ts';
import { createSourceAnalyser } from '../../src/core/source/analyser.ts';
import type { SourceModel } from '../../src/core/source/source-model.ts';
import type { AuthoringProject } from '../../src/core/suite/framework.ts';
import { vitest } from '../../src/core/suite/frameworks/vitest.ts';
import type { Target } from '../../src/core/targets/target.ts';
import { createExplorerHost } from '../../src/node/explorer-host.ts';
import { createScratch } from '../../src/node/scratch.ts';
import { sourceAssets } from '../../src/node/source-assets.ts';

export interface Explored {
  readonly arms: number;
  readonly result: GenerationResult;
  readonly report: ExplorationReport | undefined;
  readonly durationMs: number;
  /** The whole test file as a project would get it. */
  readonly testText: string;
  readonly testFile: string;
}

export interface ExploreFileOptions {
  readonly file: string;
  readonly projectRoot: string;
  readonly seed: number;
  readonly budgetMs: number;
  /** Program that runs the code; default: this process's own Node. */
  readonly interpreter?: string;
  /** Bundle of the worker, when it is not the one in `dist/`. */
  readonly worker?: string;
  readonly testFile?: string;
  readonly signal?: AbortSignal;
}

/** Asks the explorer for every arm of a file, as if no test existed. Needs a build. */
export async function exploreFile(options: ExploreFileOptions): Promise<Explored> {
  const text = await readFile(options.file, 'utf8');
  const source = await createSourceAnalyser(sourceAssets).analyse(options.file, text);
  if (source === undefined) throw new Error(`Not a source file: ${options.file}`);
  const project = projectAt(options);
  const { authoring } = vitest;
  if (authoring === undefined) throw new Error('Vitest has no authoring');
  const testFile =
    options.testFile ??
    (await authoring.testFileFor(project, options.file, async (path) => (await stat(path).catch(() => undefined)) !== undefined));
  const request: GenerationRequest = {
    project,
    file: options.file,
    text,
    source,
    targets: allTargets(options.file, source),
    testFile,
    importSpecifier: authoring.importSpecifier(project, testFile, options.file),
    counterexamples: [],
    seed: options.seed,
  };
  const scratch = await createScratch(tmpdir());
  let report: ExplorationReport | undefined;
  const host = createExplorerHost({
    scratch,
    environment: process.env,
    ...(options.worker === undefined ? {} : { worker: options.worker }),
  });
  const watched: ExplorationHost = {
    explore: async (job, context) => {
      report = await host.explore(job, context);
      return report;
    },
  };
  try {
    const explorer = createExplorer({
      host: watched,
      budgetMs: () => options.budgetMs,
      clock: { now: () => Date.now() },
    });
    const started = performance.now();
    const result = await explorer.generate(request, { signal: options.signal ?? new AbortController().signal, emit: () => undefined });
    const testText = authoring.render(
      project,
      result.candidates.map((candidate) => candidate.test),
      [],
    );
    return { arms: request.targets.length, result, report, durationMs: performance.now() - started, testText, testFile };
  } finally {
    await scratch.dispose();
  }
}

function projectAt(options: ExploreFileOptions): AuthoringProject {
  return {
    root: options.projectRoot,
    framework: 'vitest',
    language: /tsx?$/.test(options.file) ? 'typescript' : 'javascript',
    frameworkVersion: '4.1.12',
    interpreter: options.interpreter ?? process.execPath,
    runner: join(options.projectRoot, 'node_modules/vitest/vitest.mjs'),
    coverageProvider: 'istanbul',
    globals: false,
  };
}

function allTargets(file: string, source: SourceModel): Target[] {
  return source.branches.flatMap((branch) => {
    const arms = branch.arms.map((arm) => ({ ...arm, state: 'never-evaluated' as const }));
    return arms.map((arm): Target => ({
      file,
      branch: { kind: branch.kind, certainty: 'exact', line: branch.range.start.line, range: branch.range, arms },
      arm,
      condition: branch.condition,
      enclosing: undefined,
    }));
  });
}
