import type { FileSystem } from '../../../ports.ts';
import type { Habits } from '../../framework.ts';
import { dirname, isInside, joinPath } from '../../../paths.ts';

/** What a Python project's folders show of its conventions, with what its test framework is told of them. */
export async function readPythonHabits(
  root: string,
  file: string,
  told: {
    /** Folders of tests relative to the root, the first best; may be globs. */
    readonly testpaths: readonly string[];
    /** Absolute folders that are put on the path. */
    readonly pythonpath: readonly string[];
    readonly addedArguments?: string;
  },
  fileSystem: FileSystem,
): Promise<Habits> {
  const names = new Set((await fileSystem.list(root)).filter((entry) => entry.kind === 'directory').map((entry) => entry.name));
  const tests = told.testpaths.find((name) => !/[*?[]/.test(name)) ?? ['tests', 'test'].find((name) => names.has(name)) ?? 'tests';
  const packageRoot = await rootOfPackage(file, root, fileSystem);
  const source = names.has('src') ? [joinPath(root, 'src')] : [];
  const configured = inOrderOfUse(told.pythonpath, packageRoot);
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
    ...(told.addedArguments === undefined ? {} : { addedArguments: told.addedArguments }),
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
