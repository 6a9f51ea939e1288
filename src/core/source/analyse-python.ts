import type TreeSitter from '@vscode/tree-sitter-wasm';
import type { BranchKind, Range } from '../coverage/coverage-map.ts';
import { oneLine } from './one-line.ts';
import type { SourceBranch, SourceFunction, SourceModel } from './source-model.ts';
import { entryLine, type Target } from './python-flow.ts';

type Node = TreeSitter.Node;

export type PythonAnalyser = (text: string) => SourceModel;

/** Branches are the line arcs that coverage.py measures: their keys are `arc@from->to`. `parser` knows Python's grammar. */
export function createPythonAnalyser(parser: TreeSitter.Parser): PythonAnalyser {
  return (text) => {
    const tree = parser.parse(text);
    if (tree === null) return { language: 'python', functions: [], branches: [], syntaxError: 'The file could not be parsed.' };
    try {
      return analyseModule(tree.rootNode);
    } finally {
      tree.delete();
    }
  };
}

/** Where control goes when a statement of a block has run. */
interface Flow {
  /** After the block. */
  readonly next: Target;
  readonly enclosing: readonly string[];
  /** Directly in a module or in a class of the module: other files reach it. */
  readonly reachable: boolean;
}

interface Findings {
  readonly functions: SourceFunction[];
  readonly branches: SourceBranch[];
}

function analyseModule(root: Node): SourceModel {
  const found: Findings = { functions: [], branches: [] };
  visitBlock(root.namedChildren.filter(isNode), { next: 'exit', enclosing: [], reachable: true }, found);
  const byPlace = (left: { readonly range: Range }, right: { readonly range: Range }): number =>
    left.range.start.line - right.range.start.line || left.range.start.column - right.range.start.column;
  const syntaxError = root.hasError ? syntaxErrorOf(root) : undefined;
  return {
    language: 'python',
    functions: found.functions.sort(byPlace),
    branches: found.branches.sort(byPlace),
    ...(syntaxError === undefined ? {} : { syntaxError }),
  };
}

function syntaxErrorOf(root: Node): string {
  const first = root.descendantsOfType('ERROR').filter(isNode)[0];
  return first === undefined
    ? 'A part of the code is missing.'
    : `Line ${first.startPosition.row + 1}: ${oneLine(first.text)} was not understood.`;
}

function visitBlock(statements: readonly Node[], flow: Flow, found: Findings): void {
  for (const [index, statement] of statements.entries()) {
    visitStatement(statement, { ...flow, next: entryLine(statements.slice(index + 1), flow.next) }, found);
  }
}

function visitStatement(node: Node, flow: Flow, found: Findings): void {
  switch (node.type) {
    case 'if_statement':
      return visitIf(node, flow, found);
    case 'while_statement':
    case 'for_statement':
      return visitLoop(node, flow, found);
    case 'match_statement':
      return visitMatch(node, flow, found);
    case 'try_statement':
      return visitTry(node, flow, found);
    case 'with_statement':
      return visitBlock(blockOf(node, 'body'), flow, found);
    case 'decorated_definition': {
      const definition = node.childForFieldName('definition');
      if (definition !== null) visitStatement(definition, flow, found);
      return;
    }
    case 'function_definition':
    case 'class_definition':
      return visitDefinition(node, flow, found);
    default:
  }
}

function visitDefinition(node: Node, flow: Flow, found: Findings): void {
  const name = node.childForFieldName('name')?.text ?? '<anonymous>';
  const enclosing = [...flow.enclosing, name];
  const isClass = node.type === 'class_definition';
  if (!isClass) {
    const exported = !flow.reachable ? undefined : flow.enclosing.length === 0 ? 'named' : 'member';
    found.functions.push({ name: enclosing.join('.'), range: rangeOf(node), ...(exported === undefined ? {} : { exported }) });
  }
  visitBlock(blockOf(node, 'body'), { next: 'exit', enclosing, reachable: isClass && flow.reachable }, found);
}

function visitIf(node: Node, flow: Flow, found: Findings): void {
  const clauses = [node, ...node.childrenForFieldName('alternative').filter(isNode)];
  for (const [index, clause] of clauses.entries()) {
    if (clause.type === 'else_clause') {
      visitBlock(blockOf(clause, 'body'), flow, found);
      continue;
    }
    const body = blockOf(clause, 'consequence');
    const rest = clauses[index + 1];
    const elseBlock = rest?.type === 'else_clause' ? blockOf(rest, 'body') : undefined;
    const elseTarget = rest === undefined ? flow.next : elseBlock === undefined ? lineOf(rest) : entryLine(elseBlock, flow.next);
    const elseNode = elseBlock === undefined ? rest : rest?.childForFieldName('body');
    addBranch(found, 'if', clause, conditionOf(clause, 'condition'), [
      { label: 'if', target: entryLine(body, flow.next), node: clause.childForFieldName('consequence') },
      { label: 'else', target: elseTarget, node: elseNode ?? null },
    ]);
    visitBlock(body, flow, found);
  }
}

function visitLoop(node: Node, flow: Flow, found: Findings): void {
  const body = blockOf(node, 'body');
  const otherwise = node.childForFieldName('alternative');
  const elseBlock = otherwise === null ? [] : blockOf(otherwise, 'body');
  const condition =
    node.type === 'while_statement' ? conditionOf(node, 'condition') : `${conditionOf(node, 'left')} in ${conditionOf(node, 'right')}`;
  addBranch(found, 'loop', node, condition, [
    { label: 'loop body', target: entryLine(body, lineOf(node)), node: node.childForFieldName('body') },
    { label: 'loop exit', target: entryLine(elseBlock, flow.next), node: otherwise?.childForFieldName('body') ?? null },
  ]);
  visitBlock(body, { ...flow, next: lineOf(node) }, found);
  visitBlock(elseBlock, flow, found);
}

function visitMatch(node: Node, flow: Flow, found: Findings): void {
  const cases = blockOf(node, 'body').filter((one) => one.type === 'case_clause');
  for (const [index, one] of cases.entries()) {
    const body = blockOf(one, 'consequence');
    const consequence = one.childForFieldName('consequence');
    const pattern = oneLine(one.text.slice('case'.length, (consequence?.startIndex ?? one.endIndex) - one.startIndex)).replace(
      /\s*:\s*$/,
      '',
    );
    const following = cases[index + 1];
    // A pattern that matches everything decides nothing.
    if (!/^[A-Za-z_]\w*$/.test(pattern)) {
      addBranch(found, 'match', one, pattern, [
        { label: `case ${pattern}`, target: entryLine(body, flow.next), node: consequence },
        { label: `not case ${pattern}`, target: following === undefined ? flow.next : lineOf(following), node: null },
      ]);
    }
    visitBlock(body, flow, found);
  }
}

function visitTry(node: Node, flow: Flow, found: Findings): void {
  const clauses = node.namedChildren.filter(isNode);
  const lastly = clauses.find((clause) => clause.type === 'finally_clause');
  const lastBlock = lastly === undefined ? [] : clauseBlock(lastly);
  const inside: Flow = { ...flow, next: entryLine(lastBlock, flow.next) };
  const otherwise = clauses.find((clause) => clause.type === 'else_clause');
  const elseBlock = otherwise === undefined ? [] : clauseBlock(otherwise);
  visitBlock(blockOf(node, 'body'), { ...inside, next: entryLine(elseBlock, inside.next) }, found);
  const handlers = clauses.filter((clause) => clause.type === 'except_clause' || clause.type === 'except_group_clause');
  for (const [index, handler] of handlers.entries()) {
    const body = clauseBlock(handler);
    const block = handler.namedChildren.filter(isNode).find((child) => child.type === 'block');
    const caught = oneLine(handler.text.slice('except'.length, (block?.startIndex ?? handler.endIndex) - handler.startIndex)).replace(
      /\s*:\s*$/,
      '',
    );
    const following = handlers[index + 1];
    // A bare `except:` takes everything.
    if (caught !== '') {
      addBranch(found, 'exception', handler, caught, [
        { label: `except ${caught}`, target: entryLine(body, inside.next), node: block ?? null },
        { label: `not ${caught}`, target: following === undefined ? entryLine(lastBlock, 'exit') : lineOf(following), node: null },
      ]);
    }
    visitBlock(body, inside, found);
  }
  visitBlock(elseBlock, inside, found);
  visitBlock(lastBlock, flow, found);
}

interface ArcArm {
  readonly label: string;
  readonly target: Target;
  readonly node: Node | null;
}

function addBranch(found: Findings, kind: BranchKind, node: Node, condition: string, arms: readonly ArcArm[]): void {
  const line = lineOf(node);
  found.branches.push({
    kind,
    range: rangeOf(node),
    condition,
    arms: arms.map((arm) => ({
      key: `arc@${line}->${arm.target}`,
      label: arm.target === 'exit' && arm.node === null ? `line ${line} → exit` : arm.label,
      ...(arm.node === null ? {} : { range: rangeOf(arm.node) }),
    })),
  });
}

function conditionOf(node: Node, field: string): string {
  return oneLine(node.childForFieldName(field)?.text ?? '');
}

function blockOf(node: Node, field: string): readonly Node[] {
  return node.childForFieldName(field)?.namedChildren.filter(isNode) ?? [];
}

/** `except` and `finally` hold their block without a field name. */
function clauseBlock(node: Node): readonly Node[] {
  const block = node.childForFieldName('body') ?? node.namedChildren.filter(isNode).find((child) => child.type === 'block');
  return block?.namedChildren.filter(isNode) ?? [];
}

function isNode(node: Node | null): node is Node {
  return node !== null;
}

function lineOf(node: Node): number {
  return node.startPosition.row + 1;
}

function rangeOf(node: Node): Range {
  return {
    start: { line: node.startPosition.row + 1, column: node.startPosition.column },
    end: { line: node.endPosition.row + 1, column: node.endPosition.column },
  };
}
