import { compileGlob } from '../../../glob.ts';
import { extension, isInside, relativePath, toPosix } from '../../../paths.ts';
import type { Project } from '../../framework.ts';
import { isUsualTestFile } from '../javascript/source-files.ts';
import { listOf } from './mocha-command.ts';

/** What Mocha runs when nothing is said. Source: `lib/mocharc.json`. */
const defaultSpec = './test';

/** The files, folders and globs of a project's tests, relative to its root, without `./`. */
export function specsOf(project: Project): readonly string[] {
  const specs = listOf(project, 'specs');
  return (specs.length === 0 ? [defaultSpec] : specs).map((spec) => toPosix(spec).replace(/^\.\//, '').replace(/\/$/, ''));
}

/** Folders that hold a project's tests, relative to its root, as its specs name them. */
export function specFolders(project: Project): readonly string[] {
  const folders = specsOf(project).map((spec) => {
    if (isGlob(spec)) return spec.split('/').slice(0, spec.split('/').findIndex(isGlob)).join('/');
    return extension(spec) === '' ? spec : spec.split('/').slice(0, -1).join('/');
  });
  return [...new Set(folders)].filter((folder) => folder !== '' && folder !== '.');
}

/** Whether Mocha would run a file at this absolute path when it runs the whole suite. */
export function isRunByMocha(project: Project): (path: string) => boolean {
  const endings = listOf(project, 'extensions').map((ending) => `.${ending}`);
  const below = project.facts?.['recursive'] === 'yes' ? '**/*' : '*';
  const matchers = specsOf(project).map((spec) => {
    if (isGlob(spec)) return compileGlob(spec, 'vitest');
    const inFolder = compileGlob(`${spec}/${below}`, 'vitest');
    return (path: string) => path === spec || (inFolder(path) && endings.some((ending) => path.endsWith(ending)));
  });
  return (path) => matchers.some((matches) => matches(relativePath(project.root, path)));
}

function isGlob(text: string): boolean {
  return /[*?{[(!+@]/.test(text);
}

/** What is named as a test, what the project's specs find, and what lies in a folder of tests. */
export function isMochaTest(project: Project, file: string): boolean {
  if (isUsualTestFile(file)) return true;
  if (!isInside(project.root, file)) return false;
  return /^(?:tests?|specs?|e2e)\//.test(relativePath(project.root, file)) || isRunByMocha(project)(file);
}
