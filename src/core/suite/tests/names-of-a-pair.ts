import { basename, toPosix } from '../../paths.ts';

/**
 * The name of the source that a test file is named after: `price` of `price.test.ts`, `test_price.py`, `price_test.go`,
 * `PriceTest.java`. undefined: nothing in the name says that it is a test.
 */
export function testedName(path: string): string | undefined {
  const name = basename(path);
  const dot = /^(.+?)[.-](?:test|spec|tests|specs|cy|e2e|unit|int|integration)(?:[.-]\w+)?\.[cm]?[jt]sx?$/i.exec(name);
  if (dot !== null) return dot[1];
  const python = /^(?:tests?_(.+)|(.+)_tests?)\.pyw?$/.exec(name);
  if (python !== null) return python[1] ?? python[2];
  const snake = /^(.+)_tests?\.(?:go|rs|[cm]?[jt]sx?)$/.exec(name) ?? /^tests?_(.+)\.rs$/.exec(name);
  if (snake !== null) return snake[1];
  const java = /^(?:Test([A-Z]\w*)|(\w+?)(?:Tests?|TestCase|IT|Spec))\.(?:java|kt|groovy|scala)$/.exec(name);
  if (java !== null) return java[1] ?? java[2];
  // Mocha's, Node's and Cargo's way: the same name in a folder of tests.
  const folders = toPosix(path).split('/').slice(0, -1);
  return folders.some((folder) => /^(?:tests?|__tests__|specs?)$/.test(folder)) ? sourceName(path) : undefined;
}

/** The name of a source without its ending; that of its folder for `index.ts`, `__init__.py`, `mod.rs`. */
export function sourceName(path: string): string {
  const name = basename(path).replace(/\.[^.]*$/, '');
  if (!/^(?:index|__init__|mod)$/.test(name)) return name;
  return toPosix(path).split('/').at(-2) ?? name;
}

/** Whether a test is named after a source; `price-list`, `price_list` and `PriceList` are one name. */
export function isNamedAfter(test: string, source: string): boolean {
  const tested = testedName(test);
  return tested !== undefined && plain(tested) === plain(sourceName(source));
}

function plain(name: string): string {
  return name.replace(/[-_.]/g, '').toLowerCase();
}
