import type { CoverageSession } from '../core/coverage/session.ts';
import { AppError } from '../core/errors.ts';
import type { FileSystem } from '../core/ports.ts';
import type { FrameworkId } from '../core/suite/framework.ts';
import { suiteName } from '../core/suite/suite-report.ts';
import { listTests, testFilesFor, type ListedTests, type TestQuestion } from '../core/suite/tests/list-tests.ts';
import type { RelatedPorts } from '../core/suite/tests/related-tests.ts';
import type { TestFinder } from '../core/suite/tests/test-finder.ts';
import type { Suites } from './suites.ts';

/** Tests of one suite, as they stand in the code. */
export interface SuiteTests extends ListedTests {
  readonly framework: FrameworkId;
  /** `Jest 30.2.0`. */
  readonly name: string;
  /** Absolute folder of the project. */
  readonly root: string;
}

/** The tests of a workspace folder as its code has them. Paths are absolute. */
export interface ProjectTests {
  /** The tests of a folder or test file, or those that have to do with a source file. @throws AppError `suite/not-found` */
  near(path: string): Promise<readonly SuiteTests[]>;
  /** The test files to run for a file; undefined for a folder or nothing: whole suites are meant. @throws AppError `suite/not-found`, `suite/no-related-tests` */
  filesAt(path: string | undefined): Promise<readonly string[] | undefined>;
}

export function createProjectTests(options: {
  readonly suites: Suites;
  readonly session: CoverageSession;
  readonly fileSystem: FileSystem;
  readonly finder: TestFinder;
  /** How a path is named to a person. */
  readonly shown: (path: string) => string;
}): ProjectTests {
  const { suites, session, fileSystem, finder } = options;
  const ports: RelatedPorts = { fileSystem, finder };

  async function question(near: string): Promise<TestQuestion> {
    if ((await fileSystem.stat(near))?.kind === 'directory') return { near, isFolder: true };
    const contexts = (await session.file(near))?.coverage.contexts;
    return { near, isFolder: false, ...(contexts === undefined ? {} : { contexts }) };
  }

  return {
    async near(path) {
      const asked = await question(path);
      const found: SuiteTests[] = [];
      for (const suite of await suites.near(path)) {
        const { project, framework } = suite;
        found.push({ framework: framework.id, name: suiteName(suite), root: project.root, ...(await listTests(suite, asked, ports)) });
      }
      return found;
    },
    async filesAt(path) {
      if (path === undefined) return undefined;
      const asked = await question(path);
      if (asked.isFolder) return undefined;
      const files = await testFilesFor(await suites.of(path), asked, ports);
      if (files.length > 0) return files;
      throw new AppError('suite/no-related-tests', `No test was found that has to do with ${options.shown(path)}.`, {
        hint: 'No test file imports it or is named after it: run the whole suite, or write a first test for it.',
      });
    },
  };
}
