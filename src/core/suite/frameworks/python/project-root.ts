import type { FileSystem } from '../../../ports.ts';
import { dirname, foldersUp } from '../../../paths.ts';
import { pytestConfiguration } from './pytest-configuration.ts';

/** Files that only stand at the top of a Python project. */
const strong = [
  'pyproject.toml',
  'setup.py',
  'setup.cfg',
  'pytest.toml',
  '.pytest.toml',
  'pytest.ini',
  '.pytest.ini',
  'tox.ini',
  'Pipfile',
  'noxfile.py',
  'manage.py',
];
/** Files that may also stand within one. */
const weak = ['requirements.txt', 'environment.yml', '.git'];

/**
 * The folder of the Python project that `file` belongs to: the nearest with a project file, but a folder that has no more
 * than a list of requirements belongs to one above it that configures pytest; else the workspace.
 */
export async function findPythonRoot(file: string, workspaceRoot: string, fileSystem: FileSystem): Promise<string> {
  let nearest: string | undefined;
  for (const folder of foldersUp(dirname(file), workspaceRoot)) {
    const names = new Set((await fileSystem.list(folder)).map((entry) => entry.name));
    if (nearest === undefined) {
      if (strong.some((name) => names.has(name))) return folder;
      if (weak.some((name) => names.has(name))) nearest = folder;
    } else if ((await pytestConfiguration(folder, folder, fileSystem)).configured) return folder;
  }
  return nearest ?? workspaceRoot;
}
