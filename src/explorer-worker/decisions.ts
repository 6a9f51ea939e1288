import ts from 'typescript';
import type { ArmKey } from '../core/coverage/coverage-map.ts';

/** How the parts of a condition are combined; a leaf names the slot its probe writes distances to. */
export type Condition =
  | { readonly kind: 'leaf'; readonly slot: number }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and' | 'or' | 'nullish'; readonly left: Condition; readonly right: Condition };

export interface ArmInfo {
  readonly index: number;
  /** undefined: the entry of a function, not an arm of a branch. */
  readonly key: ArmKey | undefined;
  /** Arms that have to be taken first, outermost first, this one last. */
  readonly chain: readonly number[];
  /** The code of the arm; absent for an implicit else. */
  readonly node: ts.Node | undefined;
  readonly decision: Decision | undefined;
}

export interface Decision {
  readonly index: number;
  readonly kind: 'if' | 'cond-expr' | 'binary-expr' | 'switch' | 'default-arg';
  readonly node: ts.Node;
  /** Indices of its arms. */
  readonly arms: number[];
  condition: Condition | undefined;
}

/** Every decision of a file as Istanbul counts them, with the probes' numbers. */
export interface DecisionTable {
  readonly decisions: readonly Decision[];
  readonly arms: readonly ArmInfo[];
  readonly slots: number;
  readonly byNode: ReadonlyMap<ts.Node, Decision>;
  /** Condition leaves and the slots that their probes write to. */
  readonly leaves: ReadonlyMap<ts.Node, number>;
  /** Operands of logical expressions and the arms that they are. */
  readonly operands: ReadonlyMap<ts.Node, number>;
  /** Functions and the pseudo arms of their entries. */
  readonly entries: ReadonlyMap<ts.Node, number>;
}

export type FunctionNode = ts.FunctionLikeDeclaration & { readonly body: ts.Node };

export function isFunctionWithBody(node: ts.Node): node is FunctionNode {
  return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;
}

export function skipParentheses(node: ts.Node): ts.Node {
  return ts.isParenthesizedExpression(node) ? skipParentheses(node.expression) : node;
}

const logicalOperators = new Map<ts.SyntaxKind, 'and' | 'or' | 'nullish'>([
  [ts.SyntaxKind.AmpersandAmpersandToken, 'and'],
  [ts.SyntaxKind.BarBarToken, 'or'],
  [ts.SyntaxKind.QuestionQuestionToken, 'nullish'],
]);

export function logicalKind(node: ts.Node): 'and' | 'or' | 'nullish' | undefined {
  return ts.isBinaryExpression(node) ? logicalOperators.get(node.operatorToken.kind) : undefined;
}

/** Finds the decisions of a file in the order of the text. */
export function readDecisions(source: ts.SourceFile): DecisionTable {
  const decisions: Decision[] = [];
  const arms: ArmInfo[] = [];
  const byNode = new Map<ts.Node, Decision>();
  const leaves = new Map<ts.Node, number>();
  const operands = new Map<ts.Node, number>();
  const entries = new Map<ts.Node, number>();
  const conditions = new Map<ts.Node, Condition>();
  let slots = 0;

  const keyOf = (kind: Decision['kind'], node: ts.Node, arm: number): ArmKey => {
    const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
    return `${kind}@${line + 1}:${character}/${arm}`;
  };
  const addArm = (arm: Omit<ArmInfo, 'index' | 'chain'>, requirements: readonly number[]): number => {
    const index = arms.length;
    arms.push({ index, ...arm, chain: [...requirements, index] });
    return index;
  };
  const addDecision = (
    kind: Decision['kind'],
    node: ts.Node,
    anchor: ts.Node,
    parts: readonly (ts.Node | undefined)[],
    requirements: readonly number[],
  ): Decision => {
    const decision: Decision = { index: decisions.length, kind, node, arms: [], condition: undefined };
    decisions.push(decision);
    byNode.set(node, decision);
    parts.forEach((part, arm) => decision.arms.push(addArm({ key: keyOf(kind, anchor, arm), node: part, decision }, requirements)));
    return decision;
  };
  const conditionOf = (expression: ts.Node): Condition => {
    const node = skipParentheses(expression);
    const known = conditions.get(node);
    if (known !== undefined) return known;
    let condition: Condition;
    const logical = logicalKind(node);
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
      condition = { kind: 'not', of: conditionOf(node.operand) };
    else if (logical !== undefined && ts.isBinaryExpression(node))
      condition = { kind: logical, left: conditionOf(node.left), right: conditionOf(node.right) };
    else {
      condition = { kind: 'leaf', slot: slots };
      leaves.set(node, slots);
      slots += 1;
    }
    conditions.set(node, condition);
    return condition;
  };

  const visitStatements = (statements: readonly ts.Statement[], requirements: readonly number[]): void => {
    let current = requirements;
    for (const statement of statements) {
      visit(statement, current);
      if (!ts.isIfStatement(statement)) continue;
      const decision = byNode.get(statement);
      const [whenTrue, whenFalse] = decision?.arms ?? [];
      if (whenFalse !== undefined && alwaysLeaves(statement.thenStatement)) current = [...current, whenFalse];
      else if (whenTrue !== undefined && statement.elseStatement !== undefined && alwaysLeaves(statement.elseStatement))
        current = [...current, whenTrue];
    }
  };
  const visitFunction = (node: FunctionNode, requirements: readonly number[]): void => {
    const entry = addArm({ key: undefined, node: undefined, decision: undefined }, requirements);
    entries.set(node, entry);
    const inner = [...requirements, entry];
    node.parameters.forEach((parameter) => visit(parameter, inner));
    visit(node.body, inner);
  };
  const visitLogical = (node: ts.BinaryExpression, requirements: readonly number[]): void => {
    const leafNodes: ts.Node[] = [];
    const flatten = (each: ts.Node): void => {
      const inner = skipParentheses(each);
      if (ts.isBinaryExpression(inner) && logicalKind(inner) !== undefined) {
        flatten(inner.left);
        flatten(inner.right);
      } else leafNodes.push(inner);
    };
    flatten(node);
    const decision = addDecision('binary-expr', node, node, leafNodes, requirements);
    decision.condition = conditionOf(node);
    leafNodes.forEach((leaf, index) => {
      const arm = decision.arms[index];
      if (arm === undefined) return;
      operands.set(leaf, arm);
      visit(leaf, index === 0 ? requirements : [...requirements, arm]);
    });
  };
  const visitSwitch = (node: ts.SwitchStatement, requirements: readonly number[]): void => {
    const decision = addDecision('switch', node, node, node.caseBlock.clauses, requirements);
    visit(node.expression, requirements);
    node.caseBlock.clauses.forEach((clause, index) => {
      if (ts.isCaseClause(clause)) visit(clause.expression, requirements);
      const arm = decision.arms[index];
      visitStatements(clause.statements, arm === undefined ? requirements : [...requirements, arm]);
    });
  };
  const visitTwoWay = (node: ts.IfStatement | ts.ConditionalExpression, requirements: readonly number[]): void => {
    const [test, yes, no] = ts.isIfStatement(node)
      ? [node.expression, node.thenStatement, node.elseStatement]
      : [node.condition, node.whenTrue, node.whenFalse];
    const decision = addDecision(ts.isIfStatement(node) ? 'if' : 'cond-expr', node, node, [yes, no], requirements);
    decision.condition = conditionOf(test);
    visit(test, requirements);
    const [whenTrue, whenFalse] = decision.arms;
    visit(yes, whenTrue === undefined ? requirements : [...requirements, whenTrue]);
    if (no !== undefined) visit(no, whenFalse === undefined ? requirements : [...requirements, whenFalse]);
  };
  const visitDefault = (
    node: ts.ParameterDeclaration | ts.BindingElement,
    initializer: ts.Expression,
    requirements: readonly number[],
  ): void => {
    const decision = addDecision('default-arg', node, node.name, [initializer], requirements);
    const [arm] = decision.arms;
    visit(node.name, requirements);
    visit(initializer, arm === undefined ? requirements : [...requirements, arm]);
  };

  function visit(node: ts.Node, requirements: readonly number[]): void {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isEnumDeclaration(node)) return;
    if (isFunctionWithBody(node)) visitFunction(node, requirements);
    else if (ts.isIfStatement(node) || ts.isConditionalExpression(node)) visitTwoWay(node, requirements);
    else if (ts.isSwitchStatement(node)) visitSwitch(node, requirements);
    else if (ts.isBinaryExpression(node) && logicalKind(node) !== undefined) visitLogical(node, requirements);
    else if ((ts.isParameter(node) || ts.isBindingElement(node)) && node.initializer !== undefined)
      visitDefault(node, node.initializer, requirements);
    else if (ts.isBlock(node) || ts.isSourceFile(node)) visitStatements(node.statements, requirements);
    else ts.forEachChild(node, (child) => visit(child, requirements));
  }
  visit(source, []);
  return { decisions, arms, slots, byNode, leaves, operands, entries };
}

/** Whether control never runs past the statement. */
function alwaysLeaves(statement: ts.Statement): boolean {
  if (
    ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement) ||
    ts.isContinueStatement(statement) ||
    ts.isBreakStatement(statement)
  )
    return true;
  if (ts.isBlock(statement)) {
    const last = statement.statements.at(-1);
    return last !== undefined && alwaysLeaves(last);
  }
  if (ts.isIfStatement(statement))
    return statement.elseStatement !== undefined && alwaysLeaves(statement.thenStatement) && alwaysLeaves(statement.elseStatement);
  return false;
}
