import type { FileSystem } from '../../../ports.ts';
import { dirname, isInside, joinPath, relativePath } from '../../../paths.ts';
import { matchesPattern } from './place-unittest.ts';

/** How unittest finds the tests of a project: options of `python -m unittest discover`. */
export interface Discovery {
  /** Relative to the root. */
  readonly startDirectory: string;
  readonly pattern: string;
  readonly topLevelDirectory?: string;
  /** Absolute folder of the project's own tests, where discovery also finds new ones. */
  readonly testFolder: string;
}

/**
 * What the project's own task says (`words`: what stands behind `-m unittest` in it), else where discovery finds test files: from the
 * root through packages, as `python -m unittest` does, or from a folder of tests that is none.
 */
export async function findDiscovery(root: string, words: readonly string[], fileSystem: FileSystem): Promise<Discovery> {
  const told = readWords(words);
  const pattern = told.pattern ?? 'test*.py';
  const top = told.topLevelDirectory === undefined ? {} : { topLevelDirectory: told.topLevelDirectory };
  if (told.startDirectory !== undefined) {
    const start = joinPath(root, told.startDirectory);
    return {
      startDirectory: told.startDirectory,
      pattern,
      ...top,
      testFolder: (await folderWithTests(start, pattern, fileSystem)) ?? start,
    };
  }
  const found = await folderWithTests(root, pattern, fileSystem);
  if (found !== undefined) return { startDirectory: '.', pattern, ...top, testFolder: found };
  for (const name of ['tests', 'test', 'src/tests', 'src/test', 'src']) {
    const folder = await folderWithTests(joinPath(root, name), pattern, fileSystem);
    if (folder !== undefined) return { startDirectory: name, pattern, ...top, testFolder: folder };
  }
  const isFolder = async (name: string): Promise<boolean> => (await fileSystem.stat(joinPath(root, name)))?.kind === 'directory';
  const start = !(await isFolder('tests')) && (await isFolder('test')) ? 'test' : 'tests';
  return { startDirectory: start, pattern, ...top, testFolder: joinPath(root, start) };
}

/** For a file of a Django application: the package `tests` beside it or above it within the project, else its own folder. */
export async function djangoTestFolder(root: string, file: string, fileSystem: FileSystem): Promise<string> {
  for (let folder = dirname(file); isInside(root, folder); folder = dirname(folder)) {
    if ((await fileSystem.stat(joinPath(folder, 'tests', '__init__.py')))?.kind === 'file') return joinPath(folder, 'tests');
  }
  return relativePath(root, dirname(file)) === '' ? root : dirname(file);
}

/** The shallowest folder with test files that discovery reaches from `start`: it enters packages only. */
async function folderWithTests(start: string, pattern: string, fileSystem: FileSystem): Promise<string | undefined> {
  const queue = [start];
  for (let seen = 0; queue.length > 0 && seen < 200; seen += 1) {
    const folder = queue.shift() ?? start;
    const entries = await fileSystem.list(folder);
    if (folder !== start && !entries.some(({ name }) => name === '__init__.py')) continue;
    if (entries.some(({ name, kind }) => kind === 'file' && matchesPattern(pattern, name))) return folder;
    for (const { name, kind } of entries) if (kind === 'directory' && /^[A-Za-z]\w*$/.test(name)) queue.push(joinPath(folder, name));
  }
  return undefined;
}

function readWords(words: readonly string[]): { startDirectory?: string; pattern?: string; topLevelDirectory?: string } {
  if (words[0] !== 'discover' && !words.some((word) => /^(-[spt]|--(start-directory|pattern|top-level-directory))/.test(word))) return {};
  const read: { startDirectory?: string; pattern?: string; topLevelDirectory?: string } = {};
  const positions = ['startDirectory', 'pattern', 'topLevelDirectory'] as const;
  const options = { s: 'startDirectory', p: 'pattern', t: 'topLevelDirectory' } as const;
  let position = 0;
  for (let at = words[0] === 'discover' ? 1 : 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const [, sign, joined] = /^--?(s|p|t)(?:tart-directory|attern|op-level-directory)?(?:=(.+))?$/.exec(word) ?? [];
    if (sign !== undefined) {
      const value = joined ?? words[(at += 1)];
      if (value !== undefined) read[options[sign as 's' | 'p' | 't']] = value;
    } else if (/^-[kW]$/.test(word)) at += 1;
    else if (!word.startsWith('-')) {
      const name = positions[position];
      position += 1;
      if (name !== undefined) read[name] = word;
    }
  }
  return read;
}
