import type { FileSystem } from '../../../ports.ts';
import { basename, isAbsolutePath, isWindowsPath, joinPath } from '../../../paths.ts';
import { readOptional } from './read-optional.ts';
import { readIniValue } from './read-ini-value.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Virtual environments of a poetry project outside of it: `<cache>/virtualenvs/<name>-<hash>-py<version>`, the newest Python first.
 * Source: poetry, `EnvManager.generate_env_name`.
 */
export async function* poetryFolders(folder: string, fileSystem: FileSystem, environment: Variables): AsyncGenerator<string> {
  const text = await readOptional(folder, 'pyproject.toml', fileSystem);
  if (text === undefined) return;
  const isPoetry = /^\[tool\.poetry[.\]]/m.test(text) || (await readOptional(folder, 'poetry.lock', fileSystem)) !== undefined;
  const [name] = readIniValue(text, 'tool.poetry', 'name') ?? readIniValue(text, 'project', 'name') ?? [];
  if (!isPoetry || name === undefined) return;
  const stem = `${name
    .toLowerCase()
    .replace(/[ $`!*@"\\\r\n\t]/g, '_')
    .slice(0, 42)}-${await shortHash(normalCase(folder))}`;
  for (const place of poetryPlaces(folder, environment, await readOptional(folder, 'poetry.toml', fileSystem))) {
    const made = (await fileSystem.list(place))
      .map((entry) => entry.name)
      .filter((entry) => entry === stem || entry.startsWith(`${stem}-py`));
    const minor = (entry: string): number => Number(/-py\d+\.(\d+)$/.exec(entry)?.[1] ?? 0);
    for (const entry of made.toSorted((a, b) => minor(b) - minor(a))) yield joinPath(place, entry);
  }
}

function poetryPlaces(folder: string, environment: Variables, configuration: string | undefined): readonly string[] {
  const [configured] = configuration === undefined ? [] : (readIniValue(configuration, 'virtualenvs', 'path') ?? []);
  const own = environment['POETRY_VIRTUALENVS_PATH'] ?? configured;
  if (own !== undefined) return [isAbsolutePath(own) ? own : joinPath(folder, own)];
  const { POETRY_CACHE_DIR: cache, XDG_CACHE_HOME: xdg, LOCALAPPDATA: windows } = environment;
  const home = homeOf(environment);
  return [
    ...(cache === undefined ? [] : [joinPath(cache, 'virtualenvs')]),
    ...(xdg === undefined ? [] : [joinPath(xdg, 'pypoetry', 'virtualenvs')]),
    ...(windows === undefined ? [] : [joinPath(windows, 'pypoetry', 'Cache', 'virtualenvs')]),
    ...(home === undefined
      ? []
      : [joinPath(home, '.cache', 'pypoetry', 'virtualenvs'), joinPath(home, 'Library', 'Caches', 'pypoetry', 'virtualenvs')]),
  ];
}

/**
 * The virtual environment of a pipenv project outside of it: `<folder's name>-<hash of the Pipfile's path>`.
 * Source: pipenv, `Project.virtualenv_name`.
 */
export async function* pipenvFolders(folder: string, fileSystem: FileSystem, environment: Variables): AsyncGenerator<string> {
  const pipfile = joinPath(folder, 'Pipfile');
  if ((await fileSystem.stat(pipfile))?.kind !== 'file') return;
  const name =
    environment['PIPENV_CUSTOM_VENV_NAME'] ??
    `${basename(folder)
      .replace(/[ &$`!*@"()[\]\\\r\n\t]/g, '_')
      .slice(0, 42)}-${await shortHash(pipfile)}`;
  const { WORKON_HOME: workon, XDG_DATA_HOME: xdg } = environment;
  const home = homeOf(environment);
  if (workon !== undefined) yield joinPath(workon, name);
  if (xdg !== undefined) yield joinPath(xdg, 'virtualenvs', name);
  if (home !== undefined) {
    yield joinPath(home, '.local', 'share', 'virtualenvs', name);
    yield joinPath(home, '.virtualenvs', name);
  }
}

function homeOf({ HOME: home, USERPROFILE: profile }: Variables): string | undefined {
  return home ?? profile;
}

/** As `os.path.normcase`. */
function normalCase(path: string): string {
  return isWindowsPath(path) ? path.toLowerCase() : path;
}

/** The first eight signs of SHA-256 in base64 for URLs: how both tools tell projects of one name apart. */
async function shortHash(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...digest.subarray(0, 6)))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}
