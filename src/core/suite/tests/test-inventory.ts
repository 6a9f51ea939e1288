import { findReports } from '../../coverage/find-reports.ts';
import type { FileSystem } from '../../ports.ts';
import { extension } from '../../paths.ts';
import type { Suite } from '../framework.ts';

/** The files of a project, walked once. */
export interface TestInventory {
  /** Absolute paths of files with tests, sorted. */
  readonly tests: readonly string[];
  /** Absolute paths of all source files, tests among them. */
  readonly sources: readonly string[];
  /** Absolute paths of package.json and tsconfig files, which say where imports lead. */
  readonly manifests: readonly string[];
  /** The walk stopped at its limit; some files were not seen. */
  readonly incomplete: boolean;
}

const manifests = ['**/package.json', '**/tsconfig*.json', '**/jsconfig.json'];
/** Files that frameworks count to the tests but that hold none. */
const noTests = /(?:^|[\\/])(?:conftest\.py|__mocks__[\\/].*|.*\.d\.[cm]?ts|(?:setup|global)[-.]?(?:tests?|setup|teardown)?\.[cm]?[jt]s)$/i;

/**
 * Walks below the project's root. Dependencies, caches and build folders are not entered. In Rust tests stand in the sources
 * themselves, so those are read.
 */
export async function listTestFiles(suite: Suite, fileSystem: FileSystem, signal?: AbortSignal): Promise<TestInventory> {
  const walk = await findReports(fileSystem, suite.project.root, manifests, signal);
  const tests: string[] = [];
  for (const path of walk.sources) {
    if (noTests.test(path)) continue;
    if (suite.framework.isTestFile(suite.project, path) || (await hasRustTests(path, suite, fileSystem))) tests.push(path);
  }
  return { tests: tests.toSorted(), sources: walk.sources, manifests: walk.reports, incomplete: walk.incomplete };
}

async function hasRustTests(path: string, suite: Suite, fileSystem: FileSystem): Promise<boolean> {
  if (suite.project.language !== 'rust' || extension(path) !== '.rs' || /[\\/]target[\\/]/.test(path)) return false;
  return /#\[\s*(?:(?:\w+::)*test\b|rstest\b|test_case\b)/.test(await fileSystem.readText(path));
}
