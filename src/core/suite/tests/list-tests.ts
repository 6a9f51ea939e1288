import type { FileCoverage } from '../../coverage/coverage-map.ts';
import { isInside } from '../../paths.ts';
import type { Suite } from '../framework.ts';
import type { FoundTest } from './found-test.ts';
import { findHelpers } from './find-helpers.ts';
import { relatedTests, type RelatedPorts, type RelatedTest, type Relation } from './related-tests.ts';
import type { TestHelper } from './test-helper.ts';
import { listTestFiles } from './test-inventory.ts';
import { readTestStyle, type TestStyle, type TestText } from './test-style.ts';

/** A test file with what stands in it. */
export interface ListedTestFile {
  /** Absolute. */
  readonly file: string;
  /** What it has to do with the source that was asked for, the strongest first; absent when none was. */
  readonly relations?: readonly Relation[];
  readonly tests: readonly FoundTest[];
  /** What is around them: fixtures, hooks, helper modules; only of a single file that was asked for. */
  readonly helpers?: readonly TestHelper[];
}

/** The tests of a suite, and how they are written. */
export interface ListedTests {
  readonly files: readonly ListedTestFile[];
  readonly style: TestStyle;
}

/** Test files that are read to see how a project writes its tests. */
const styleSample = 12;

/** What the tests of a suite are asked for. Paths are absolute. */
export interface TestQuestion {
  /** A folder: its test files. A test file: itself. Any other file: the test files that have to do with it. */
  readonly near: string;
  readonly isFolder: boolean;
  /** Of the coverage of `near`, where it knows which test ran which line. */
  readonly contexts?: FileCoverage['contexts'];
}

/** The test files of a suite that a question means, with their tests. */
export async function listTests(suite: Suite, question: TestQuestion, ports: RelatedPorts): Promise<ListedTests> {
  const files: ListedTestFile[] = [];
  const sample: TestText[] = [];
  for (const { file, relations } of await meantFiles(suite, question, ports)) {
    const text = await ports.fileSystem.readText(file);
    if (sample.length < styleSample) sample.push({ path: file, text });
    files.push({
      file,
      tests: await ports.finder.find(file, text, suite.framework.id),
      ...(relations === undefined ? {} : { relations }),
      ...(file === question.near ? { helpers: await findHelpers(suite, file, ports) } : {}),
    });
  }
  return { files, style: await readTestStyle(suite, sample, ports.finder) };
}

async function meantFiles(
  suite: Suite,
  { near, isFolder, contexts }: TestQuestion,
  ports: RelatedPorts,
): Promise<readonly { readonly file: string; readonly relations?: readonly Relation[] }[]> {
  if (!isFolder && suite.framework.isTestFile(suite.project, near)) return [{ file: near }];
  const inventory = await listTestFiles(suite, ports.fileSystem);
  if (isFolder) return inventory.tests.filter((file) => isInside(near, file)).map((file) => ({ file }));
  return relatedTests(suite, near, inventory, ports, contexts);
}

/** The test files to run for a source: all that surely have to do with it; where there are none, those that may have. */
export async function testFilesFor(suite: Suite, question: TestQuestion, ports: RelatedPorts): Promise<readonly string[]> {
  if (suite.framework.isTestFile(suite.project, question.near)) return [question.near];
  const related = await relatedTests(suite, question.near, await listTestFiles(suite, ports.fileSystem), ports, question.contexts);
  const sure = related.filter(isSure);
  return (sure.length > 0 ? sure : related).map(({ file }) => file);
}

function isSure({ relations: [strongest] }: RelatedTest): boolean {
  switch (strongest?.kind) {
    case 'covers':
    case 'same-file':
    case 'name':
      return true;
    case 'imports':
      return strongest.through === undefined;
    case 'same-package':
    case undefined:
      return false;
  }
}
