/** What the end-to-end tests of suites share: a copy of a fixture project and the engine's own parts wired around it. */
import { execFileSync } from 'node:child_process';
import { cp, link, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { alignWithSource } from '../../src/core/coverage/align.ts';
import { isDark, type FileCoverage } from '../../src/core/coverage/coverage-map.ts';
import type { Candidate, TestSource } from '../../src/core/generators/generator.ts';
import type { RunEvent } from '../../src/core/run-event.ts';
import { createSourceAnalyser } from '../../src/core/source/analyser.ts';
import { detectProject } from '../../src/core/suite/detect-project.ts';
import { canAuthor, type AuthoringSuite, type Project } from '../../src/core/suite/framework.ts';
import { frameworkOf } from '../../src/core/suite/frameworks/frameworks.ts';
import type { Target } from '../../src/core/targets/target.ts';
import { measureBaseline } from '../../src/core/verify/baseline.ts';
import type { Baseline, Verification } from '../../src/core/verify/verification.ts';
import { createVerifier } from '../../src/core/verify/verify.ts';
import type { VerifyPorts } from '../../src/core/verify/verify-ports.ts';
import { assetPath } from '../../src/node/assets.ts';
import { createConfinement, type SandboxKind } from '../../src/node/confine.ts';
import { createNodeFileSystem } from '../../src/node/file-system.ts';
import { openJournal } from '../../src/node/journal.ts';
import { createChildProcessRunner } from '../../src/node/process-runner.ts';
import { createPythonReader } from '../../src/node/python-reader.ts';
import { createScratch } from '../../src/node/scratch.ts';
import { sourceAssets } from '../../src/node/source-assets.ts';
import { createTypeChecker } from '../../src/node/type-checker.ts';

const repository = join(import.meta.dirname, '..', '..');
export const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export interface Bench {
  readonly root: string;
  readonly ports: VerifyPorts;
  readonly events: RunEvent[];
  readonly project: (file: string) => Promise<Project>;
  readonly baseline: (file: string) => Promise<Baseline>;
  /** Judges tests against the arms of a file whose label and line are named; all dark arms without names. */
  readonly verify: (request: {
    readonly file: string;
    readonly tests: readonly TestSource[];
    readonly wanted?: (line: number, label: string) => boolean;
    readonly repeats?: number;
    readonly signal?: AbortSignal;
    readonly baseline?: Baseline;
    readonly timeoutMs?: number;
  }) => Promise<Verification>;
  /** Relative path → content of everything in the project but installed packages. */
  readonly tree: () => Promise<Readonly<Record<string, string>>>;
  readonly dispose: () => Promise<void>;
}

export async function openBench(
  fixture: string,
  options: { readonly sandbox?: SandboxKind; readonly modules?: string } = {},
): Promise<Bench> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'branchlight-e2e-')));
  const root = join(base, 'project');
  await cp(join(repository, 'test', 'fixtures', 'projects', fixture), root, { recursive: true });
  if (fixture.startsWith('vitest')) await symlink(options.modules ?? join(repository, 'node_modules'), join(root, 'node_modules'));
  await mkdir(join(base, 'state'));
  const { journal } = await openJournal({ stateFolder: join(base, 'state'), logger: silent, link });
  const fileSystem = createNodeFileSystem();
  const analyser = createSourceAnalyser(sourceAssets);
  const confinement = createConfinement({
    guards: { node: assetPath('guard.cjs'), python: assetPath('guard.py') },
    ...(options.sandbox === undefined ? {} : { force: options.sandbox }),
  });
  const scratch = await createScratch(join(base, 'scratch'));
  const ports: VerifyPorts = {
    processRunner: createChildProcessRunner({ environment: process.env, confinement }),
    scratch,
    fileSystem,
    shipped: assetPath,
    hostNode: { file: process.execPath, env: {} },
    async align(coverage: FileCoverage) {
      const source = await analyser.analyse(coverage.path, await fileSystem.readText(coverage.path));
      return source === undefined ? coverage : alignWithSource(coverage, source).coverage;
    },
    journal,
    typeChecker: createTypeChecker(),
    pythonReader: createPythonReader({ judge: assetPath('judge.py'), environment: process.env }),
    clock: { now: () => performance.now() },
  };
  const events: RunEvent[] = [];
  const context = (signal: AbortSignal): { signal: AbortSignal; emit: (event: RunEvent) => void } => ({
    signal,
    emit: (event) => events.push(event),
  });

  const project = async (file: string): Promise<Project> => {
    const detection = await detectProject(join(root, file), root, fileSystem, { node: process.execPath });
    if (!detection.found) throw new Error(detection.reason);
    return detection.project;
  };
  const baseline = async (file: string): Promise<Baseline> => {
    const found = await project(file);
    const request = { framework: frameworkOf(found.framework), project: found, timeoutMs: 60_000 };
    const measured = await measureBaseline(request, ports, context(new AbortController().signal));
    if (measured === undefined) throw new Error('cancelled');
    return measured;
  };

  return {
    root,
    ports,
    events,
    project,
    baseline,
    async verify({ file, tests, wanted = () => true, repeats = 2, signal = new AbortController().signal, timeoutMs = 60_000, ...given }) {
      const { project: found, framework } = authoring(await project(file));
      const before = given.baseline ?? (await baseline(file));
      const sourceFile = join(root, file);
      const targets = targetsOf(before.coverage.get(sourceFile), sourceFile).filter((target) =>
        wanted(target.branch.line, target.arm.label),
      );
      const testFile = await framework.authoring.testFileFor(
        found,
        sourceFile,
        async (path) => (await fileSystem.stat(path)) !== undefined,
      );
      const verify = createVerifier({ header: ['Written by Branchlight.'], timeoutMs, seed: 7 }, ports, context(signal));
      return verify({
        framework,
        project: found,
        sourceFile,
        testFile,
        importSpecifier: framework.authoring.importSpecifier(found, testFile, sourceFile),
        targets,
        candidates: tests.map((test, index): Candidate => ({ id: `c${index + 1}`, generator: 'explorer', arms: [], test, notes: [] })),
        kept: [],
        baseline: before,
        repeats,
      });
    },
    tree: () => readTree(root),
    async dispose() {
      await scratch.dispose();
      await rm(base, { recursive: true, force: true });
    },
  };
}

function authoring(project: Project): AuthoringSuite {
  const suite = { project, framework: frameworkOf(project.framework) };
  if (!canAuthor(suite)) throw new Error(`No tests are written for ${suite.framework.name}`);
  return suite;
}

function targetsOf(coverage: FileCoverage | undefined, file: string): readonly Target[] {
  return (coverage?.branches ?? []).flatMap((branch) =>
    branch.arms.filter(isDark).map((arm) => ({ file, branch, arm, condition: undefined, enclosing: undefined })),
  );
}

async function readTree(root: string): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(root, path);
    if (name.startsWith('node_modules')) continue;
    found[name] = entry.isFile() ? await readFile(path, 'utf8') : '';
  }
  return found;
}

/** Title of a candidate → `accepted`, or the gate that decided and its reason. */
export function outcomes(verification: Verification): Readonly<Record<string, string>> {
  return Object.fromEntries(
    verification.verdicts.map((verdict) => {
      const last = verdict.gates.at(-1);
      return [
        verdict.candidate.test.title,
        verdict.accepted ? 'accepted' : `${last?.gate}: ${last !== undefined && !last.passed ? last.reason : ''}`,
      ];
    }),
  );
}

/** Why pytest tests cannot run here; undefined when they can. */
export function pytestMissing(): string | undefined {
  try {
    execFileSync('python3', ['-c', 'import pytest, pytest_cov'], { stdio: 'pipe' });
    return undefined;
  } catch {
    return 'python3 with pytest and pytest-cov is not installed';
  }
}

/** Whether bubblewrap can make a sandbox here. */
export async function hasBubblewrap(): Promise<boolean> {
  return (await createConfinement({ guards: { node: '', python: '' } }).sandbox()) === 'bubblewrap';
}

/** A Vitest candidate for `src/price.ts` of the fixture. */
export function vitestTest(title: string, body: string, names: readonly string[] = ['linePrice']): TestSource {
  return {
    imports: [{ from: '../../src/price.ts', names: names.map((name) => ({ name })) }],
    setup: '',
    group: 'linePrice',
    title,
    body: `it('${title}', () => {\n${body
      .split('\n')
      .map((line) => `  ${line}`)
      .join('\n')}\n});\n`,
  };
}

/** A pytest candidate for `src/shop/price.py` of the fixture. */
export function pytestTest(name: string, body: string, names: readonly string[] = ['line_price']): TestSource {
  return {
    imports: [{ from: 'shop.price', names: names.map((entry) => ({ name: entry })) }],
    setup: '',
    title: name,
    body: `def ${name}():\n${body
      .split('\n')
      .map((line) => `    ${line}`)
      .join('\n')}\n`,
  };
}
