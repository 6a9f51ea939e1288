/**
 * Loaded with --require into every Node process and worker thread of a confined run. The first process is the test
 * runner and starts its workers; everything below it runs code that nobody has judged yet and may neither write outside
 * the allowed folders, nor start programs, nor open connections. What is refused throws, and is also written down,
 * because a test could swallow the error.
 */
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { installGuard } from './install-guard.ts';

const rules = process.env['BRANCHLIGHT_GUARD'];
const inner = !isMainThread || process.env['BRANCHLIGHT_GUARD_INNER'] === '1';
if (rules !== undefined) {
  if (inner) {
    guardThisProcess(rules);
  } else {
    process.env['BRANCHLIGHT_GUARD_INNER'] = '1';
    // A runner that runs tests in its first process, without workers: our reporter in it knows, and calls this before the first test.
    Object.defineProperty(process, Symbol.for('branchlight.guard'), { value: () => guardThisProcess(rules) });
  }
}

function guardThisProcess(given: string): void {
  const { writable, log } = JSON.parse(given) as { writable: string[]; log?: string };
  installGuard({
    require: createRequire(join(process.cwd(), 'guard.cjs')),
    mayWrite: allow(writable),
    log,
    syncExports: syncBuiltinESMExports,
  });
}

function allow(writable: readonly string[]): (path: unknown) => boolean {
  const places = writable.flatMap((place) => [resolve(place), real(resolve(place))]);
  places.push('/dev/null', '/dev/stdout', '/dev/stderr', '/dev/tty');
  return (path) => {
    const text =
      typeof path === 'string' ? path : path instanceof URL ? fileURLToPath(path) : Buffer.isBuffer(path) ? path.toString() : undefined;
    if (text === undefined) return false;
    const target = real(resolve(text));
    return places.some((place) => target === place || target.startsWith(place + sep));
  };
}

/** Follows links as far as the path exists, so that a link out of an allowed folder does not help. */
function real(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(real(parent), basename(path));
  }
}
