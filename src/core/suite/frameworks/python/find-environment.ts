import type { FileSystem } from '../../../ports.ts';
import type { FrameworkSettings } from '../../framework.ts';
import { basename, dirname, foldersUp, isAbsolutePath, isWindowsPath, joinPath } from '../../../paths.ts';
import { installedPackages, type InstalledPackages } from './installed-packages.ts';
import { readOptional } from './read-optional.ts';
import { pipenvFolders, poetryFolders } from './tool-environments.ts';

/** The Python that a project runs with. */
export interface PythonEnvironment {
  /** Absolute, or a name to look up on PATH. */
  readonly python: string;
  /** undefined: only a run could tell. */
  readonly packages: InstalledPackages | undefined;
}

const local = ['.venv', 'venv', 'env', '.env', 'virtualenv', '.conda', 'conda', 'envs'];

/**
 * In the order in which their users expect it: the setting; a virtual environment in the project or a folder above (also
 * one that a file `.venv` names, as pipenv makes it, or `UV_PROJECT_ENVIRONMENT`); poetry's and pipenv's own folders; the
 * environment that is active (`VIRTUAL_ENV`, `CONDA_PREFIX`); pyenv's version of `.python-version`; one of tox or nox; the
 * Python on PATH.
 */
export async function findPythonEnvironment(
  root: string,
  workspaceRoot: string,
  fileSystem: FileSystem,
  settings: FrameworkSettings,
): Promise<PythonEnvironment> {
  const chosen = settings.python;
  if (chosen !== undefined && chosen !== '') return withPackages(chosen, fileSystem);
  for await (const folder of candidates(root, workspaceRoot, fileSystem, settings.environment ?? {})) {
    const python = await pythonIn(folder, fileSystem);
    if (python !== undefined) return { python, packages: await installedPackages(folder, fileSystem) };
  }
  return { python: isWindowsPath(root) ? 'python' : 'python3', packages: undefined };
}

async function withPackages(python: string, fileSystem: FileSystem): Promise<PythonEnvironment> {
  if (!isAbsolutePath(python)) return { python, packages: undefined };
  const folder = dirname(python);
  const prefix = /^(bin|Scripts)$/i.test(basename(folder)) ? dirname(folder) : folder;
  return { python, packages: await installedPackages(prefix, fileSystem) };
}

async function* candidates(
  root: string,
  workspaceRoot: string,
  fileSystem: FileSystem,
  environment: Readonly<Record<string, string | undefined>>,
): AsyncGenerator<string> {
  const folders = foldersUp(root, workspaceRoot);
  const { UV_PROJECT_ENVIRONMENT: uv, VIRTUAL_ENV: active, CONDA_PREFIX: conda } = environment;
  for (const folder of folders) {
    if (uv !== undefined && uv !== '') yield isAbsolutePath(uv) ? uv : joinPath(folder, uv);
    for (const name of local) yield joinPath(folder, name);
    const pointed = (await readOptional(folder, '.venv', fileSystem))?.trim();
    if (pointed !== undefined && pointed !== '') yield isAbsolutePath(pointed) ? pointed : joinPath(folder, pointed);
  }
  for (const folder of folders) {
    yield* poetryFolders(folder, fileSystem, environment);
    yield* pipenvFolders(folder, fileSystem, environment);
  }
  if (active !== undefined && active !== '') yield active;
  if (conda !== undefined && conda !== '') yield conda;
  const { PYENV_ROOT: pyenv, HOME: home, USERPROFILE: profile } = environment;
  const versions = pyenv ?? ((home ?? profile) ? joinPath(home ?? profile ?? '', '.pyenv') : undefined);
  for (const folder of folders) {
    const [version] = (await readOptional(folder, '.python-version', fileSystem))?.trim().split(/\s+/) ?? [];
    if (version !== undefined && version !== '' && versions !== undefined) yield joinPath(versions, 'versions', version);
  }
  for (const folder of folders) {
    for (const tool of ['.tox', '.nox']) {
      const made = (await fileSystem.list(joinPath(folder, tool))).filter(
        ({ kind, name }) => kind === 'directory' && /^(py|test|unit)/.test(name),
      );
      // The newest Python last in the alphabet, near enough: py39 < py310 is put right by the length.
      for (const { name } of made.toSorted((a, b) => b.name.length - a.name.length || (a.name < b.name ? 1 : -1)))
        yield joinPath(folder, tool, name);
    }
  }
}

async function pythonIn(folder: string, fileSystem: FileSystem): Promise<string | undefined> {
  for (const parts of [['bin', 'python'], ['bin', 'python3'], ['Scripts', 'python.exe'], ['python.exe']]) {
    const path = joinPath(folder, ...parts);
    if ((await fileSystem.stat(path))?.kind === 'file') return path;
  }
  return undefined;
}
