import { dirname, join } from 'node:path';
import type { FileSystem } from '../../../ports.ts';
import { conftestFiles, isNamedHelper } from '../../../suite/tests/helper-files.ts';
import type { GenerationRequest } from '../../generator.ts';
import type { FoundText } from './find-example.ts';
import { isOwnFile } from './project-paths.ts';

const largest = 6000;

/**
 * What tests at this place get without importing it, or commonly import: for pytest the `conftest.py` of each folder from the
 * test up to the project's root; in JavaScript small files named like helpers or fixtures beside the test.
 */
export async function findFixtures(request: GenerationRequest, fileSystem: FileSystem): Promise<FoundText[]> {
  const { root, language } = request.project;
  const found: FoundText[] = [];
  const take = async (path: string): Promise<void> => {
    const stat = await fileSystem.stat(path);
    if (stat?.kind === 'file' && stat.size > 0 && stat.size <= largest) found.push({ path, text: await fileSystem.readText(path) });
  };
  if (language === 'python') {
    for (const path of await conftestFiles(root, request.testFile, fileSystem)) await take(path);
    return found.toReversed();
  }
  const folders = new Set(
    [dirname(request.testFile), dirname(dirname(request.testFile))].filter((folder) => isOwnFile(root, join(folder, 'x'))),
  );
  for (const folder of folders) {
    for (const { name, kind } of await fileSystem.list(folder)) {
      if (kind === 'file' && isNamedHelper(name)) await take(join(folder, name));
      if (found.length === 3) return found;
    }
  }
  return found;
}
