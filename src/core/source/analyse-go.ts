import type TreeSitter from '@vscode/tree-sitter-wasm';
import type { BranchKind, Position, Range } from '../coverage/coverage-map.ts';
import { breaksOf, children, hasGoto, mayLeave, passing, statementsOf } from './go-flow.ts';
import { oneLine } from './one-line.ts';
import type {
  BlockArm,
  BlockDecision,
  BlockFlow,
  BlockJoin,
  SourceArm,
  SourceBranch,
  SourceFunction,
  SourceModel,
} from './source-model.ts';

type Node = TreeSitter.Node;

export type GoAnalyser = (text: string) => SourceModel;

/**
 * Arms of `if`, `switch`, type switches, `select` and `for`, with what tells their counts from the blocks of a profile.
 * Not those of `&&` and `||`: Go does not count them. `parser` knows Go's grammar.
 */
export function createGoAnalyser(parser: TreeSitter.Parser): GoAnalyser {
  return (text) => {
    const tree = parser.parse(text);
    if (tree === null) return { language: 'go', functions: [], branches: [], syntaxError: 'The file could not be parsed.' };
    try {
      return analyseFile(tree.rootNode, text);
    } finally {
      tree.delete();
    }
  };
}

interface Findings {
  readonly functions: SourceFunction[];
  readonly decisions: { readonly branch: SourceBranch; readonly blocks: BlockDecision }[];
  readonly bodies: BlockFlow['bodies'][number][];
}

/** Where a statement stands. */
interface Place {
  readonly list: readonly Node[];
  readonly index: number;
  /** Where the list begins: the brace, colon or `else` before it. */
  readonly begin: Position;
  readonly label?: string;
  /** In a function with `goto` nothing is concluded from what follows what. */
  readonly jumps: boolean;
  /** What leads past the statement besides it: arms of the `if` before an `else if`, with what follows that. */
  readonly chain?: { readonly next?: Position; readonly joins: readonly BlockJoin[] };
}

function analyseFile(root: Node, text: string): SourceModel {
  const found: Findings = { functions: [], decisions: [], bodies: [] };
  for (const node of children(root)) visitTop(node, found);
  const decisions = found.decisions.sort((left, right) => byPlace(left.branch, right.branch));
  const syntaxError = root.hasError ? syntaxErrorOf(root) : undefined;
  return {
    language: 'go',
    functions: found.functions.sort(byPlace),
    branches: decisions.map(({ branch }) => branch),
    blocks: { decisions: decisions.map(({ blocks }) => blocks), bodies: found.bodies.sort(byPlace), wideLines: wideLinesOf(text) },
    ...(syntaxError === undefined ? {} : { syntaxError }),
  };
}

function byPlace(left: { readonly range: Range }, right: { readonly range: Range }): number {
  return left.range.start.line - right.range.start.line || left.range.start.column - right.range.start.column;
}

function syntaxErrorOf(root: Node): string {
  const first = root.descendantsOfType('ERROR').find((node) => node !== null);
  return first === undefined || first === null
    ? 'A part of the code is missing.'
    : `Line ${first.startPosition.row + 1}: ${oneLine(first.text)} was not understood.`;
}

function wideLinesOf(text: string): ReadonlyMap<number, string> {
  const wide = new Map<number, string>();
  for (const [index, line] of text.split('\n').entries()) if (/[^\0-\x7F]/.test(line)) wide.set(index + 1, line);
  return wide;
}

function visitTop(node: Node, found: Findings): void {
  const name = node.childForFieldName('name')?.text;
  const body = node.childForFieldName('body');
  if ((node.type !== 'function_declaration' && node.type !== 'method_declaration') || name === undefined) return visitLiterals(node, found);
  const receiver = receiverOf(node);
  const full = receiver === undefined ? name : `${receiver}.${name}`;
  const isExported = [name, receiver ?? name].every((part) => /^\p{Lu}/u.test(part));
  const exported = !isExported ? undefined : receiver === undefined ? ('named' as const) : ('member' as const);
  found.functions.push({ name: full, range: rangeOf(node), ...(exported === undefined ? {} : { exported }) });
  if (body === null) return;
  found.bodies.push({ name: full, range: rangeOf(node), body: rangeOf(body) });
  visitBlock(body, hasGoto(body), found);
}

/** `Cart` of `(c *Cart[T])`. */
function receiverOf(node: Node): string | undefined {
  const receiver = node.childForFieldName('receiver');
  return receiver?.descendantsOfType('type_identifier').find((type) => type !== null)?.text;
}

/** Functions within an expression. */
function visitLiterals(node: Node, found: Findings): void {
  if (node.type !== 'func_literal') {
    for (const child of children(node)) visitLiterals(child, found);
    return;
  }
  found.functions.push({ name: '<anonymous>', range: rangeOf(node) });
  const body = node.childForFieldName('body');
  if (body !== null) visitBlock(body, hasGoto(body), found);
}

function visitBlock(block: Node, jumps: boolean, found: Findings): void {
  visitList(statementsOf(block), startOf(block), jumps, found);
}

function visitList(list: readonly Node[], begin: Position, jumps: boolean, found: Findings): void {
  for (const [index, statement] of list.entries()) visitStatement(statement, { list, index, begin, jumps }, found);
}

function visitStatement(node: Node, place: Place, found: Findings): void {
  switch (node.type) {
    case 'labeled_statement': {
      const label = node.childForFieldName('label')?.text;
      const inner = children(node).findLast(({ type }) => type !== 'label_name');
      if (inner !== undefined) visitStatement(inner, label === undefined ? place : { ...place, label }, found);
      return;
    }
    case 'block':
      return visitBlock(node, place.jumps, found);
    case 'if_statement':
      return visitIf(node, place, found);
    case 'for_statement':
      return visitLoop(node, place, found);
    case 'expression_switch_statement':
    case 'type_switch_statement':
    case 'select_statement':
      return visitSwitch(node, place, found);
    default:
      visitLiterals(node, found);
  }
}

function visitIf(node: Node, place: Place, found: Findings): void {
  const then = node.childForFieldName('consequence');
  const otherwise = node.childForFieldName('alternative');
  if (then === null) return;
  const heads = [node.childForFieldName('initializer'), node.childForFieldName('condition')].filter((head) => head !== null);
  const elseWord = node.children.find((child) => child?.type === 'else');
  const elseEntry =
    otherwise === null || elseWord === null || elseWord === undefined ? undefined : { start: endOf(elseWord), end: endOf(otherwise) };
  const { next, joins } = leadsTo(place);
  const own = [...joins, ...joinOf(statementsOf(then), rangeOf(then))];
  add(found, node, place, heads, {
    kind: 'if',
    condition: headText(node, then),
    arms: [
      { label: 'if', node: then, entry: rangeOf(then) },
      { label: 'else', ...(otherwise === null ? {} : { node: otherwise }), ...(elseEntry === undefined ? {} : { entry: elseEntry }) },
    ],
    isOnce: true,
    next,
    joins: own,
  });
  for (const head of heads) visitLiterals(head, found);
  visitBlock(then, place.jumps, found);
  if (otherwise?.type === 'block') visitBlock(otherwise, place.jumps, found);
  else if (otherwise !== null && elseEntry !== undefined) {
    const chain = { ...(next === undefined ? {} : { next }), joins: own };
    visitIf(otherwise, { list: [otherwise], index: 0, begin: elseEntry.start, jumps: place.jumps, chain }, found);
  }
}

function visitLoop(node: Node, place: Place, found: Findings): void {
  const body = node.childForFieldName('body');
  if (body === null) return;
  const heads = children(node).filter((child) => child.id !== body.id);
  const [clause] = heads;
  const isEndless = clause === undefined || (clause.type === 'for_clause' && clause.childForFieldName('condition') === null);
  if (!isEndless) {
    const breaks = children(body).flatMap((child) => breaksOf(child, place.label, true));
    const { next } = leadsTo(place);
    add(found, node, place, heads, {
      kind: 'loop',
      condition: headText(node, body),
      arms: [{ label: 'loop body', node: body, entry: rangeOf(body) }, { label: 'loop exit' }],
      isOnce: false,
      next,
      joins: breaks.map(jumpFrom),
    });
  }
  for (const head of heads) visitLiterals(head, found);
  visitBlock(body, place.jumps, found);
}

const clauseTypes: ReadonlySet<string> = new Set(['expression_case', 'type_case', 'communication_case', 'default_case']);

function visitSwitch(node: Node, place: Place, found: Findings): void {
  const clauses = children(node).filter(({ type }) => clauseTypes.has(type));
  const heads = children(node).filter(({ type }) => !clauseTypes.has(type));
  const isSelect = node.type === 'select_statement';
  const brace = node.children.find((child) => child?.type === '{');
  const arms: ArmPlan[] = [];
  const joins: BlockJoin[] = [];
  for (const [index, clause] of clauses.entries()) {
    const statements = statementsOf(clause);
    const before = index === 0 ? undefined : statementsOf(clauses[index - 1] ?? clause).at(-1);
    const entry = { start: afterColon(clause), end: endOf(clause) };
    const fallsFrom = before?.type === 'fallthrough_statement' ? jumpFrom(before) : undefined;
    arms.push({ label: clauseLabel(clause), node: clause, entry, ...(fallsFrom === undefined ? {} : { fallsFrom }) });
    const passes = passing(statements, true, place.label);
    if (passes !== 'never') joins.push({ from: entry, ...(passes === 'always' ? { surelyFrom: entry.start } : {}) });
    visitList(statements, entry.start, place.jumps, found);
    for (const part of children(clause)) if (part.type !== 'statement_list') visitLiterals(part, found);
  }
  for (const head of heads) visitLiterals(head, found);
  if (clauses.length === 0) return;
  const isComplete = isSelect || clauses.some(({ type }) => type === 'default_case');
  add(found, node, place, [...heads, ...clauses.flatMap((clause) => children(clause).filter(({ type }) => type !== 'statement_list'))], {
    kind: 'switch',
    condition: brace === null || brace === undefined ? (node.type.split('_')[0] ?? '') : headText(node, brace),
    arms: isComplete ? arms : [...arms, { label: 'default' }],
    isOnce: true,
    next: leadsTo(place).next,
    joins,
  });
}

interface ArmPlan extends BlockArm {
  readonly label: string;
  readonly node?: Node;
}

interface BranchPlan {
  readonly kind: BranchKind;
  readonly condition: string;
  readonly arms: readonly ArmPlan[];
  readonly isOnce: boolean;
  readonly next: Position | undefined;
  readonly joins: readonly BlockJoin[];
}

function add(found: Findings, node: Node, place: Place, heads: readonly Node[], plan: BranchPlan): void {
  const start = startOf(node);
  const safeFrom = place.jumps || heads.some(mayLeave) ? undefined : safeStart(place);
  const arms = plan.arms.map(({ label, node: own }, index): SourceArm => ({
    key: `${plan.kind}@${start.line}:${start.column}/${index}`,
    label,
    ...(own === undefined ? {} : { range: rangeOf(own) }),
  }));
  found.decisions.push({
    branch: { kind: plan.kind, range: rangeOf(node), condition: plan.condition, arms },
    blocks: {
      header: start,
      ...(place.jumps ? { jumps: true } : {}),
      ...(safeFrom === undefined ? {} : { safeFrom }),
      arms: plan.arms.map(({ entry, fallsFrom }) => ({
        ...(entry === undefined ? {} : { entry }),
        ...(fallsFrom === undefined ? {} : { fallsFrom }),
      })),
      isOnce: plan.isOnce,
      ...(plan.next === undefined ? {} : { next: plan.next }),
      joins: plan.joins,
    },
  });
}

function jumpFrom(statement: Node): BlockJoin {
  return { from: startOf(statement), surelyFrom: safeStart(standing(statement)) };
}

/** The list that a statement stands in. */
function standing(statement: Node): Pick<Place, 'list' | 'index' | 'begin'> {
  const list = statement.parent?.type === 'statement_list' ? children(statement.parent) : [statement];
  const around = statement.parent?.type === 'statement_list' ? statement.parent.parent : null;
  const begin = around === null ? startOf(statement) : clauseTypes.has(around.type) ? afterColon(around) : startOf(around);
  return { list, index: list.findIndex(({ id }) => id === statement.id), begin };
}

/** From where on everything before a statement runs to its end. */
function safeStart({ list, index, begin }: Pick<Place, 'list' | 'index' | 'begin'>): Position {
  for (let before = index - 1; before >= 0; before -= 1) {
    const statement = list[before];
    if (statement !== undefined && mayLeave(statement)) return startOf(list[before + 1] ?? statement);
  }
  return begin;
}

/** The statement that follows, and what else comes to it. */
function leadsTo(place: Place): { readonly next: Position | undefined; readonly joins: readonly BlockJoin[] } {
  if (place.jumps) return { next: undefined, joins: [] };
  if (place.chain !== undefined) return { next: place.chain.next, joins: place.chain.joins };
  const following = place.list[place.index + 1];
  return { next: following === undefined ? undefined : startOf(following), joins: [] };
}

function joinOf(statements: readonly Node[], entry: Range): readonly BlockJoin[] {
  const passes = passing(statements, false, undefined);
  if (passes === 'never') return [];
  return [{ from: entry, ...(passes === 'always' ? { surelyFrom: entry.start } : {}) }];
}

/** What stands between the keyword and the brace. */
function headText(node: Node, end: Node): string {
  const text = oneLine(node.text.slice(0, end.startIndex - node.startIndex));
  return oneLine(text.replace(/^(?:if|for|switch)\b\s*/, '')) || text;
}

function clauseLabel(clause: Node): string {
  if (clause.type === 'default_case') return 'default';
  const colon = colonOf(clause);
  return oneLine(colon === undefined ? clause.text : clause.text.slice(0, colon.startIndex - clause.startIndex));
}

function colonOf(clause: Node): Node | undefined {
  return clause.children.find((child) => child?.type === ':') ?? undefined;
}

function afterColon(clause: Node): Position {
  const colon = colonOf(clause);
  return colon === undefined ? startOf(clause) : endOf(colon);
}

function startOf(node: Node): Position {
  return { line: node.startPosition.row + 1, column: node.startPosition.column };
}

function endOf(node: Node): Position {
  return { line: node.endPosition.row + 1, column: node.endPosition.column };
}

function rangeOf(node: Node): Range {
  return { start: startOf(node), end: endOf(node) };
}
