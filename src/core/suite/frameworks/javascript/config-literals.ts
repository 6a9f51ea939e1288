import type ts from 'typescript';

/** Stands for a value that only running the configuration could tell. */
export const computed: unique symbol = Symbol('computed');

/** A value as it is written down: JSON's values, a regular expression as its source, and {@link computed}. */
export type Literal = string | number | boolean | null | readonly Literal[] | LiteralObject | typeof computed;

/** `undefined` for what is not written; what a spread or a base brings is not known and counts as not written. */
export interface LiteralObject {
  readonly [name: string]: Literal | undefined;
}

/**
 * What the exported object of a configuration file says literally, without running it: `export default {…}`,
 * `module.exports = {…}`, a variable that is exported, within any function around it (`defineConfig(…)`,
 * `createJestConfig(…)`, `() => ({…})`) and any `satisfies` or `as`. Of several objects in one call the last one wins,
 * property by property (`mergeConfig(base, {…})`). Empty when nothing can be read.
 */
export function readConfigLiterals(typescript: typeof ts, fileName: string, text: string): LiteralObject {
  if (/\.json5?$/.test(fileName)) {
    const { config } = typescript.parseConfigFileTextToJson(fileName, text) as { config?: unknown };
    return isLiteralObject(config as Literal) ? (config as LiteralObject) : {};
  }
  const file = typescript.createSourceFile(fileName, text, typescript.ScriptTarget.Latest, true);
  const exported = exportedExpression(typescript, file);
  const read = exported === undefined ? undefined : readConfig({ typescript, file }, exported, 0);
  return read ?? {};
}

/**
 * What is written in the first object literal of a file that is the value of a property of this name, wherever it stands;
 * for configurations that are put together in ways that {@link readConfigLiterals} does not follow. undefined: there is none.
 */
export function findObjectLiteral(typescript: typeof ts, fileName: string, text: string, name: string): LiteralObject | undefined {
  const file = typescript.createSourceFile(fileName, text, typescript.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): ts.ObjectLiteralExpression | undefined => {
    if (
      typescript.isPropertyAssignment(node) &&
      nameOf(typescript, node) === name &&
      typescript.isObjectLiteralExpression(node.initializer)
    )
      return node.initializer;
    return typescript.forEachChild(node, visit);
  };
  const found = visit(file);
  return found === undefined ? undefined : readObject({ typescript, file }, found, 0);
}

/** Whether a literal is an object with names. */
export function isLiteralObject(value: Literal | undefined): value is LiteralObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The strings of a literal list or the one string; undefined when anything of it is computed or no string. */
export function literalStrings(value: Literal | undefined): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;
}

function exportedExpression(typescript: typeof ts, file: ts.SourceFile): ts.Expression | undefined {
  for (const statement of file.statements.toReversed()) {
    if (typescript.isExportAssignment(statement)) return statement.expression;
    if (!typescript.isExpressionStatement(statement) || !typescript.isBinaryExpression(statement.expression)) continue;
    const { left, operatorToken, right } = statement.expression;
    if (operatorToken.kind === typescript.SyntaxKind.EqualsToken && /^(module\.exports|exports\.default)$/.test(left.getText(file)))
      return right;
  }
  const declared = file.statements.find(
    (statement) =>
      typescript.isFunctionDeclaration(statement) &&
      statement.modifiers?.some((modifier) => modifier.kind === typescript.SyntaxKind.DefaultKeyword) === true,
  );
  return declared === undefined || !typescript.isFunctionDeclaration(declared) ? undefined : returned(typescript, declared.body);
}

interface Reading {
  readonly typescript: typeof ts;
  readonly file: ts.SourceFile;
}

/** How deep values are followed; ends what refers to itself. */
const deepest = 12;

/** Follows an expression to the objects that make the configuration. */
function readConfig(reading: Reading, expression: ts.Expression, depth: number): LiteralObject | undefined {
  const { typescript } = reading;
  if (depth > deepest) return undefined;
  const next = (inner: ts.Expression | undefined): LiteralObject | undefined =>
    inner === undefined ? undefined : readConfig(reading, inner, depth + 1);
  const bare = unwrapped(typescript, expression);
  if (typescript.isObjectLiteralExpression(bare)) return readObject(reading, bare, depth);
  if (typescript.isIdentifier(bare)) return next(declaredValue(reading, bare.text));
  if (typescript.isAwaitExpression(bare)) return next(bare.expression);
  if (typescript.isArrowFunction(bare) || typescript.isFunctionExpression(bare)) return next(returned(typescript, bare.body));
  if (!typescript.isCallExpression(bare)) return undefined;
  const parts = bare.arguments.length === 0 ? [bare.expression] : bare.arguments;
  const objects = parts.map(next).filter((part) => part !== undefined);
  return objects.length === 0 ? undefined : (Object.assign({}, ...objects) as LiteralObject);
}

/** Without parentheses and what only the types say. */
function unwrapped(typescript: typeof ts, expression: ts.Expression): ts.Expression {
  let inner = expression;
  while (
    typescript.isParenthesizedExpression(inner) ||
    typescript.isAsExpression(inner) ||
    typescript.isSatisfiesExpression(inner) ||
    typescript.isNonNullExpression(inner)
  )
    inner = inner.expression;
  return inner;
}

function returned(typescript: typeof ts, body: ts.ConciseBody | undefined): ts.Expression | undefined {
  if (body === undefined) return undefined;
  if (!typescript.isBlock(body)) return body;
  const last = body.statements.findLast((statement) => typescript.isReturnStatement(statement));
  return last !== undefined && typescript.isReturnStatement(last) ? last.expression : undefined;
}

/** What a name of the file's top level was declared with; of a function what it returns. */
function declaredValue({ typescript, file }: Reading, name: string): ts.Expression | undefined {
  for (const statement of file.statements) {
    if (typescript.isFunctionDeclaration(statement) && statement.name?.text === name) return returned(typescript, statement.body);
    if (!typescript.isVariableStatement(statement)) continue;
    for (const declaration of statement.declarationList.declarations)
      if (typescript.isIdentifier(declaration.name) && declaration.name.text === name) return declaration.initializer;
  }
  return undefined;
}

function readObject(reading: Reading, object: ts.ObjectLiteralExpression, depth: number): LiteralObject {
  const { typescript } = reading;
  const result: Record<string, Literal> = {};
  for (const member of object.properties) {
    if (typescript.isSpreadAssignment(member)) {
      Object.assign(result, readConfig(reading, member.expression, depth + 1));
      continue;
    }
    const name = nameOf(typescript, member);
    if (name === undefined) continue;
    if (typescript.isPropertyAssignment(member)) result[name] = readValue(reading, member.initializer, depth + 1);
    else if (typescript.isShorthandPropertyAssignment(member)) result[name] = readValue(reading, member.name, depth + 1);
    else result[name] = computed;
  }
  return result;
}

function nameOf(typescript: typeof ts, { name }: ts.ObjectLiteralElementLike): string | undefined {
  return name !== undefined && (typescript.isIdentifier(name) || typescript.isStringLiteralLike(name)) ? name.text : undefined;
}

function readValue(reading: Reading, expression: ts.Expression, depth: number): Literal {
  const { typescript } = reading;
  if (depth > deepest) return computed;
  const bare = unwrapped(typescript, expression);
  if (typescript.isStringLiteralLike(bare)) return bare.text;
  if (typescript.isNumericLiteral(bare)) return Number(bare.text);
  if (typescript.isRegularExpressionLiteral(bare)) return bare.text.slice(1, bare.text.lastIndexOf('/'));
  if (typescript.isObjectLiteralExpression(bare)) return readObject(reading, bare, depth);
  if (typescript.isArrayLiteralExpression(bare)) {
    const elements = bare.elements.map((element) => readValue(reading, element, depth + 1));
    return elements.includes(computed) ? computed : elements;
  }
  if (typescript.isIdentifier(bare)) {
    const value = declaredValue(reading, bare.text);
    return value === undefined ? computed : readValue(reading, value, depth + 1);
  }
  if (bare.kind === typescript.SyntaxKind.TrueKeyword) return true;
  if (bare.kind === typescript.SyntaxKind.FalseKeyword) return false;
  return bare.kind === typescript.SyntaxKind.NullKeyword ? null : computed;
}
