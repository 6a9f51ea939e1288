import type { Habits, Project } from '../../framework.ts';
import { compileGlob } from '../../../glob.ts';
import { basename, dirname, extension, isInside, joinPath, relativePath } from '../../../paths.ts';

/** What Vitest itself looks for when a project says nothing. */
const defaultInclude = ['**/*.{test,spec}.?(c|m)[jt]s?(x)'];

/** Conventions of a project of which nothing was read. */
export function defaultHabits(project: Project): Habits {
  return {
    testFolder: joinPath(project.root, 'tests', 'generated'),
    testWord: 'test',
    include: [],
    importExtension: 'none',
    quote: "'",
    semicolons: true,
    sourceRoots: [],
    caches: [],
  };
}

/**
 * Where a new test file for `file` goes: the folder of generated tests, mirroring the sources, or the first usual
 * place that the project's `include` finds. A number keeps it apart from what exists.
 */
export async function placeVitestFile(project: Project, file: string, taken: (path: string) => Promise<boolean>): Promise<string> {
  const habits = project.habits ?? defaultHabits(project);
  const stem = basename(file).slice(0, -extension(file).length || undefined);
  const ending = testExtension(file);
  const mirrored = mirror(project.root, file);
  const words = habits.testWord === 'spec' ? ['spec', 'test'] : ['test', 'spec'];
  const folders = [
    joinPath(habits.testFolder, ...mirrored),
    joinPath(dirname(file), '__tests__', 'generated'),
    joinPath(dirname(file), '__tests__'),
    joinPath(dirname(file), 'generated'),
    dirname(file),
  ];
  const include = (habits.include.length === 0 ? defaultInclude : habits.include).map((glob) => compileGlob(glob, 'vitest'));
  const places = folders.flatMap((folder) => words.map((word) => ({ folder, word })));
  const fits = places.find(({ folder, word }) => {
    const relative = relativePath(project.root, joinPath(folder, `${stem}.${word}${ending}`));
    return include.some((matches) => matches(relative));
  });
  const { folder, word } = fits ?? { folder: joinPath(habits.testFolder, ...mirrored), word: habits.testWord };
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? `${stem}.${word}${ending}` : `${stem}.${number}.${word}${ending}`;
    const path = joinPath(folder, name);
    if (!(await taken(path))) return path;
  }
}

/** The folders of `file` below the project, without the one that holds all sources. */
function mirror(root: string, file: string): readonly string[] {
  if (!isInside(root, file)) return [];
  const folders = relativePath(root, dirname(file)).split('/').filter(Boolean);
  return folders[0] === 'src' || folders[0] === 'lib' ? folders.slice(1) : folders;
}

function testExtension(file: string): string {
  switch (extension(file)) {
    case '.tsx':
    case '.jsx':
    case '.mjs':
    case '.js':
      return extension(file);
    case '.cjs':
      return '.js';
    default:
      return '.ts';
  }
}

/** A relative specifier in the way that the project writes its own. */
export function vitestSpecifier(project: Project, testFile: string, file: string): string {
  const { importExtension } = project.habits ?? defaultHabits(project);
  const relative = relativePath(dirname(testFile), file);
  const path = relative.startsWith('.') ? relative : `./${relative}`;
  const ending = extension(file);
  const bare = path.slice(0, path.length - ending.length);
  switch (importExtension) {
    case 'source':
      return path;
    case 'js':
      return bare + ending.replace(/^\.([cm]?)[jt]sx?$/, '.$1js');
    case 'none':
      // Vite tries .mjs, .js, .mts, .ts, .jsx, .tsx; the others need their ending.
      return ending === '.cts' || ending === '.cjs' ? path : bare;
  }
}
