import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, type Dirent } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { repositoryRoot } from './cache-folder.ts';

/** A project of a user in a scratch folder. */
export interface Project {
  readonly root: string;
  write(path: string, text: string): Promise<void>;
  read(path: string): Promise<string>;
  exists(path: string): boolean;
  /** Runs its suite with coverage by the real test runner. @throws Error with what the runner printed */
  measure(): void;
  /** Every file of it (without `node_modules`, the coverage report and caches) with its text: equal before and after means nothing was left behind. */
  snapshot(): Promise<Readonly<Record<string, string>>>;
  remove(): Promise<void>;
}

const notTheUsers = /^(node_modules|coverage|\.vite)(\/|$)/;

/** An empty project, or a copy of `test/fixtures/projects/<name>`, that finds the repository's own Vitest and TypeScript. */
export async function makeProject(fixture?: string): Promise<Project> {
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'branchlight-project-')));
  const root = join(scratch, fixture ?? 'shop');
  await mkdir(root);
  if (fixture !== undefined) {
    const from = join(repositoryRoot, 'test/fixtures/projects', fixture);
    cpSync(from, root, { recursive: true, filter: (path) => !notTheUsers.test(relative(from, path)) });
  }
  await symlink(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'), 'junction');
  return {
    root,
    write: async (path, text) => {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    },
    read: (path) => readFile(join(root, path), 'utf8'),
    exists: (path) => existsSync(join(root, path)),
    measure: () => {
      const vitest = join(repositoryRoot, 'node_modules/vitest/vitest.mjs');
      const run = spawnSync(process.execPath, [vitest, 'run', '--coverage', '--no-color'], { cwd: root, encoding: 'utf8' });
      if (run.status !== 0) throw new Error(`The project's own suite failed:\n${run.stdout}${run.stderr}`);
    },
    snapshot: async () => {
      const files: Record<string, string> = {};
      for (const entry of await everyEntry(root)) {
        const path = relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/');
        if (!entry.isFile() || notTheUsers.test(path)) continue;
        const text = await textIfThere(join(root, path));
        if (text !== undefined) files[path] = text;
      }
      return files;
    },
    remove: () => rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}

/** Everything below a folder. A folder that goes away while it is listed breaks the listing off: then it is made again. */
async function everyEntry(root: string): Promise<readonly Dirent[]> {
  for (;;) {
    try {
      return await readdir(root, { recursive: true, withFileTypes: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || !existsSync(root)) throw error;
    }
  }
}

/** Text of a file, unless it went away since its folder was listed. */
async function textIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
}
