import type { Suite } from '../framework.ts';
import { liesWithTests } from './helper-files.ts';
import type { ImportResolver } from './import-resolver.ts';
import { isNamedAfter } from './names-of-a-pair.ts';
import type { RelatedPorts } from './related-tests.ts';
import type { TestInventory } from './test-inventory.ts';

/** How many sources are read to see that none of them imports a module. */
const mostSources = 3000;
/** As many tests share a module that no source imports, before it is taken for a helper: a source has tests of its own too. */
const sharing = 3;

/**
 * The modules that a test file imports and that are there for tests only: those that lie with the tests, and those that
 * several tests and no source import and no test is named after. Absolute, in the order of the imports.
 */
export async function importedHelpers(
  suite: Suite,
  testFile: string,
  inventory: TestInventory,
  resolve: ImportResolver,
  { fileSystem, finder }: RelatedPorts,
): Promise<readonly string[]> {
  const tests = new Set(inventory.tests);
  const targetsOf = async (file: string): Promise<ReadonlySet<string>> => {
    const imports = await finder.imports(file, await fileSystem.readText(file));
    return new Set(imports.flatMap((each) => resolve(file, each)));
  };
  const belongs = (file: string): boolean => tests.has(file) || liesWithTests(suite.project.root, file);
  const imported = [...(await targetsOf(testFile))].filter((file) => file !== testFile);
  // A test file that others import (`import { cases } from './price.test.ts'`) is one of its helpers too, where it holds no source.
  const sure = new Set(imported.filter((file) => !isSourceWithTests(suite, file) && belongs(file)));
  const open = new Set(
    imported.filter((file) => !sure.has(file) && !belongs(file) && !inventory.tests.some((test) => isNamedAfter(test, file))),
  );
  if (open.size === 0 || inventory.incomplete || inventory.sources.length > mostSources) return imported.filter((file) => sure.has(file));
  const users = new Map<string, number>();
  for (const file of inventory.sources) {
    if (open.size === 0) break;
    if (open.has(file)) continue;
    for (const target of await targetsOf(file)) {
      if (!open.has(target)) continue;
      if (belongs(file)) users.set(target, (users.get(target) ?? 0) + 1);
      else open.delete(target);
    }
  }
  return imported.filter((file) => sure.has(file) || (open.has(file) && (users.get(file) ?? 0) >= sharing));
}

/** In Rust tests stand in the sources. */
function isSourceWithTests({ project }: Suite, file: string): boolean {
  return project.language === 'rust' && !liesWithTests(project.root, file);
}
