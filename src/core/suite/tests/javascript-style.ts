import type ts from 'typescript';
import { mostCommon } from './most-common.ts';
import type { MockLibrary, TestStyle, TestText } from './test-style.ts';

type Shown = Pick<TestStyle, 'words' | 'mocks' | 'modules' | 'quote' | 'semicolons'>;

interface Counts {
  readonly words: NonNullable<TestStyle['words']>[];
  readonly mocks: MockLibrary[];
  readonly modules: NonNullable<TestStyle['modules']>[];
  readonly quotes: NonNullable<TestStyle['quote']>[];
  readonly semicolons: boolean[];
}

const words = ['it', 'test', 'specify'] as const;
/** Members of `mock` of Node's runner. */
const nodeMocks = new Set(['fn', 'method', 'getter', 'setter', 'module', 'timers', 'property']);

/** What test files show by themselves. */
export function readJavaScriptStyle(typescript: typeof ts, texts: readonly TestText[]): Shown {
  const counts: Counts = { words: [], mocks: [], modules: [], quotes: [], semicolons: [] };
  for (const each of texts) countFile(typescript, each, counts);
  return {
    words: mostCommon(counts.words),
    mocks: mostCommon(counts.mocks),
    modules: mostCommon(counts.modules),
    quote: mostCommon(counts.quotes),
    semicolons: mostCommon(counts.semicolons),
  };
}

function countFile(typescript: typeof ts, { path, text }: TestText, counts: Counts): void {
  const file = typescript.createSourceFile(path, text, typescript.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (typescript.isStringLiteral(node) && !typescript.isJsxAttribute(node.parent)) {
      const sign = text[node.getStart(file)];
      // A string that holds the other sign had no choice.
      if ((sign === "'" || sign === '"') && !/['"]/.test(node.text)) counts.quotes.push(sign);
    }
    if (
      typescript.isExpressionStatement(node) ||
      typescript.isVariableStatement(node) ||
      typescript.isImportDeclaration(node) ||
      typescript.isReturnStatement(node)
    )
      counts.semicolons.push(text[node.getEnd() - 1] === ';');
    if (typescript.isImportDeclaration(node) || typescript.isImportEqualsDeclaration(node)) counts.modules.push('esm');
    const isImport = typescript.isImportDeclaration(node) && typescript.isStringLiteral(node.moduleSpecifier);
    if (isImport && node.moduleSpecifier.text === 'sinon') counts.mocks.push('sinon');
    if (typescript.isCallExpression(node)) countCall(typescript, node, counts);
    typescript.forEachChild(node, visit);
  };
  visit(file);
}

function countCall(typescript: typeof ts, call: ts.CallExpression, counts: Counts): void {
  let called: ts.Expression = call.expression;
  const members: string[] = [];
  while (typescript.isPropertyAccessExpression(called)) {
    members.unshift(called.name.text);
    called = called.expression;
  }
  if (!typescript.isIdentifier(called)) return;
  const { text: name } = called;
  const [first = '', second = ''] = members;
  const word = words.find((each) => each === name);
  if (word !== undefined) counts.words.push(word);
  else if (name === 'require' && members.length === 0) counts.modules.push('cjs');
  else if ((name === 'vi' || name === 'jest' || name === 'sinon') && members.length > 0) counts.mocks.push(name);
  else if ((name === 'mock' && nodeMocks.has(first)) || (first === 'mock' && nodeMocks.has(second))) counts.mocks.push('node:test mock');
}
