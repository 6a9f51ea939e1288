import type { FileSystem } from '../../../ports.ts';
import type { Detection, FrameworkSettings, Habits } from '../../framework.ts';
import { dirname, extension, foldersUp, isInside, isWindowsPath, joinPath } from '../../../paths.ts';
import { hasSection, readIniValue, readIniWords } from './read-ini-value.ts';

const rootMarks = [
  'pyproject.toml',
  'pytest.toml',
  '.pytest.toml',
  'pytest.ini',
  '.pytest.ini',
  'setup.cfg',
  'tox.ini',
  'setup.py',
  'requirements.txt',
  '.git',
];
const environments = ['.venv', 'venv', 'env', '.env'];

/** Finds the Python project that tests `file`: the nearest folder above it with a project file, else the workspace. */
export async function detectPytest(
  file: string,
  workspaceRoot: string,
  fileSystem: FileSystem,
  settings: FrameworkSettings,
): Promise<Detection> {
  if (extension(file) !== '.py') return { found: false, reason: 'pytest tests Python files.', otherLanguage: true };
  const root = await findRoot(file, workspaceRoot, fileSystem);
  const environment = await findEnvironment(root, workspaceRoot, fileSystem);
  const interpreter = settings.python === undefined || settings.python === '' ? environment?.python : settings.python;
  const installed = environment === undefined ? {} : await installedVersions(environment.folder, fileSystem);
  return {
    found: true,
    evidence: 'installed',
    project: {
      root,
      framework: 'pytest',
      language: 'python',
      frameworkVersion: installed['pytest'] ?? 'unknown',
      interpreter: interpreter ?? (isWindowsPath(root) ? 'python' : 'python3'),
      // Whether it is installed is only known for certain once it runs; then a clear error says so.
      coverageProvider: 'pytest-cov',
      globals: false,
      habits: await readHabits(root, file, fileSystem),
    },
  };
}

async function findRoot(file: string, workspaceRoot: string, fileSystem: FileSystem): Promise<string> {
  for (const folder of foldersUp(dirname(file), workspaceRoot)) {
    const names = new Set((await fileSystem.list(folder)).map((entry) => entry.name));
    if (rootMarks.some((name) => names.has(name))) return folder;
  }
  return workspaceRoot;
}

async function findEnvironment(
  root: string,
  workspaceRoot: string,
  fileSystem: FileSystem,
): Promise<{ readonly folder: string; readonly python: string } | undefined> {
  for (const parent of foldersUp(root, workspaceRoot)) {
    for (const name of environments) {
      const folder = joinPath(parent, name);
      for (const python of [joinPath(folder, 'bin', 'python'), joinPath(folder, 'Scripts', 'python.exe')]) {
        if ((await fileSystem.stat(python))?.kind === 'file') return { folder, python };
      }
    }
  }
  return undefined;
}

/** Names and versions out of the `*.dist-info` folders of a virtual environment. */
async function installedVersions(environment: string, fileSystem: FileSystem): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  const libraries = (await fileSystem.list(joinPath(environment, 'lib'))).map((entry) =>
    joinPath(environment, 'lib', entry.name, 'site-packages'),
  );
  for (const folder of [...libraries, joinPath(environment, 'Lib', 'site-packages')]) {
    for (const entry of await fileSystem.list(folder)) {
      const match = /^([A-Za-z0-9_.]+)-([^-]+)\.dist-info$/.exec(entry.name);
      if (match !== null) found[(match[1] ?? '').toLowerCase()] = match[2] ?? '';
    }
  }
  return found;
}

async function readHabits(root: string, file: string, fileSystem: FileSystem): Promise<Habits> {
  const configuration = await readConfiguration(root, fileSystem);
  const names = new Set((await fileSystem.list(root)).filter((entry) => entry.kind === 'directory').map((entry) => entry.name));
  const tests = configuration.testpaths.find((name) => !/[*?[]/.test(name)) ?? ['tests', 'test'].find((name) => names.has(name)) ?? 'tests';
  const packageRoot = await rootOfPackage(file, root, fileSystem);
  const source = names.has('src') ? [joinPath(root, 'src')] : [];
  const configured = inOrderOfUse(
    configuration.pythonpath.map((path) => joinPath(root, path)),
    packageRoot,
  );
  const sourceRoots = [...new Set([...configured, ...(packageRoot === undefined ? [] : [packageRoot]), ...source, root])];
  return {
    testFolder: joinPath(root, tests, 'generated'),
    testWord: 'test',
    include: [],
    importExtension: 'none',
    quote: '"',
    semicolons: false,
    sourceRoots,
    ownModules: await modulesBelow(sourceRoots, fileSystem),
    caches: [],
    measuresByConfiguration: await configuresCoverage(root, fileSystem),
    ...(configuration.addopts === undefined ? {} : { addedArguments: configuration.addopts }),
  };
}

/** Names that an import of the project's own code begins with. */
async function modulesBelow(folders: readonly string[], fileSystem: FileSystem): Promise<readonly string[]> {
  const entries = (await Promise.all(folders.map((folder) => fileSystem.list(folder)))).flat();
  const names = entries.flatMap(({ name, kind }) => {
    if (kind === 'directory') return /^[A-Za-z_]\w*$/.test(name) ? [name] : [];
    return name.endsWith('.py') ? [name.slice(0, -3)] : [];
  });
  return [...new Set(names)].toSorted();
}

/** The deepest first, but none that lies within the package of the module: from there its relative imports would not work. */
function inOrderOfUse(folders: readonly string[], packageRoot: string | undefined): readonly string[] {
  const within = (folder: string): number =>
    packageRoot !== undefined && folder.length > packageRoot.length && isInside(packageRoot, folder) ? 1 : 0;
  return folders.toSorted((a, b) => within(a) - within(b) || b.length - a.length);
}

/** The folder that holds the outermost package of a module: above every folder with an `__init__.py`. undefined: the module is in no package. */
async function rootOfPackage(file: string, root: string, fileSystem: FileSystem): Promise<string | undefined> {
  let folder = dirname(file);
  let found: string | undefined;
  while (folder !== root && folder !== dirname(folder) && (await fileSystem.stat(joinPath(folder, '__init__.py'))) !== undefined) {
    folder = dirname(folder);
    found = folder;
  }
  return found;
}

/** Whether coverage.py's own configuration says what is measured. */
async function configuresCoverage(root: string, fileSystem: FileSystem): Promise<boolean> {
  const places: readonly (readonly [string, string])[] = [
    ['.coveragerc', 'run'],
    ['pyproject.toml', 'tool.coverage.run'],
    ['setup.cfg', 'coverage:run'],
    ['tox.ini', 'coverage:run'],
  ];
  for (const [name, section] of places) {
    const path = joinPath(root, name);
    if ((await fileSystem.stat(path))?.kind !== 'file') continue;
    const text = await fileSystem.readText(path);
    if (['source', 'source_pkgs', 'source_dirs'].some((key) => readIniValue(text, section, key) !== undefined)) return true;
  }
  return false;
}

interface Configuration {
  readonly testpaths: readonly string[];
  readonly pythonpath: readonly string[];
  readonly addopts: string | undefined;
}

/** The first of pytest's configuration files that counts, in pytest's own order (`_pytest.config.findpaths`): its own files do even when they are empty. */
async function readConfiguration(root: string, fileSystem: FileSystem): Promise<Configuration> {
  const places: readonly (readonly [string, readonly string[]])[] = [
    ['pytest.toml', ['pytest']],
    ['.pytest.toml', ['pytest']],
    ['pytest.ini', ['pytest']],
    ['.pytest.ini', ['pytest']],
    ['pyproject.toml', ['tool.pytest.ini_options', 'tool.pytest']],
    ['tox.ini', ['pytest']],
    ['setup.cfg', ['tool:pytest']],
  ];
  const nothing: Configuration = { testpaths: [], pythonpath: [], addopts: undefined };
  for (const [name, sections] of places) {
    const path = joinPath(root, name);
    if ((await fileSystem.stat(path))?.kind !== 'file') continue;
    const text = await fileSystem.readText(path);
    const section = sections.find((candidate) => hasSection(text, candidate));
    if (section === undefined) {
      if (/^\.?pytest\./.test(name)) return nothing;
      continue;
    }
    const addopts = readIniWords(text, section, 'addopts');
    return {
      testpaths: readIniWords(text, section, 'testpaths') ?? [],
      pythonpath: readIniWords(text, section, 'pythonpath') ?? [],
      addopts: addopts === undefined ? undefined : withoutReports(addopts).map(quoteArgument).join(' '),
    };
  }
  return nothing;
}

/** What writes reports into the project, runs in several processes, stops early, or needs the cache that is switched off. */
const droppedOptions =
  /^(--cov|--no-cov|--junit|--html|--self-contained-html|--durations|-n\d|-nauto$|-nlogical$|-n$|--numprocesses|--maxprocesses|--dist|--tx|-x$|--exitfirst|--maxfail|--lf$|--last-failed|--lfnf|--ff$|--failed-first|--nf$|--new-first|--cache-|--sw$|--sw-|--stepwise)/;

/** Those of them whose value may be the next word. */
const withValue =
  /^(--cov|--cov-report|--cov-config|--cov-fail-under|--cov-context|--cov-precision|--junitxml|--junit-xml|--junitprefix|--junit-prefix|--html|--durations|--durations-min|-n|--numprocesses|--maxprocesses|--dist|--tx|--maxfail|--lfnf|--last-failed-no-failures)$/;

/** The project's own options without those that a run of ours must not have. */
function withoutReports(args: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const option = args[at] ?? '';
    const next = args[at + 1];
    const dropped = droppedOptions.test(option);
    if (!dropped) kept.push(option);
    else if (withValue.test(option) && next !== undefined && !next.startsWith('-')) at += 1;
    if (option === '--cov-config' && next !== undefined) kept.push(option, next);
    else if (option.startsWith('--cov-config=')) kept.push(option);
  }
  return kept;
}

function quoteArgument(argument: string): string {
  return /[\s'"\\]/.test(argument) ? `'${argument.replaceAll("'", String.raw`'"'"'`)}'` : argument;
}
