import { basename, dirname, extname, join, sep } from 'node:path';
import type { FileSystem } from '../../../ports.ts';
import { frameworkOf } from '../../../suite/frameworks/frameworks.ts';
import type { GenerationRequest } from '../../generator.ts';
import { isOwnFile, isTestFile, moduleName, ownFilesBelow } from './project-paths.ts';

const searched = 400;
const shownCharacters = 4000;

export interface FoundText {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** The existing test that is nearest to the unit: one named like it, else one that imports it, else a neighbour. Cut to 4,000 characters at a line. */
export async function findExample(request: GenerationRequest, fileSystem: FileSystem): Promise<FoundText | undefined> {
  const { project, file, testFile } = request;
  const framework = frameworkOf(project.framework);
  const sameKind = (path: string): boolean =>
    (isTestFile(path) || framework.isTestFile(project, path)) &&
    moduleName(path) !== 'conftest' &&
    path !== testFile &&
    path !== file &&
    (extname(path) === '.py') === (project.language === 'python') &&
    !/\.generated\.|_generated/.test(basename(path));
  const near = [dirname(file), join(dirname(file), '__tests__'), dirname(testFile)].filter((folder) =>
    isOwnFile(project.root, join(folder, 'x')),
  );
  const listed = new Set<string>();
  for (const folder of new Set(near)) {
    for (const entry of await fileSystem.list(folder)) if (entry.kind === 'file') listed.add(join(folder, entry.name));
  }
  for (const path of await ownFilesBelow(project.root, project.root, searched, fileSystem)) listed.add(path);
  const tests = [...listed].filter((path) => sameKind(path) && isOwnFile(project.root, path));
  const named = tests.find((path) => moduleName(path) === moduleName(file));
  if (named !== undefined) return read(named, fileSystem);
  const wanted = project.language === 'python' ? request.importSpecifier : moduleName(file);
  for (const path of tests.slice(0, 60)) {
    const text = await fileSystem.readText(path);
    if (importsModule(text, wanted, project.language === 'python')) return { path, text: cut(text) };
  }
  const neighbour = tests.toSorted((a, b) => sharedFolders(b, file) - sharedFolders(a, file))[0];
  return neighbour === undefined ? undefined : read(neighbour, fileSystem);
}

function importsModule(text: string, name: string, python: boolean): boolean {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return (
    python
      ? new RegExp(String.raw`^\s*(from|import)\s+${escaped}\b`, 'm')
      : new RegExp(String.raw`(from|require\()\s*['"][^'"]*\b${escaped}(\.\w+)?['"]`)
  ).test(text);
}

function sharedFolders(a: string, b: string): number {
  const [left, right] = [a.split(sep), b.split(sep)];
  let shared = 0;
  while (left[shared] === right[shared] && shared < left.length) shared += 1;
  return shared;
}

async function read(path: string, fileSystem: FileSystem): Promise<FoundText> {
  return { path, text: cut(await fileSystem.readText(path)) };
}

function cut(text: string): string {
  if (text.length <= shownCharacters) return text;
  const end = text.lastIndexOf('\n', shownCharacters);
  return `${text.slice(0, end > 0 ? end : shownCharacters)}\n…`;
}
