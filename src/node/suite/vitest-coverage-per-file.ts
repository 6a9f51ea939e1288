/**
 * A coverage provider module for Vitest 3.2 to 5 (`coverage.provider: 'custom'`): the project's own provider, which also
 * says what each test file covered by itself. Vitest loads it in its main process, where coverage is put together, and
 * in every worker, where it is taken. It ships beside the bundles and runs inside the user's Vitest.
 */
import { appendFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What the command that starts Vitest asks for; see `vitestCommand`. */
interface Order {
  /** Package of the project's own provider. */
  readonly provider: string;
  /** Files of which any may be the one that can load the package. */
  readonly from: readonly string[];
  /** Written when the run ends: test file → file with its coverage in Istanbul's format. */
  readonly index: string;
  /** Grows while the run goes on: `+ file` when a test file is begun, `- file` when it is over. */
  readonly progress: string;
}

type Call = (options?: unknown) => unknown;

interface ProviderModule {
  readonly startCoverage?: Call;
  readonly takeCoverage?: Call;
  readonly stopCoverage?: Call;
  readonly getProvider: () => Promise<Provider>;
}

interface VitestContext {
  readonly reporters: object[];
  readonly state: { getUnhandledErrors(): readonly unknown[] };
  getProjectByName(name: string): { readonly config: { readonly root: string } };
}

/** The part of Vitest's BaseCoverageProvider that is used: the same in 3.2, 4 and 5. */
interface Provider {
  ctx: VitestContext;
  /** Project → environment → names of test files → file with the raw coverage of their worker. */
  coverageFiles: Map<string, Record<string, Record<string, string>>>;
  initialize(context: VitestContext): unknown;
  /** The options that workers are given. */
  resolveOptions(): { readonly provider: string };
  generateCoverage(options: { readonly allTestsRun: boolean }): Promise<unknown>;
}

/** What a worker remembers. On `process`, because a test may reset the modules of its worker, and this one with them. */
interface WorkerMemory {
  taken: boolean;
  refusedBefore: number;
}

const memoryKey = Symbol.for('branchlight.coverage-per-file');
const order = JSON.parse(process.env['BRANCHLIGHT_COVERAGE_PER_FILE'] ?? '{}') as Order;
const original = await loadOriginal();

export default {
  startCoverage(options: unknown): unknown {
    const holder = process as unknown as Record<symbol, WorkerMemory | undefined>;
    holder[memoryKey] ??= { taken: false, refusedBefore: refusedBytes() };
    separateTemporaryFolder();
    return original.startCoverage?.(options);
  },
  async takeCoverage(options: unknown): Promise<unknown> {
    const coverage = await original.takeCoverage?.(options);
    const memory = (process as unknown as Record<symbol, WorkerMemory | undefined>)[memoryKey];
    // A worker that ran another file before, or ran while the guard refused something, proves nothing about this one.
    const clean = memory !== undefined && !memory.taken && memory.refusedBefore === refusedBytes();
    if (memory !== undefined) memory.taken = true;
    return clean ? (coverage ?? nothing(options)) : undefined;
  },
  stopCoverage: (options: unknown): unknown => original.stopCoverage?.(options),
  async getProvider(): Promise<Provider> {
    const provider = await original.getProvider();
    const initialize = provider.initialize.bind(provider);
    const resolveOptions = provider.resolveOptions.bind(provider);
    const generate = provider.generateCoverage.bind(provider);
    provider.initialize = async (context) => {
      await initialize(context);
      context.reporters.push(progressReporter);
    };
    // Workers would load the project's provider directly.
    provider.resolveOptions = () => ({ ...resolveOptions(), provider: 'custom', customProviderModule: fileURLToPath(import.meta.url) });
    provider.generateCoverage = async (options) => {
      await writePerFile(provider, generate);
      return generate(options);
    };
    return provider;
  },
};

async function loadOriginal(): Promise<ProviderModule> {
  const failures: unknown[] = [];
  for (const from of order.from) {
    try {
      const entry = pathToFileURL(createRequire(from).resolve(order.provider)).href;
      const loaded = (await import(entry)) as { readonly default: ProviderModule };
      return loaded.default;
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(failures, `Failed to load coverage provider ${order.provider}`);
}

/** What a worker has taken that loaded no measured file: an empty map before Vitest 5, where raw coverage is the name of a file. */
function nothing(options: unknown): unknown {
  return typeof options === 'object' && options !== null && 'coverageFilesDirectory' in options ? undefined : {};
}

/** Bytes of the guard's log: all workers of a run write to the same one. */
function refusedBytes(): number {
  const { log } = JSON.parse(process.env['BRANCHLIGHT_GUARD'] ?? '{}') as { readonly log?: string };
  return log === undefined ? 0 : (statSync(log, { throwIfNoEntry: false })?.size ?? 0);
}

/** Test files of one run must not meet in the temporary folder. */
function separateTemporaryFolder(): void {
  const folder = join(tmpdir(), `worker-${process.pid}-${Math.random().toString(36).slice(2)}`);
  mkdirSync(folder, { recursive: true });
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = folder;
}

/** Tells which test files were being run if the run has to be killed. */
const progressReporter = {
  onTestModuleQueued: (module: { readonly moduleId: string }) => appendFileSync(order.progress, `+ ${resolve(module.moduleId)}\n`),
  onTestModuleEnd: (module: { readonly moduleId: string }) => appendFileSync(order.progress, `- ${resolve(module.moduleId)}\n`),
};

async function writePerFile(provider: Provider, generate: Provider['generateCoverage']): Promise<void> {
  const blamed = provider.ctx.state.getUnhandledErrors().map(testFileOf);
  const index: Record<string, string> = {};
  // An error that belongs to no test file may belong to any: then nothing is told of any.
  if (!blamed.includes(undefined)) {
    const whole = provider.coverageFiles;
    try {
      for (const [file, raw] of rawByFile(provider)) {
        if (blamed.includes(file)) continue;
        provider.coverageFiles = raw;
        const path = `${order.index}.${Object.keys(index).length}.json`;
        writeFileSync(path, JSON.stringify(await generate({ allTestsRun: false })));
        index[file] = path;
      }
    } finally {
      provider.coverageFiles = whole;
    }
  }
  writeFileSync(order.index, JSON.stringify(index));
}

/** Vitest notes on an error outside tests which file its worker was running. */
function testFileOf(error: unknown): string | undefined {
  const path = typeof error === 'object' && error !== null && 'VITEST_TEST_PATH' in error ? error.VITEST_TEST_PATH : undefined;
  return typeof path === 'string' ? resolve(path) : undefined;
}

/** The entries of {@link Provider.coverageFiles} by absolute test file. */
function rawByFile(provider: Provider): ReadonlyMap<string, Provider['coverageFiles']> {
  const result = new Map<string, Provider['coverageFiles']>();
  for (const [project, environments] of provider.coverageFiles) {
    const { root } = provider.ctx.getProjectByName(project).config;
    for (const [environment, byNames] of Object.entries(environments)) {
      for (const [names, raw] of Object.entries(byNames)) {
        const file = resolve(root, names);
        const projects: Provider['coverageFiles'] = result.get(file) ?? new Map();
        projects.set(project, { ...projects.get(project), [environment]: { [names]: raw } });
        result.set(file, projects);
      }
    }
  }
  return result;
}
