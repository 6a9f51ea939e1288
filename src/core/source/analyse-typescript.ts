import type ts from 'typescript';
import type { BranchKind, Range } from '../coverage/coverage-map.ts';
import { readIgnoreHints, type IgnoreHints } from './ignore-hints.ts';
import { oneLine } from './one-line.ts';
import type { Language, SourceArm, SourceBranch, SourceModel } from './source-model.ts';
import { createFunctionNamer } from './typescript-functions.ts';

type TypeScript = typeof ts;

interface RawArm {
  readonly label: string;
  readonly node: ts.Node | undefined;
  readonly ignored: boolean;
}

interface RawBranch {
  readonly kind: BranchKind;
  readonly start: number;
  readonly end: number;
  readonly condition: string;
  readonly arms: readonly RawArm[];
}

/**
 * Branches and functions of JavaScript and TypeScript, with and without JSX. Branches are counted as
 * istanbul-lib-instrument's visitor counts them: one arm a default value, one a case, a flattened chain of `&& || ??`.
 */
export function analyseTypeScript(typescript: TypeScript, path: string, text: string, language: Language): SourceModel {
  const file = typescript.createSourceFile(path, text, typescript.ScriptTarget.Latest, true, scriptKind(typescript, path));
  const hints = readIgnoreHints(typescript, file, text);
  const namer = createFunctionNamer(typescript, file);
  const branches: SourceBranch[] = [];
  const ignoredBranches: SourceBranch[] = [];
  const keys = new Map<string, number>();

  const pending: { readonly node: ts.Node; readonly ignored: boolean }[] = [{ node: file, ignored: hints.wholeFile }];
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    const { node } = entry;
    if (typescript.isTypeNode(node) && !typescript.isExpressionWithTypeArguments(node)) continue;
    const ignored = entry.ignored || (node !== file && hints.before(node) === 'next');
    namer.visit(node);
    const raw = branchAt(typescript, file, node, hints);
    if (raw !== undefined) {
      const branch = sourceBranch(file, raw, keys);
      (ignored || hints.ignoresLine(branch.range.start.line) ? ignoredBranches : branches).push(branch);
    }
    const children: ts.Node[] = [];
    typescript.forEachChild(node, (child) => {
      // Names, literals and operators, most nodes of a file, are no branch and hold none.
      if (child.kind > typescript.SyntaxKind.LastToken) children.push(child);
    });
    for (let child = children.pop(); child !== undefined; child = children.pop())
      pending.push({ node: child, ignored: ignored || ignoredSide(typescript, node, child, hints) });
  }
  const syntaxError = firstError(typescript, file);
  return {
    language,
    functions: namer.functions(),
    branches,
    ...(ignoredBranches.length === 0 ? {} : { ignoredBranches }),
    ...(syntaxError === undefined ? {} : { syntaxError }),
  };
}

function scriptKind(typescript: TypeScript, path: string): ts.ScriptKind {
  if (/\.tsx$/i.test(path)) return typescript.ScriptKind.TSX;
  if (/\.[mc]?ts$/i.test(path)) return typescript.ScriptKind.TS;
  // Many projects keep JSX in plain .js files.
  return typescript.ScriptKind.JSX;
}

/** Parse errors are not part of TypeScript's public types, but every source file carries them. */
function firstError(typescript: TypeScript, file: ts.SourceFile): string | undefined {
  const { parseDiagnostics = [] } = file as unknown as { readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[] };
  const first = parseDiagnostics[0];
  if (first === undefined) return undefined;
  const { line } = file.getLineAndCharacterOfPosition(first.start);
  return `Line ${line + 1}: ${typescript.flattenDiagnosticMessageText(first.messageText, ' ')}`;
}

/** `ignore if` and `ignore else` take out what stands inside that side, too. */
function ignoredSide(typescript: TypeScript, parent: ts.Node, child: ts.Node, hints: IgnoreHints): boolean {
  if (!typescript.isIfStatement(parent)) return false;
  const hint = hints.before(parent);
  return (hint === 'if' && child === parent.thenStatement) || (hint === 'else' && child === parent.elseStatement);
}

function branchAt(typescript: TypeScript, file: ts.SourceFile, node: ts.Node, hints: IgnoreHints): RawBranch | undefined {
  const text = (part: ts.Node): string => oneLine(part.getText(file));
  const whole = (kind: BranchKind, condition: string, arms: readonly RawArm[], first: ts.Node = node): RawBranch => ({
    kind,
    start: first.getStart(file),
    end: node.getEnd(),
    condition,
    arms,
  });
  const arm = (label: string, part: ts.Node): RawArm => ({ label, node: part, ignored: hints.before(part) === 'next' });

  if (typescript.isIfStatement(node)) {
    const hint = hints.before(node);
    return whole('if', text(node.expression), [
      { label: 'if', node: node.thenStatement, ignored: hint === 'if' },
      { label: 'else', node: node.elseStatement, ignored: hint === 'else' },
    ]);
  }
  if (typescript.isConditionalExpression(node)) {
    return whole('cond-expr', text(node.condition), [arm('then of ?:', node.whenTrue), arm('else of ?:', node.whenFalse)]);
  }
  if (typescript.isSwitchStatement(node)) {
    const cases = node.caseBlock.clauses.map((clause) =>
      arm(typescript.isDefaultClause(clause) ? 'default' : `case ${text(clause.expression)}`, clause),
    );
    return cases.length === 0 ? undefined : whole('switch', text(node.expression), cases);
  }
  if (isLogical(typescript, node)) {
    if (isLogical(typescript, outermost(typescript, node).parent)) return undefined;
    const leaves = operandsOf(typescript, file, node);
    const arms = leaves.map((leaf, index) => arm(operandLabel(leaf.operator, index, leaves.length), leaf.node));
    return whole('binary-expr', text(node), arms);
  }
  const pattern = defaultValue(typescript, node);
  if (pattern === undefined) return undefined;
  const name = text(pattern.name);
  return whole('default-arg', `${name} = ${text(pattern.value)}`, [arm(`default of ${name}`, pattern.value)], pattern.name);
}

function sourceBranch(file: ts.SourceFile, raw: RawBranch, keys: Map<string, number>): SourceBranch {
  const range = rangeOf(file, raw.start, raw.end);
  const place = `${raw.kind}@${range.start.line}:${range.start.column}`;
  const nth = (keys.get(place) ?? 0) + 1;
  keys.set(place, nth);
  const prefix = nth === 1 ? place : `${place}#${nth}`;
  const arms = raw.arms.map((one, index) => ({ ignored: one.ignored, arm: sourceArm(file, one, `${prefix}/${index}`) }));
  const ignoredArms = arms.filter((one) => one.ignored).map((one) => one.arm);
  return {
    kind: raw.kind,
    range,
    condition: raw.condition,
    arms: arms.filter((one) => !one.ignored).map((one) => one.arm),
    ...(ignoredArms.length === 0 ? {} : { ignoredArms }),
  };
}

function sourceArm(file: ts.SourceFile, raw: RawArm, key: string): SourceArm {
  return raw.node === undefined
    ? { key, label: raw.label }
    : { key, label: raw.label, range: rangeOf(file, raw.node.getStart(file), raw.node.getEnd()) };
}

function rangeOf(file: ts.SourceFile, start: number, end: number): Range {
  const from = file.getLineAndCharacterOfPosition(start);
  const to = file.getLineAndCharacterOfPosition(end);
  return { start: { line: from.line + 1, column: from.character }, end: { line: to.line + 1, column: to.character } };
}

function isLogical(typescript: TypeScript, node: ts.Node | undefined): node is ts.BinaryExpression {
  if (node === undefined || !typescript.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  const { SyntaxKind } = typescript;
  return kind === SyntaxKind.AmpersandAmpersandToken || kind === SyntaxKind.BarBarToken || kind === SyntaxKind.QuestionQuestionToken;
}

/** Through what is gone in the compiled code: parentheses, `as`, `satisfies`, `!`. */
function unwrapped(typescript: TypeScript, node: ts.Node): ts.Node {
  let inner = node;
  while (isWrapper(typescript, inner)) inner = inner.expression;
  return inner;
}

function outermost(typescript: TypeScript, node: ts.Node): ts.Node {
  let outer = node;
  while (outer.parent !== undefined && isWrapper(typescript, outer.parent)) outer = outer.parent;
  return outer;
}

function isWrapper(
  typescript: TypeScript,
  node: ts.Node,
): node is ts.ParenthesizedExpression | ts.AsExpression | ts.SatisfiesExpression | ts.NonNullExpression | ts.TypeAssertion {
  return (
    typescript.isParenthesizedExpression(node) ||
    typescript.isAsExpression(node) ||
    typescript.isSatisfiesExpression(node) ||
    typescript.isNonNullExpression(node) ||
    typescript.isTypeAssertionExpression(node)
  );
}

/** Leaves of a chain of logical operators, left to right, each with the operator that decides whether it is evaluated (the first: its own). */
function operandsOf(
  typescript: TypeScript,
  file: ts.SourceFile,
  chain: ts.BinaryExpression,
): readonly { readonly node: ts.Node; readonly operator: string }[] {
  const leaves: { node: ts.Node; operator: string }[] = [];
  const pending: { readonly node: ts.Node; readonly operator: string }[] = [{ node: chain, operator: '' }];
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    const inner = unwrapped(typescript, entry.node);
    if (isLogical(typescript, inner)) {
      const operator = inner.operatorToken.getText(file);
      pending.push({ node: inner.right, operator }, { node: inner.left, operator: entry.operator });
    } else leaves.push({ node: inner, operator: entry.operator });
  }
  return leaves.map((leaf, index) => (index === 0 ? { ...leaf, operator: leaves[1]?.operator ?? '' } : leaf));
}

function operandLabel(operator: string, index: number, total: number): string {
  if (total === 2) return `${index === 0 ? 'left' : 'right'} of ${operator}`;
  return `${ordinal(index + 1)} operand of ${operator}`;
}

function ordinal(number: number): string {
  const suffix = number % 100 >= 11 && number % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${suffix}`;
}

/** What ESTree calls an AssignmentPattern: a default value of a parameter, a binding or a destructuring assignment. */
function defaultValue(typescript: TypeScript, node: ts.Node): { readonly name: ts.Node; readonly value: ts.Expression } | undefined {
  if ((typescript.isParameter(node) || typescript.isBindingElement(node)) && node.initializer !== undefined) {
    return { name: node.name, value: node.initializer };
  }
  if (typescript.isShorthandPropertyAssignment(node) && node.objectAssignmentInitializer !== undefined) {
    return { name: node.name, value: node.objectAssignmentInitializer };
  }
  const isAssignment = typescript.isBinaryExpression(node) && node.operatorToken.kind === typescript.SyntaxKind.EqualsToken;
  return isAssignment && isInPattern(typescript, node) ? { name: node.left, value: node.right } : undefined;
}

/** True for an element of an array or object literal that stands left of `=`, or is the variable of a `for … of`. */
function isInPattern(typescript: TypeScript, element: ts.Node): boolean {
  let node = element;
  for (;;) {
    const property: ts.Node = typescript.isPropertyAssignment(node.parent) && node.parent.initializer === node ? node.parent : node;
    const literal = property.parent;
    if (!typescript.isArrayLiteralExpression(literal) && !typescript.isObjectLiteralExpression(literal)) return false;
    const target = outermost(typescript, literal);
    const { parent } = target;
    if (typescript.isForOfStatement(parent) || typescript.isForInStatement(parent)) return parent.initializer === target;
    if (typescript.isBinaryExpression(parent) && parent.operatorToken.kind === typescript.SyntaxKind.EqualsToken)
      return parent.left === target;
    node = target;
  }
}
