import { dirname, extension, foldersUp, isInside, joinPath, relativePath } from '../../../paths.ts';
import type { FileSystem } from '../../../ports.ts';
import type { Detection } from '../../framework.ts';
import { readCargoManifest, type CargoManifest } from './read-manifest.ts';

/** A package as it is kept in the project's facts. */
export interface CargoPackage {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  readonly library: boolean;
  readonly binaries: boolean;
  /** The library's documentation is tested. */
  readonly documentation: boolean;
  /** Integration tests with a place of their own: absolute path → name. */
  readonly tests: Readonly<Record<string, string>>;
}

/** Most packages of a workspace that are looked at. */
const mostPackages = 1000;

/** Finds the cargo workspace that tests `file`: the nearest package above it, and the workspace around that. */
export async function detectCargo(file: string, workspaceRoot: string, fileSystem: FileSystem): Promise<Detection> {
  if (extension(file) !== '.rs') return { found: false, reason: 'cargo test tests Rust files.', otherLanguage: true };
  const folders = foldersUp(dirname(file), workspaceRoot);
  const manifests = new Map<string, CargoManifest>();
  for (const folder of folders) {
    const manifest = await manifestIn(folder, fileSystem);
    if (manifest !== undefined) manifests.set(folder, manifest);
  }
  const own = [...manifests].find(([, manifest]) => manifest.package !== undefined);
  if (own === undefined) {
    return {
      found: false,
      reason: `No Cargo.toml with a package stands in a folder from ${dirname(file)} up to ${workspaceRoot}. Open the folder of the crate, or run \`cargo init\`.`,
    };
  }
  const [ownFolder] = own;
  const around = [...manifests].find(
    ([folder, { workspace }]) =>
      workspace !== undefined &&
      isInside(folder, ownFolder) &&
      !workspace.exclude.some((name) => isInside(joinPath(folder, name), ownFolder)),
  );
  const root = around?.[0] ?? ownFolder;
  const packageFolders = [
    ...new Set([ownFolder, ...(around === undefined ? [] : [root, ...(await membersOf(root, around[1], fileSystem))])]),
  ];
  const packages: CargoPackage[] = [];
  for (const folder of packageFolders.slice(0, mostPackages)) {
    const manifest = manifests.get(folder) ?? (await manifestIn(folder, fileSystem));
    if (manifest?.package !== undefined) packages.push(await packageIn(folder, manifest, fileSystem));
  }
  return {
    found: true,
    evidence: (await hasTests(ownFolder, file, fileSystem)) ? 'configured' : 'language',
    project: {
      root,
      framework: 'cargo-test',
      language: 'rust',
      frameworkVersion: (await toolchain(folders, fileSystem)) ?? 'unknown',
      interpreter: 'cargo',
      // Whether it is installed is only known once it runs; then a clear error says so.
      coverageProvider: 'cargo-llvm-cov',
      globals: false,
      facts: { packages: packages.map((one) => JSON.stringify(one)), workspace: around === undefined ? '' : 'yes' },
    },
  };
}

async function manifestIn(folder: string, fileSystem: FileSystem): Promise<CargoManifest | undefined> {
  const path = joinPath(folder, 'Cargo.toml');
  return (await fileSystem.stat(path))?.kind === 'file' ? readCargoManifest(await fileSystem.readText(path)) : undefined;
}

/** `*` stands for one folder, as in all workspaces that cargo's own documentation shows. */
async function membersOf(root: string, { workspace }: CargoManifest, fileSystem: FileSystem): Promise<readonly string[]> {
  const found: string[] = [];
  for (const member of workspace?.members ?? []) {
    let folders = [root];
    for (const part of member.split('/')) {
      const next: string[] = [];
      for (const folder of folders) {
        if (!part.includes('*')) next.push(joinPath(folder, part));
        else {
          const pattern = new RegExp(`^${part.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*')}$`);
          const entries = await fileSystem.list(folder);
          next.push(
            ...entries.filter(({ name, kind }) => kind === 'directory' && pattern.test(name)).map(({ name }) => joinPath(folder, name)),
          );
        }
      }
      folders = next;
    }
    found.push(...folders);
  }
  return found.filter((folder) => !(workspace?.exclude ?? []).some((name) => joinPath(root, name) === folder));
}

async function packageIn(folder: string, manifest: CargoManifest, fileSystem: FileSystem): Promise<CargoPackage> {
  const isFile = async (...parts: readonly string[]): Promise<boolean> =>
    (await fileSystem.stat(joinPath(folder, ...parts)))?.kind === 'file';
  const lib = manifest.targets.find(({ kind }) => kind === 'lib');
  const library = lib !== undefined || (await isFile('src', 'lib.rs'));
  const binaries =
    manifest.targets.some(({ kind }) => kind === 'bin') ||
    (await isFile('src', 'main.rs')) ||
    (await fileSystem.list(joinPath(folder, 'src', 'bin'))).length > 0;
  const tests = manifest.targets.flatMap(({ kind, name, path }) =>
    kind === 'test' && name !== undefined && path !== undefined ? [[joinPath(folder, path), name]] : [],
  );
  return {
    name: manifest.package ?? '',
    folder,
    library,
    binaries,
    documentation: library && lib?.doctest !== false,
    tests: Object.fromEntries(tests) as Record<string, string>,
  };
}

async function hasTests(folder: string, file: string, fileSystem: FileSystem): Promise<boolean> {
  if ((await fileSystem.list(joinPath(folder, 'tests'))).length > 0) return true;
  const places = [file, joinPath(folder, 'src', 'lib.rs'), joinPath(folder, 'src', 'main.rs')];
  for (const place of places) {
    if ((await fileSystem.stat(place))?.kind === 'file' && /#\[(?:cfg\(test\)|(?:\w+::)*test\b)/.test(await fileSystem.readText(place)))
      return true;
  }
  return false;
}

/** The toolchain that the project asks rustup for. */
async function toolchain(folders: readonly string[], fileSystem: FileSystem): Promise<string | undefined> {
  for (const path of folders.flatMap((folder) => [joinPath(folder, 'rust-toolchain.toml'), joinPath(folder, 'rust-toolchain')])) {
    if ((await fileSystem.stat(path))?.kind !== 'file') continue;
    const text = await fileSystem.readText(path);
    const channel = /^\s*channel\s*=\s*["']([^"'\n]+)["']/m.exec(text)?.[1] ?? /^\s*([\w.-]+)\s*$/.exec(text)?.[1];
    if (channel !== undefined) return channel;
  }
  return undefined;
}

/** `path` below the package's `folder`, with forward slashes. */
export function insidePackage(one: CargoPackage, path: string): string {
  return relativePath(one.folder, path);
}
