import { relative, sep } from 'node:path';
import type { FoundTest } from '../../core/suite/tests/found-test.ts';
import type { TestHelper } from '../../core/suite/tests/test-helper.ts';
import type { TestStyle } from '../../core/suite/tests/test-style.ts';
import type { Relation } from '../../core/suite/tests/related-tests.ts';
import type { SuiteTests } from '../../node/project-tests.ts';

/** Every test file with its tests, one a line, indented by group. */
export function renderTests({ name, files, style }: SuiteTests, root: string): string {
  const count = files.reduce((sum, { tests }) => sum + tests.filter(({ kind }) => kind === 'test').length, 0);
  const title = `${name}: ${count} ${count === 1 ? 'test' : 'tests'} in ${files.length} ${files.length === 1 ? 'file' : 'files'}${files.length === 0 ? '' : styleWords(style)}`;
  const blocks = files.map(({ file, relations, tests, helpers = [] }) =>
    [
      `${shown(file, root)}${relations === undefined ? '' : `  (${relations.map((one) => words(one, root)).join('; ')})`}`,
      ...tests.map(renderTest),
      ...helpers.map((helper) => renderHelper(helper, file, root)),
    ].join('\n'),
  );
  return [title, ...blocks].join('\n\n');
}

function renderTest({ title, groups, line, modifiers, parameterised, dynamicTitle }: FoundTest): string {
  const notes = [
    ...modifiers,
    ...(parameterised === true ? ['several cases'] : []),
    ...(dynamicTitle === true ? ['title made when it runs'] : []),
  ];
  return `${String(line).padStart(7)}  ${'  '.repeat(groups.length)}${title}${notes.length === 0 ? '' : `  [${notes.join(', ')}]`}`;
}

function styleWords({ words, groups, assertions, mocks, modules }: TestStyle): string {
  const library = typeof assertions === 'object' ? assertions.library : assertions;
  const parts = [words, groups ? 'in groups' : undefined, library, mocks, modules].filter((part) => part !== undefined);
  return parts.length === 0 ? '' : `; written with ${parts.join(', ')}`;
}

function renderHelper({ kind, name, file, line, scope }: TestHelper, testFile: string, root: string): string {
  const place = file === testFile ? String(line) : `${shown(file, root)}:${line}`;
  return `${place.padStart(7)}  ${kind} ${name}${scope === undefined ? '' : `  [${scope}]`}`;
}

function words(relation: Relation, root: string): string {
  switch (relation.kind) {
    case 'covers':
      return 'runs it';
    case 'same-file':
      return 'the file itself';
    case 'imports':
      return relation.through === undefined ? 'imports it' : `imports it through ${shown(relation.through, root)}`;
    case 'name':
      return 'named after it';
    case 'same-package':
      return 'in its package';
  }
}

function shown(path: string, root: string): string {
  return relative(root, path).replaceAll(sep, '/');
}
