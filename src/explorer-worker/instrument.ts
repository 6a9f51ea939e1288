import { MagicString } from 'magic-string';
import ts from 'typescript';
import { isFunctionWithBody, skipParentheses, type DecisionTable } from './decisions.ts';

/** Global through which instrumented code reaches its probes. */
export const probeGlobal = '__branchlight__';
const local = '__bl';

const comparisons = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.LessThanToken, '<'],
  [ts.SyntaxKind.LessThanEqualsToken, '<='],
  [ts.SyntaxKind.GreaterThanToken, '>'],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>='],
  [ts.SyntaxKind.EqualsEqualsToken, '=='],
  [ts.SyntaxKind.ExclamationEqualsToken, '!='],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '==='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.InKeyword, 'in'],
  [ts.SyntaxKind.InstanceOfKeyword, 'instanceof'],
]);

const predicates: ReadonlySet<string> = new Set([
  'startsWith',
  'endsWith',
  'includes',
  'test',
  'has',
  'isArray',
  'isInteger',
  'isFinite',
  'isNaN',
  'hasOwn',
  'hasOwnProperty',
]);

/** A change to the source that a good test notices; active when the probes' `z` is its number. */
export interface SourceMutant {
  readonly id: number;
  readonly node: ts.Node;
  /** Text that stands in for the node's. */
  readonly replacement: string;
  /** `statement`: the node is a statement and is left out. */
  readonly form: 'expression' | 'statement';
}

export interface InstrumentOptions {
  /** Probes for the decisions; absent: only what keeps the code in bounds. */
  readonly table?: DecisionTable;
  readonly mutants?: readonly SourceMutant[];
}

/**
 * Writes probes into a source file. Order of evaluation, short circuits and laziness stay as they were: a probe takes
 * already evaluated operands, and no function is put around code. The result is still TypeScript, not yet transpiled.
 */
export function instrument(source: ts.SourceFile, options: InstrumentOptions): string {
  const text = new MagicString(source.text);
  const table = options.table;
  const mutants = groupByNode(options.mutants ?? []);
  const start = (node: ts.Node): number => node.getStart(source);
  const open = (at: number, probe: string): void => void text.appendRight(at, probe);
  const close = (at: number, probe: string): void => void text.prependLeft(at, probe);
  const wrap = (node: ts.Node, before: string, after: string): void => {
    open(start(node), before);
    close(node.end, after);
  };

  const mutate = (node: ts.Node): void => {
    for (const mutant of mutants.get(node) ?? []) {
      if (mutant.form === 'statement') wrap(node, `if(${local}.z!==${mutant.id}){`, '}');
      else wrap(node, `(${local}.z===${mutant.id}?(${mutant.replacement}):(`, '))');
    }
  };

  const leaf = (node: ts.Node, slot: number): void => {
    if (ts.isBinaryExpression(node)) {
      const operator = comparisons.get(node.operatorToken.kind);
      if (operator !== undefined && !ts.isPrivateIdentifier(node.left)) {
        wrap(node, `${local}.c(${slot},'${operator}',`, ')');
        text.overwrite(start(node.operatorToken), node.operatorToken.end, ',');
        return;
      }
    }
    const call = node;
    if (ts.isCallExpression(call) && ts.isPropertyAccessExpression(call.expression) && isPlainPredicate(call, call.expression)) {
      const method = call.expression;
      const first = call.arguments[0];
      wrap(node, `${local}.p(${slot},`, '');
      text.overwrite(
        method.expression.end,
        first === undefined ? call.end - 1 : start(first),
        `,'${method.name.text}'${first === undefined ? '' : ','}`,
      );
      return;
    }
    wrap(node, `${local}.v(${slot},(`, '))');
  };

  const decide = (node: ts.Node): void => {
    const decision = table?.byNode.get(node);
    if (decision === undefined) return;
    if (ts.isIfStatement(node)) wrap(node.expression, `${local}.d(${decision.index},(`, '))');
    else if (ts.isConditionalExpression(node)) wrap(node.condition, `${local}.d(${decision.index},(`, '))');
    else if (ts.isSwitchStatement(node)) {
      wrap(node.expression, `${local}.s(${decision.index},(`, '))');
      node.caseBlock.clauses.forEach((clause, index) => {
        const arm = decision.arms[index] ?? -1;
        if (ts.isCaseClause(clause)) wrap(clause.expression, `${local}.q(${decision.index},${arm},(`, '))');
        open(clause.statements.pos, `${local}.h(${arm});`);
      });
    } else if ((ts.isParameter(node) || ts.isBindingElement(node)) && node.initializer !== undefined) {
      wrap(node.initializer, `(${local}.h(${decision.arms[0] ?? -1}),`, ')');
    } else if (ts.isBinaryExpression(node)) wrap(node, `${local}.l(${decision.index},(`, '))');
  };

  const bound = (node: ts.Node): void => {
    if (ts.isIterationStatement(node, false)) {
      if (ts.isBlock(node.statement)) open(start(node.statement) + 1, `${local}.k();`);
      else wrap(node.statement, `{${local}.k();`, '}');
    } else if (ts.isThrowStatement(node)) wrap(node.expression, `${local}.e((`, '))');
    else if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
      text.overwrite(start(node), node.end, `${local}.meta(__filename)`);
    const entry = table?.entries.get(node);
    if (entry !== undefined && isFunctionWithBody(node)) {
      if (ts.isBlock(node.body)) open(start(node.body) + 1, `${local}.h(${entry});`);
      else wrap(node.body, `(${local}.h(${entry}),`, ')');
    }
  };

  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isEnumDeclaration(node)) return;
    mutate(node);
    const operand = table?.operands.get(node);
    if (operand !== undefined) wrap(node, `(${local}.h(${operand}),`, ')');
    const slot = table?.leaves.get(node);
    decide(node);
    bound(node);
    if (slot !== undefined) leaf(node, slot);
    ts.forEachChild(node, visit);
  };
  visit(source);
  const directives = source.statements.findLastIndex(
    (statement, index) => ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression) && index < 3,
  );
  const shebang = ts.getShebang(source.text)?.length ?? 0;
  const at = directives < 0 ? shebang : (source.statements[directives]?.end ?? 0);
  text.appendLeft(at, `${directives < 0 && shebang === 0 ? '' : ';'}const ${local}=globalThis.${probeGlobal};`);
  return text.toString();
}

function groupByNode(mutants: readonly SourceMutant[]): Map<ts.Node, SourceMutant[]> {
  const groups = new Map<ts.Node, SourceMutant[]>();
  for (const mutant of mutants) {
    const group = groups.get(mutant.node);
    if (group === undefined) groups.set(mutant.node, [mutant]);
    else group.push(mutant);
  }
  return groups;
}

function isPlainPredicate(call: ts.CallExpression, method: ts.PropertyAccessExpression): boolean {
  return (
    call.questionDotToken === undefined &&
    method.questionDotToken === undefined &&
    call.typeArguments === undefined &&
    predicates.has(method.name.text) &&
    skipParentheses(method.expression).kind !== ts.SyntaxKind.SuperKeyword &&
    (method.flags & ts.NodeFlags.OptionalChain) === 0
  );
}
