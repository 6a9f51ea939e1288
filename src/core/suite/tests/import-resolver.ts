import type { FileSystem } from '../../ports.ts';
import { dirname, isInside, joinPath, relativePath, toPosix } from '../../paths.ts';
import type { Suite } from '../framework.ts';
import type { FoundImport } from './found-import.ts';
import { createModuleResolver } from './javascript-module-resolver.ts';
import type { TestInventory } from './test-inventory.ts';

/** The project's own files that an import of a file leads to; empty: it leads elsewhere. */
export type ImportResolver = (from: string, found: FoundImport) => readonly string[];

/** Reads what the language's imports depend on (package.json and tsconfig files), then resolves without the disk. */
export async function createImportResolver(suite: Suite, inventory: TestInventory, fileSystem: FileSystem): Promise<ImportResolver> {
  const files = new Set(inventory.sources);
  switch (suite.project.language) {
    case 'javascript':
    case 'typescript': {
      const resolve = await createModuleResolver(suite.project.root, inventory, fileSystem);
      return (from, { specifier }) => {
        const path = resolve(from, specifier);
        return path === undefined ? [] : [path];
      };
    }
    case 'python':
      return pythonResolver(suite, files);
    case 'go':
      return goResolver(suite, inventory.sources);
    case 'java':
      return javaResolver(inventory.sources);
    case 'rust':
      return rustResolver(suite, files);
  }
}

function pythonResolver(suite: Suite, files: ReadonlySet<string>): ImportResolver {
  const { root, habits } = suite.project;
  const configured = habits?.sourceRoots ?? [];
  const moduleAt = (folder: string, parts: readonly string[]): string | undefined => {
    const path = joinPath(folder, ...parts);
    return [`${path}.py`, joinPath(path, '__init__.py')].find((file) => files.has(file));
  };
  return (from, { specifier, names }) => {
    const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
    const parts = specifier
      .slice(dots)
      .split('.')
      .filter((part) => part !== '');
    let above = dirname(from);
    for (let level = 1; level < dots; level += 1) above = dirname(above);
    // pytest and unittest put the folder of a test before all others.
    const folders = dots > 0 ? [above] : [...configured, joinPath(root, 'src'), root, dirname(from)];
    for (const folder of new Set(folders)) {
      const module = moduleAt(folder, parts);
      const inside = names.flatMap((name) => moduleAt(folder, [...parts, name]) ?? []);
      if (module !== undefined || inside.length > 0) return [...(module === undefined ? [] : [module]), ...inside];
    }
    return [];
  };
}

/** A package is a folder: an import leads to all its files. */
function goResolver(suite: Suite, sources: readonly string[]): ImportResolver {
  const byFolder = new Map<string, string[]>();
  for (const path of sources) {
    if (!path.endsWith('.go') || path.endsWith('_test.go')) continue;
    const folder = toPosix(relativePath(suite.project.root, dirname(path)));
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), path]);
  }
  return (_from, { specifier }) => {
    // The path of the module stands before that of the folder; without reading it, the longest ending that is a folder is meant.
    const parts = specifier.split('/');
    for (let at = 1; at < parts.length; at += 1) {
      const found = byFolder.get(parts.slice(at).join('/'));
      if (found !== undefined && /\./.test(parts[0] ?? '')) return found;
    }
    return [];
  };
}

function javaResolver(sources: readonly string[]): ImportResolver {
  const java = sources.filter((path) => /\.(?:java|kt)$/.test(path)).map((path) => ({ path, posix: toPosix(path) }));
  return (_from, { specifier }) => {
    const path = specifier.replaceAll('.', '/');
    if (path.endsWith('/*')) {
      const folder = `/${path.slice(0, -2)}/`;
      return java
        .filter(({ posix }) => posix.includes(folder) && !posix.slice(posix.lastIndexOf(folder) + folder.length).includes('/'))
        .map((each) => each.path);
    }
    return java.filter(({ posix }) => posix.endsWith(`/${path}.java`) || posix.endsWith(`/${path}.kt`)).map((each) => each.path);
  };
}

/** `crate::a::b`, `super::a`, and from `tests/` the crate by its name. */
function rustResolver(suite: Suite, files: ReadonlySet<string>): ImportResolver {
  const root = suite.project.root;
  const rootOf = (from: string): string => {
    const crate = [...files]
      .filter((file) => /[\\/]src[\\/](?:lib|main)\.rs$/.test(file))
      .map((file) => dirname(dirname(file)))
      .filter((folder) => isInside(folder, from))
      .toSorted((a, b) => b.length - a.length)[0];
    return joinPath(crate ?? root, 'src');
  };
  return (from, { specifier }) => {
    const [first = '', ...rest] = specifier.split('::');
    if (first === 'std' || first === 'core' || first === 'alloc' || first === 'self' || first === 'super') return [];
    const parts = rest.filter((part) => part !== '*');
    // The last parts may be names within the module.
    for (let length = parts.length; length > 0; length -= 1) {
      const path = joinPath(rootOf(from), ...parts.slice(0, length));
      const file = [`${path}.rs`, joinPath(path, 'mod.rs')].find((each) => files.has(each));
      if (file !== undefined) return [file];
    }
    const library = joinPath(rootOf(from), 'lib.rs');
    return first !== 'crate' && parts.length > 0 && /[\\/]tests[\\/]/.test(from) && files.has(library) ? [library] : [];
  };
}
