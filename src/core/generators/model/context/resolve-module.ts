import type ts from 'typescript';
import type { FileSystem } from '../../../ports.ts';
import { dirname, foldersUp, isInside, joinPath, nativePath, toPosix } from '../../../paths.ts';

type TypeScript = typeof ts;

/** Where an import leads, by TypeScript's own rules; undefined when it leads nowhere that can be seen. */
export type ResolveModule = (ts: TypeScript, specifier: string, from: string) => Promise<string | undefined>;

/** Configurations that may name each other before the search for `paths` ends. */
const mostReferences = 8;
/** Each round asks the disk for everything that the one before wanted to know. */
const mostRounds = 40;

/**
 * Resolves imports as the project's bundler would: extensions, `paths` and `baseUrl` of the tsconfig.json (or jsconfig.json)
 * that is nearest to the importing file, with `extends` and `references`, `imports` of package.json, and packages of the
 * same workspace. Modules outside of
 * `root` are not looked for. Answers are remembered.
 */
export function createModuleResolver(fileSystem: FileSystem, root: string): ResolveModule {
  const seen = new Map<string, string | false>();
  const options = new Map<string, Promise<ts.CompilerOptions>>();

  /** TypeScript asks its host at once, the disk answers later: what is not known yet is fetched, and TypeScript asked again. */
  async function settled<T>(run: (host: Host) => T): Promise<T> {
    for (let round = 0; ; round += 1) {
      const asked = new Set<string>();
      const known = (path: string): string | false => {
        const answer = seen.get(path);
        if (answer === undefined) asked.add(path);
        return answer ?? false;
      };
      const result = run({
        fileExists: (path) => known(path) !== false,
        readFile: (path) => known(path) || undefined,
      });
      if (asked.size === 0 || round === mostRounds) return result;
      await Promise.all(Array.from(asked, async (path) => seen.set(path, await look(path))));
    }
  }

  /** The text of a configuration, `''` for any other file that is there. Only configurations are read outside of the root. */
  async function look(path: string): Promise<string | false> {
    const native = nativePath(path, root);
    const isConfiguration = native.endsWith('.json');
    if (!isConfiguration && !isInside(root, native)) return false;
    if ((await fileSystem.stat(native))?.kind !== 'file') return false;
    return isConfiguration ? fileSystem.readText(native) : '';
  }

  async function optionsFor(ts: TypeScript, folder: string): Promise<ts.CompilerOptions> {
    for (const above of foldersUp(folder, root)) {
      for (const name of ['tsconfig.json', 'jsconfig.json']) {
        const path = toPosix(joinPath(above, name));
        if (await settled((host) => host.fileExists(path))) return readOptions(ts, path, { left: mostReferences });
      }
    }
    return {};
  }

  async function readOptions(ts: TypeScript, path: string, budget: { left: number }): Promise<ts.CompilerOptions> {
    budget.left -= 1;
    const { options: own, projectReferences = [] } = await settled((host) =>
      ts.parseJsonConfigFileContent(
        ts.readConfigFile(path, host.readFile).config ?? {},
        { ...host, useCaseSensitiveFileNames: true, readDirectory: () => [] },
        toPosix(dirname(path)),
        undefined,
        path,
      ),
    );
    if (own.paths !== undefined || own.baseUrl !== undefined) return own;
    for (const reference of projectReferences) {
      if (budget.left <= 0) break;
      const referenced = await readOptions(ts, ts.resolveProjectReferencePath(reference), budget);
      if (referenced.paths !== undefined) return referenced;
    }
    return own;
  }

  return async (ts, specifier, from) => {
    const folder = dirname(from);
    const found = options.get(folder) ?? optionsFor(ts, folder);
    options.set(folder, found);
    const compilerOptions: ts.CompilerOptions = {
      ...(await found),
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      allowJs: true,
      types: [],
    };
    const { resolvedModule } = await settled((host) => ts.resolveModuleName(specifier, toPosix(from), compilerOptions, host));
    if (resolvedModule === undefined) return undefined;
    const path = nativePath(resolvedModule.resolvedFileName, root);
    // A package of the same workspace is linked into node_modules.
    return path.includes('node_modules') ? fileSystem.realPath(path) : path;
  };
}

interface Host {
  readonly fileExists: (path: string) => boolean;
  readonly readFile: (path: string) => string | undefined;
}
