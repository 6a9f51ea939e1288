import { readdir, rm } from 'node:fs/promises';
import module from 'node:module';
import { join } from 'node:path';
import type { Logger } from '../core/ports.ts';

type WithCompileCache = { enableCompileCache?: (folder: string) => { readonly message?: string } };

/**
 * Keeps what V8 makes of the code that is loaded from here on in `<folder>/<version>`, so that the next start need not compile
 * it again: TypeScript's parser alone costs more than reading a usual report. Other versions' folders are removed. Where
 * Node has no such cache (before 22.1) or the folder cannot be used, everything works as without it.
 */
export async function keepCompiledCode(folder: string, version: string, logger: Logger): Promise<void> {
  const { enableCompileCache } = module as WithCompileCache;
  if (enableCompileCache === undefined) return;
  const { message } = enableCompileCache(join(folder, version));
  if (message !== undefined) logger.debug(`Compiled code is not kept: ${message}`);
  try {
    const others = (await readdir(folder)).filter((name) => name !== version);
    await Promise.all(others.map((name) => rm(join(folder, name), { recursive: true, force: true })));
  } catch (error) {
    logger.debug(`Old compiled code in ${folder} was not removed: ${String(error)}`);
  }
}
