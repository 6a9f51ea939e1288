import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. Absolute. */
export const repositoryRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Everything that tests fetch or leave behind: browsers, a VS Code, bundles, screenshots of failures. Ignored by git, safe to delete. */
export const cacheFolder = join(repositoryRoot, '.vscode-test');
