import type { FileSystem } from '../ports.ts';
import { joinPath } from '../paths.ts';

const pythonMarkers = new Set(['pyproject.toml', 'setup.py', 'setup.cfg', 'pytest.ini', 'tox.ini', 'requirements.txt', 'conftest.py']);

/**
 * One path for each language that a folder shows to be its own, to ask the frameworks with: they answer for files, and the
 * name does not matter. All languages when the folder shows none.
 */
export async function languagesIn(folder: string, fileSystem: FileSystem): Promise<readonly string[]> {
  const names = (await fileSystem.list(folder)).map((entry) => entry.name);
  const shown = [
    ...(names.includes('package.json') ? ['any.ts'] : []),
    ...(names.some((name) => pythonMarkers.has(name) || name.endsWith('.py')) ? ['any.py'] : []),
  ];
  return (shown.length > 0 ? shown : ['any.ts', 'any.py']).map((name) => joinPath(folder, name));
}
