import { basename, dirname, displayPath, extension, joinPath } from '../../paths.ts';
import type { Suite } from '../framework.ts';
import { loadTypeScript } from '../load-typescript.ts';
import { conftestFiles } from './helper-files.ts';
import { readGoHelpers } from './go-helpers.ts';
import { importedHelpers } from './imported-helpers.ts';
import { createImportResolver, type ImportResolver } from './import-resolver.ts';
import { readJavaHelpers } from './java-helpers.ts';
import { readJavaScriptHelpers } from './javascript-helpers.ts';
import { readPythonHelpers } from './python-helpers.ts';
import type { RelatedPorts } from './related-tests.ts';
import { readRustHelpers } from './rust-helpers.ts';
import { setupFiles } from './setup-files.ts';
import type { HelperInFile, TestHelper } from './test-helper.ts';
import { listTestFiles, type TestInventory } from './test-inventory.ts';

/** How many files a chain of plug-ins, imported fixtures or superclasses may lead through. */
const mostFiles = 200;

interface Search extends RelatedPorts {
  readonly suite: Suite;
  readonly inventory: TestInventory;
  readonly resolve: ImportResolver;
}

/**
 * Everything around the tests of a file that is no test: first what stands in it, in its order, then what it gets from other
 * files, the nearest first. A fixture that a nearer one of the same name replaces is left out. Only own files of the project
 * are read. @throws AppError when the test file cannot be read.
 */
export async function findHelpers(suite: Suite, testFile: string, ports: RelatedPorts): Promise<readonly TestHelper[]> {
  const inventory = await listTestFiles(suite, ports.fileSystem);
  const resolve = await createImportResolver(suite, inventory, ports.fileSystem);
  const search: Search = { suite, inventory, resolve, fileSystem: ports.fileSystem, finder: ports.finder };
  const own = await helpersOf(testFile, search);
  const taken = new Set(own.filter(({ kind }) => kind === 'module').map(({ file }) => file));
  const imported = (await importedHelpers(suite, testFile, inventory, resolve, ports))
    .filter((file) => !taken.has(file))
    .map((file) => wholeFile('module', file, suite));
  return [...own, ...imported];
}

async function helpersOf(testFile: string, search: Search): Promise<readonly TestHelper[]> {
  switch (search.suite.project.language) {
    case 'javascript':
    case 'typescript':
      return ofJavaScript(testFile, search);
    case 'python':
      return ofPython(testFile, search);
    case 'go':
      return ofGo(testFile, search);
    case 'rust':
      return ofRust(testFile, search);
    case 'java':
      return ofJava(testFile, search);
  }
}

function wholeFile(kind: 'module' | 'setup-file', file: string, suite: Suite): TestHelper {
  return { kind, name: displayPath(file, suite.project.root), file, line: 1 };
}

function inFile(file: string, { kind, name, ...rest }: HelperInFile): TestHelper {
  return { kind, name, file, ...rest };
}

async function ofJavaScript(testFile: string, { suite, fileSystem, finder }: Search): Promise<readonly TestHelper[]> {
  const text = await fileSystem.readText(testFile);
  const { framework } = suite.project;
  const tests = await finder.find(testFile, text, framework);
  const found = readJavaScriptHelpers(await loadTypeScript(), testFile, text, framework, tests);
  const configured = await setupFiles(suite.project, fileSystem);
  return [
    ...found.map((helper) => inFile(testFile, helper)),
    ...configured.filter((file) => file !== testFile).map((file) => wholeFile('setup-file', file, suite)),
  ];
}

/** Fixtures that stand in a class are only that class's, so they replace none of others. */
async function ofPython(testFile: string, { suite, fileSystem, finder, resolve }: Search): Promise<readonly TestHelper[]> {
  const found: TestHelper[] = [];
  const names = new Set<string>();
  const seen = new Set<string>();
  const add = (helper: TestHelper): void => {
    const shared = helper.kind === 'fixture' && helper.groups === undefined;
    if (shared && names.has(helper.name)) return;
    if (shared) names.add(helper.name);
    found.push(helper);
  };
  /** `wanted`: of an imported file the fixtures that are imported; undefined: all. Hooks of other files are not this one's. */
  const take = async (file: string, wanted: ReadonlySet<string> | undefined): Promise<void> => {
    const key = `${file}\0${wanted === undefined ? '*' : [...wanted].join()}`;
    if (seen.has(key) || seen.size >= mostFiles) return;
    seen.add(key);
    const read = await finder.readTree(file, await fileSystem.readText(file), readPythonHelpers);
    for (const each of read) {
      if (each.is !== 'helper') continue;
      const { helper } = each;
      const counts = helper.kind === 'fixture' && helper.groups === undefined && (wanted === undefined || wanted.has(helper.name));
      if (file === testFile || counts) add(inFile(file, helper));
    }
    for (const each of read) {
      if (each.is === 'helper') continue;
      const all = each.is === 'plugin' || each.all;
      if (each.is === 'imported' && wanted !== undefined && !all && !each.names.some((name) => wanted.has(name))) continue;
      const targets = resolve(file, { specifier: each.specifier, names: [] });
      const next =
        each.is === 'imported' && !each.all ? new Set(each.names.filter((name) => wanted === undefined || wanted.has(name))) : wanted;
      for (const target of targets) await take(target, each.is === 'plugin' ? undefined : next);
    }
  };
  await take(testFile, undefined);
  if (suite.framework.id === 'pytest') {
    for (const file of await conftestFiles(suite.project.root, testFile, fileSystem)) await take(file, undefined);
  }
  return found;
}

/** Test files of a folder that are in one package see each other. */
async function ofGo(testFile: string, { fileSystem, finder, inventory }: Search): Promise<readonly TestHelper[]> {
  const own = await finder.readTree(testFile, await fileSystem.readText(testFile), readGoHelpers);
  const name = own[0]?.package;
  const found = own.flatMap(({ helper }) => (helper === undefined ? [] : [inFile(testFile, helper)]));
  for (const file of inventory.tests) {
    if (file === testFile || dirname(file) !== dirname(testFile)) continue;
    for (const { package: other, helper } of await finder.readTree(file, await fileSystem.readText(file), readGoHelpers)) {
      if (helper === undefined) continue;
      // Tests of `shop` and `shop_test` are one program with one `TestMain`; hooks of a suite belong to its own file's tests.
      const visible = helper.name === 'TestMain' || (other === name && helper.kind === 'fixture');
      if (visible) found.push(inFile(file, helper));
    }
  }
  return found;
}

/** Modules that a file of `tests/` declares are there for tests only; in sources those that say so by their names. */
async function ofRust(testFile: string, { suite, fileSystem, finder }: Search): Promise<readonly TestHelper[]> {
  const found: TestHelper[] = [];
  const fixtures: TestHelper[] = [];
  const isIntegration = basename(dirname(testFile)) === 'tests' || basename(dirname(dirname(testFile))) === 'tests';
  for (const each of await finder.readTree(testFile, await fileSystem.readText(testFile), readRustHelpers)) {
    if (each.is === 'helper') {
      found.push(inFile(testFile, each.helper));
      continue;
    }
    if (!isIntegration) continue;
    const folder = dirname(testFile);
    const places =
      each.path === undefined
        ? [joinPath(folder, `${each.name}.rs`), joinPath(folder, each.name, 'mod.rs')]
        : [joinPath(folder, each.path)];
    for (const file of places) {
      if ((await fileSystem.stat(file))?.kind !== 'file') continue;
      found.push(wholeFile('module', file, suite));
      const inside = await finder.readTree(file, await fileSystem.readText(file), readRustHelpers);
      fixtures.push(...inside.flatMap((one) => (one.is === 'helper' ? [inFile(file, one.helper)] : [])));
      break;
    }
  }
  return [...found, ...fixtures];
}

/** With what its classes inherit from classes of the project. */
async function ofJava(testFile: string, { fileSystem, finder, inventory, resolve }: Search): Promise<readonly TestHelper[]> {
  const found: TestHelper[] = [];
  const seen = new Set([testFile]);
  for (const file of seen) {
    const text = await fileSystem.readText(file);
    const imports = (await finder.imports(file, text)).flatMap((each) => resolve(file, each));
    for (const each of await finder.readTree(file, text, readJavaHelpers)) {
      if (each.is === 'helper') {
        found.push(inFile(file, each.helper));
        continue;
      }
      const isNamed = (path: string): boolean => basename(path) === `${each.name}${extension(file)}`;
      const above = imports.find(isNamed) ?? inventory.sources.find((path) => isNamed(path) && dirname(path) === dirname(file));
      if (above !== undefined && seen.size < mostFiles) seen.add(above);
    }
  }
  return found;
}
