import type { FileCoverage } from '../../coverage/coverage-map.ts';
import type { FileSystem } from '../../ports.ts';
import { basename, dirname, relativePath, toPosix } from '../../paths.ts';
import type { Suite } from '../framework.ts';
import { createImportResolver, type ImportResolver } from './import-resolver.ts';
import { isNamedAfter } from './names-of-a-pair.ts';
import type { TestFinder } from './test-finder.ts';
import type { TestInventory } from './test-inventory.ts';

/**
 * Why a test file has to do with a source. `covers`: a report says that its tests ran lines of it. `same-file`: the tests
 * stand in the source. `imports`: directly, or through another file of the project. `name`: it is named after it.
 * `same-package`: it lies in its package (Go), or names its class there (Java).
 */
export type Relation =
  | { readonly kind: 'covers'; readonly tests: readonly string[] }
  | { readonly kind: 'same-file' }
  | { readonly kind: 'imports'; readonly through?: string }
  | { readonly kind: 'name' }
  | { readonly kind: 'same-package' };

export interface RelatedTest {
  /** Absolute. */
  readonly file: string;
  /** The strongest first. */
  readonly relations: readonly Relation[];
}

export interface RelatedPorts {
  readonly fileSystem: FileSystem;
  readonly finder: TestFinder;
}

/** How much a relation says, in the order of certainty. */
function weight(relation: Relation): number {
  switch (relation.kind) {
    case 'covers':
      return 100;
    case 'same-file':
      return 90;
    case 'imports':
      return relation.through === undefined ? 80 : 30;
    case 'name':
      return 60;
    case 'same-package':
      return 20;
  }
}

/** How many files a chain of imports may lead through, and how many files are read for all chains. */
const deepest = 3;
const mostReads = 5000;

/**
 * The test files that have to do with a source, the surest first; of equals those that are nearer. `contexts` are those of
 * the source's coverage, where a report has them. Reads each test file at most once.
 */
export async function relatedTests(
  suite: Suite,
  source: string,
  inventory: TestInventory,
  ports: RelatedPorts,
  contexts?: FileCoverage['contexts'],
): Promise<readonly RelatedTest[]> {
  const resolve = await createImportResolver(suite, inventory, ports.fileSystem);
  const graph = createGraph(resolve, inventory, ports);
  const covering = testsIn(contexts, inventory, suite);
  const found: { readonly file: string; readonly relations: readonly Relation[] }[] = [];
  for (const file of inventory.tests) {
    const relations: Relation[] = [];
    const tests = covering.get(file);
    if (tests !== undefined) relations.push({ kind: 'covers', tests });
    if (file === source) relations.push({ kind: 'same-file' });
    else {
      const imported = await importsOf(file, source, graph);
      if (imported !== undefined) relations.push(imported);
      if (isNamedAfter(file, source) && sameLanguage(file, source)) relations.push({ kind: 'name' });
      if (await inSamePackage(suite, file, source, ports.fileSystem)) relations.push({ kind: 'same-package' });
    }
    if (relations.length > 0) found.push({ file, relations: relations.toSorted((a, b) => weight(b) - weight(a)) });
  }
  const score = ({ relations }: RelatedTest): number =>
    relations.reduce((sum, relation, index) => sum + weight(relation) / (index === 0 ? 1 : 10), 0);
  const distance = ({ file }: RelatedTest): number => relativePath(dirname(source), file).split('/').length;
  return found.toSorted((a, b) => score(b) - score(a) || distance(a) - distance(b) || (a.file < b.file ? -1 : 1));
}

interface Graph {
  readonly own: ReadonlySet<string>;
  /** Own files that a file imports; read once. */
  readonly targets: (file: string) => Promise<readonly string[]>;
}

function createGraph(resolve: ImportResolver, inventory: TestInventory, ports: RelatedPorts): Graph {
  const known = new Map<string, readonly string[]>();
  return {
    own: new Set(inventory.sources),
    async targets(file) {
      const before = known.get(file);
      if (before !== undefined) return before;
      if (known.size >= mostReads) return [];
      const text = await ports.fileSystem.readText(file);
      const imports = await ports.finder.imports(file, text);
      const targets = [...new Set(imports.flatMap((each) => resolve(file, each)))].filter((target) => target !== file);
      known.set(file, targets);
      return targets;
    },
  };
}

/** Breadth first, so that the shortest way is told. Tests are no way to a source. */
async function importsOf(file: string, source: string, graph: Graph): Promise<Relation | undefined> {
  const seen = new Set([file]);
  let level: readonly { readonly path: string; readonly through?: string }[] = [{ path: file }];
  for (let depth = 0; depth < deepest && level.length > 0; depth += 1) {
    const next: { readonly path: string; readonly through?: string }[] = [];
    for (const { path, through } of level) {
      for (const target of await graph.targets(path)) {
        const first = depth === 0 ? target : through;
        if (target === source) return { kind: 'imports', ...(depth === 0 || first === undefined ? {} : { through: first }) };
        if (seen.has(target)) continue;
        seen.add(target);
        next.push({ path: target, ...(first === undefined ? {} : { through: first }) });
      }
    }
    level = next;
  }
  return undefined;
}

async function inSamePackage(suite: Suite, test: string, source: string, fileSystem: FileSystem): Promise<boolean> {
  if (suite.project.language === 'go') return dirname(test) === dirname(source);
  if (suite.project.language !== 'java' || packageFolder(test) !== packageFolder(source)) return false;
  // Classes of one package see each other without an import.
  const name = basename(source).replace(/\.\w+$/, '');
  return new RegExp(`\\b${name}\\b`).test(await fileSystem.readText(test));
}

/** `shop/orders` of `src/main/java/shop/orders/Price.java`. */
function packageFolder(path: string): string {
  return toPosix(dirname(path)).replace(/^.*\/(?:java|kotlin|groovy|scala)\//, '');
}

function sameLanguage(test: string, source: string): boolean {
  const family = (path: string): string =>
    path
      .slice(path.lastIndexOf('.') + 1)
      .replace(/^[cm]?[jt]sx?$/, 'js')
      .replace(/^(?:kt|groovy|scala)$/, 'java');
  return family(test) === family(source);
}

/** Test file → the tests of it that contexts name: `tests/test_price.py::test_adds` of pytest, with or without `|run`. */
function testsIn(contexts: FileCoverage['contexts'], inventory: TestInventory, suite: Suite): ReadonlyMap<string, readonly string[]> {
  const named = new Map<string, Set<string>>();
  if (contexts === undefined) return new Map();
  const byPath = new Map(inventory.tests.map((file) => [relativePath(suite.project.root, file), file]));
  for (const name of new Set([...contexts.values()].flat())) {
    const plain = name.replace(/\|(?:run|setup|teardown)$/, '');
    const [path = '', ...rest] = plain.split('::');
    const file = byPath.get(toPosix(path)) ?? ofModule(path, byPath);
    if (file !== undefined) named.set(file, (named.get(file) ?? new Set()).add(rest.join('::') || plain));
  }
  return new Map([...named].map(([file, tests]) => [file, [...tests].toSorted()]));
}

/** coverage.py's own contexts are dotted: `tests.test_price.test_adds`. */
function ofModule(name: string, byPath: ReadonlyMap<string, string>): string | undefined {
  const parts = name.split('.');
  for (let length = parts.length - 1; length > 0; length -= 1) {
    const file = byPath.get(`${parts.slice(0, length).join('/')}.py`);
    if (file !== undefined) return file;
  }
  return undefined;
}
