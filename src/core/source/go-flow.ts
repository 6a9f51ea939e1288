import type TreeSitter from '@vscode/tree-sitter-wasm';

type Node = TreeSitter.Node;

/** Whether control always, perhaps or never comes to the end of some code. */
export type Passing = 'always' | 'perhaps' | 'never';

/** Functions of the language that cannot panic, and conversions between basic types. */
const harmless: ReadonlySet<string> = new Set(
  (
    'len cap min max new append copy recover print println real imag complex bool string byte rune int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr ' +
    'float32 float64 complex64 complex128'
  ).split(' '),
);

/** Statements that may be left, or never be left, in ways that are not counted. */
const leaving: ReadonlySet<string> = new Set([
  'return_statement',
  'break_statement',
  'continue_statement',
  'goto_statement',
  'fallthrough_statement',
  'for_statement',
  'select_statement',
  'send_statement',
  'receive_statement',
  'go_statement',
  'defer_statement',
  'labeled_statement',
]);

/** Expressions that may panic: an index out of range, nil, another type. */
const panicking: ReadonlySet<string> = new Set([
  'index_expression',
  'slice_expression',
  'type_assertion_expression',
  'selector_expression',
  'type_conversion_expression',
]);

const literals: ReadonlySet<string> = new Set([
  'int_literal',
  'float_literal',
  'rune_literal',
  'imaginary_literal',
  'interpreted_string_literal',
  'raw_string_literal',
  'nil',
  'true',
  'false',
]);

/** Whether some code may be left otherwise than at its end: by a jump, a panic, a call that never returns. In doubt it may. */
export function mayLeave(node: Node): boolean {
  if (leaving.has(node.type) || panicking.has(node.type) || node.isError || node.isMissing) return true;
  switch (node.type) {
    // Its body runs when it is called.
    case 'func_literal':
      return false;
    case 'call_expression': {
      const called = node.childForFieldName('function');
      if (called?.type !== 'identifier' || !harmless.has(called.text)) return true;
      break;
    }
    case 'unary_expression':
      if (['*', '<-'].includes(node.childForFieldName('operator')?.text ?? '')) return true;
      break;
    case 'binary_expression':
      if (mayPanic(node)) return true;
      break;
    case 'assignment_statement':
      if (/^(?:\/|%|<<|>>)=$/.test(node.childForFieldName('operator')?.text ?? '')) return true;
      break;
    default:
  }
  return children(node).some(mayLeave);
}

/** Division by zero, a negative shift, the comparison of values that cannot be compared. */
function mayPanic(node: Node): boolean {
  const sides = [node.childForFieldName('left'), node.childForFieldName('right')];
  const right = sides[1]?.type ?? '';
  switch (node.childForFieldName('operator')?.text ?? '') {
    case '/':
    case '%':
    case '<<':
    case '>>':
      return !literals.has(right);
    case '==':
    case '!=':
      return !sides.some((side) => side !== null && side !== undefined && literals.has(side.type));
    default:
      return false;
  }
}

/** Whether a list of statements comes to its end. `breaks`: a `break` in it ends there too (a clause of a switch). */
export function passing(statements: readonly Node[], breaks: boolean, label: string | undefined): Passing {
  if (!statements.some(mayLeave)) return 'always';
  const leavesHere = breaks && statements.some((statement) => breaksOf(statement, label, true).length > 0);
  return !leavesHere && statements.some(neverPasses) ? 'never' : 'perhaps';
}

/** Statements after which nothing runs: "Terminating statements" in go.dev/ref/spec, and jumps. */
function neverPasses(statement: Node): boolean {
  switch (statement.type) {
    case 'return_statement':
    case 'goto_statement':
    case 'break_statement':
    case 'continue_statement':
    case 'fallthrough_statement':
      return true;
    case 'expression_statement': {
      const call = statement.namedChild(0);
      return call?.type === 'call_expression' && call.childForFieldName('function')?.text === 'panic';
    }
    case 'block':
      return statementsOf(statement).some(neverPasses);
    case 'if_statement': {
      const then = statement.childForFieldName('consequence');
      const otherwise = statement.childForFieldName('alternative');
      return then !== null && otherwise !== null && neverPasses(then) && neverPasses(otherwise);
    }
    default:
      return false;
  }
}

/** `break` statements that end the statement around `node`: those without a label that belong to nothing inside, and those with its label. */
export function breaksOf(node: Node, label: string | undefined, direct: boolean): readonly Node[] {
  if (node.type === 'func_literal') return [];
  if (node.type === 'break_statement') {
    const named = node.namedChildren.find((child) => child?.type === 'label_name')?.text;
    return (named === undefined ? direct : named === label) ? [node] : [];
  }
  const inner = direct && !/^(?:for|expression_switch|type_switch|select)_statement$/.test(node.type);
  return children(node).flatMap((child) => breaksOf(child, label, inner));
}

/** Whether anything jumps to a label by `goto`. */
export function hasGoto(node: Node): boolean {
  return node.type === 'goto_statement' || children(node).some(hasGoto);
}

/** The statements of a block or of a clause of a switch, without comments. */
export function statementsOf(node: Node): readonly Node[] {
  const list = children(node).find((child) => child.type === 'statement_list');
  return list === undefined ? [] : children(list).filter(({ type }) => type !== 'empty_statement');
}

export function children(node: Node): readonly Node[] {
  return node.namedChildren.filter((child): child is Node => child !== null && child.type !== 'comment');
}
