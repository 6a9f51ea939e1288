import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Scratch } from '../core/ports.ts';
import { currentOwner, isOwnerAlive, readOwner } from './owner.ts';

const prefix = 'branchlight-scratch-';
const ownerFile = 'owner.json';

/**
 * Scratch directories below `parent` (the system's temporary folder), one tree a process. Trees of processes that are
 * gone are swept first.
 */
export async function createScratch(parent: string): Promise<Scratch> {
  await mkdir(parent, { recursive: true });
  const base = await realpath(parent);
  await sweep(base);
  const root = await mkdtemp(join(base, prefix));
  await writeFile(join(root, ownerFile), JSON.stringify(await currentOwner()));
  let count = 0;
  return {
    async create(purpose) {
      count += 1;
      const path = join(root, `${count}-${purpose.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 40)}`);
      await mkdir(path, { recursive: true });
      return path;
    },
    async dispose() {
      await rm(root, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
    },
  };
}

async function sweep(base: string): Promise<void> {
  for (const name of await readdir(base)) {
    if (!name.startsWith(prefix)) continue;
    const path = join(base, name);
    const owner = await readOwner(() => readFile(join(path, ownerFile), 'utf8'));
    // One without an owner is being made right now, or belongs to another user.
    if (owner === undefined || (await isOwnerAlive(owner))) continue;
    await rm(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
  }
}
