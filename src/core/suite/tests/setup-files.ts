import type { FileSystem } from '../../ports.ts';
import { isAbsolutePath, isInside, joinPath } from '../../paths.ts';
import type { Project } from '../framework.ts';
import { optionValues } from '../frameworks/mocha/mocha-arguments.ts';

/** Options that name files which run before tests do: of Node, Mocha and Jest. */
const options = ['--require', '-r', '--import', '--file', '--setupFiles', '--setupFilesAfterEnv', '--globalSetup'];
/** Facts that hold words of command lines. */
const commandLines = ['arguments', 'options', 'nodeArguments'];
const endings = ['', '.js', '.cjs', '.mjs', '.ts', '.cts', '.mts', '/index.js', '/index.ts'];

/** The project's own files that its command lines load before the tests, in their order. Absolute. */
export async function setupFiles(project: Project, fileSystem: FileSystem): Promise<readonly string[]> {
  const words = [...commandLines.flatMap((fact) => project.facts?.[fact] ?? []), ...(project.addedArguments ?? [])];
  const found = new Set<string>();
  for (const named of optionValues(words, ...options)) {
    const written = named.replace(/^<rootDir>\/?/, './');
    const path = isAbsolutePath(written) ? written : joinPath(project.root, written);
    if (!isInside(project.root, path) || /[\\/]node_modules[\\/]/.test(path)) continue;
    for (const ending of endings) {
      if ((await fileSystem.stat(path + ending))?.kind !== 'file') continue;
      found.add(path + ending);
      break;
    }
  }
  return [...found];
}
