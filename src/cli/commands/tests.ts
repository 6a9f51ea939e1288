import { resolve } from 'node:path';
import type { Engine } from '../../node/engine.ts';
import type { SuiteTests } from '../../node/project-tests.ts';

/** The tests of the workspace, of folders and test files, or those that have to do with source files. */
export async function tests(engine: Engine, paths: readonly string[], cwd: string): Promise<readonly SuiteTests[]> {
  const listed: SuiteTests[] = [];
  for (const path of paths.length === 0 ? [engine.root] : paths.map((given) => resolve(cwd, given)))
    listed.push(...(await engine.tests(path)));
  return listed;
}
