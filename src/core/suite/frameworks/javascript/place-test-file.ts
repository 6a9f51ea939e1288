import type { Habits, Project } from '../../framework.ts';
import { basename, dirname, extension, isInside, joinPath, relativePath } from '../../../paths.ts';

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

/** What a runner says of the names of its test files. */
export interface TestNaming {
  /** Whether the runner would run a file at this absolute path. */
  readonly finds: (path: string) => boolean;
  /** Ending of a test of a source file with this ending; absent: what TypeScript and JavaScript tests are usually called. */
  readonly endingFor?: (ending: string) => string;
  /** Names to try for a stem, without ending, the best first; `words` are the project's own and the other one. Absent: `price.test`, `price.spec`. */
  readonly names?: (words: readonly ('test' | 'spec')[]) => readonly ((stem: string) => string)[];
}

/**
 * Where a new test file for `file` goes: the folder of generated tests, mirroring the sources, or the first usual
 * place that the runner finds. A number keeps it apart from what exists.
 */
export async function placeTestFile(
  project: Project,
  file: string,
  taken: (path: string) => Promise<boolean>,
  naming: TestNaming,
): Promise<string> {
  const habits = project.habits ?? defaultHabits(project);
  const stem = basename(file).slice(0, -extension(file).length || undefined);
  const ending = (naming.endingFor ?? testEnding)(extension(file));
  const mirrored = mirror(project.root, file);
  const words: readonly ('test' | 'spec')[] = habits.testWord === 'spec' ? ['spec', 'test'] : ['test', 'spec'];
  const names = naming.names?.(words) ?? words.map((word) => (named: string) => `${named}.${word}`);
  const folders = [
    joinPath(habits.testFolder, ...mirrored),
    joinPath(dirname(file), '__tests__', 'generated'),
    joinPath(dirname(file), '__tests__'),
    joinPath(dirname(file), 'generated'),
    dirname(file),
  ];
  const places = folders.flatMap((folder) =>
    names.map((name) => (number: number) => joinPath(folder, `${name(number === 1 ? stem : `${stem}.${number}`)}${ending}`)),
  );
  const pathOf = places.find((one) => naming.finds(one(1))) ?? places[0];
  if (pathOf === undefined) throw new Error('No name for a test file');
  for (let number = 1; ; number += 1) {
    const path = pathOf(number);
    if (!(await taken(path))) return path;
  }
}

/** The folders of `file` below the project, without the one that holds all sources. */
function mirror(root: string, file: string): readonly string[] {
  if (!isInside(root, file)) return [];
  const folders = relativePath(root, dirname(file)).split('/').filter(Boolean);
  return folders[0] === 'src' || folders[0] === 'lib' ? folders.slice(1) : folders;
}

function testEnding(ending: string): string {
  switch (ending) {
    case '.tsx':
    case '.jsx':
    case '.mjs':
    case '.js':
      return ending;
    case '.cjs':
      return '.js';
    default:
      return '.ts';
  }
}

/** A relative specifier in the way that the project writes its own. `unresolved`: endings that the runner finds only when they are written. */
export function relativeSpecifier(project: Project, testFile: string, file: string, unresolved: readonly string[]): string {
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
      return unresolved.includes(ending) ? path : bare;
  }
}
