import { relative, sep } from 'node:path';
import type { FoundTest } from '../../core/suite/tests/found-test.ts';
import type { Relation } from '../../core/suite/tests/related-tests.ts';
import type { SuiteTests } from '../../node/project-tests.ts';

/** Every test file with its tests, one a line, indented by group. */
export function renderTests({ name, files }: SuiteTests, root: string): string {
  const count = files.reduce((sum, { tests }) => sum + tests.filter(({ kind }) => kind === 'test').length, 0);
  const title = `${name}: ${count} ${count === 1 ? 'test' : 'tests'} in ${files.length} ${files.length === 1 ? 'file' : 'files'}`;
  const blocks = files.map(({ file, relations, tests }) =>
    [
      `${shown(file, root)}${relations === undefined ? '' : `  (${relations.map((one) => words(one, root)).join('; ')})`}`,
      ...tests.map(renderTest),
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
