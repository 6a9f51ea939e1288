import ts from 'typescript';
import type { EntryPoint } from '../core/generators/explorer/exploration.ts';
import type { Parameter, Shape } from '../core/generators/explorer/shape.ts';
import { isFunctionWithBody, type FunctionNode } from './decisions.ts';
import { isHidden, isStatic, resolveAlias, type TypeReader } from './type-shape.ts';

/** An exported thing with what is needed to call it. */
export interface Entry {
  readonly point: EntryPoint;
  /** Of the instance that it is called on, for methods, getters and setters. */
  readonly receiver: (Shape & { readonly kind: 'instance' }) | undefined;
  readonly parameters: readonly Parameter[];
  readonly node: FunctionNode;
  /** Declared types say what may be passed. */
  readonly typed: boolean;
  /** Names of the class's public fields and getters. */
  readonly publicFields: readonly string[];
  /** Some path through it gives a value back, so that `undefined` on another path means something. */
  readonly givesValue: boolean;
  /** Why no test can call it, when that is known. */
  readonly obstacle: string | undefined;
}

/** Everything that another file can call in `file`, in the order of the text. */
export function findEntryPoints(file: ts.SourceFile, checker: ts.TypeChecker, types: TypeReader): Entry[] {
  const module = moduleSymbol(file, checker);
  if (module === undefined) return [];
  const entries: Entry[] = [];
  const seen = new Set<ts.Node>();
  const exportEquals = module.exports?.get(ts.InternalSymbolName.ExportEquals);
  const exported = checker.getExportsOfModule(module).map((symbol) => ({ path: [symbol.name], symbol }));
  if (exportEquals !== undefined) exported.unshift({ path: ['module.exports'], symbol: exportEquals });

  const add = (
    kind: EntryPoint['kind'],
    path: readonly string[],
    node: FunctionNode,
    details: { member?: string; name: string; owner?: Owner },
  ): void => {
    if (seen.has(node)) return;
    seen.add(node);
    for (const signature of signaturesOf(node, kind)) {
      const parameters = kind === 'getter' ? [] : types.parameters(signature, node);
      const blocked = parameters.find((parameter) => !parameter.optional && parameter.shape.kind === 'unbuildable');
      const needsReceiver = kind === 'method' || kind === 'getter' || kind === 'setter';
      entries.push({
        point: {
          kind,
          path,
          ...(details.member === undefined ? {} : { member: details.member }),
          name: details.name,
          parameters: parameters.map(({ name, optional, rest, shape }) => ({ name, optional, rest, exact: needsDeclaredType(shape) })),
          ...(mayBeNothing(signature, checker) ? { mayBeNothing: true } : {}),
        },
        receiver: needsReceiver ? details.owner?.receiver : undefined,
        parameters,
        node,
        typed: (node.flags & ts.NodeFlags.JavaScriptFile) === 0 || parameters.some((parameter) => parameter.shape.kind !== 'unknown'),
        givesValue: givesValue(node),
        publicFields: details.owner?.publicFields ?? [],
        obstacle:
          blocked !== undefined && blocked.shape.kind === 'unbuildable'
            ? `no ${blocked.shape.type} can be written down for ${blocked.name}`
            : needsReceiver && details.owner?.receiver === undefined
              ? `no instance of ${details.owner?.name ?? 'its class'} can be made with new or by a static method`
              : undefined,
      });
    }
  };
  const signaturesOf = (node: FunctionNode, kind: EntryPoint['kind']): readonly ts.Signature[] => {
    const own = checker.getSignatureFromDeclaration(node);
    if (kind === 'constructor' || kind === 'getter' || kind === 'setter') return own === undefined ? [] : [own];
    const symbol = checker.getSymbolAtLocation(ts.getNameOfDeclaration(node) ?? node);
    const overloads = symbol === undefined ? [] : checker.getTypeOfSymbolAtLocation(symbol, node).getCallSignatures();
    return overloads.length > 1 ? overloads.slice(0, 3) : own === undefined ? [] : [own];
  };
  const addClass = (path: readonly string[], node: ts.ClassLikeDeclaration, name: string): void => {
    const ref = { file: undefined, path };
    const receiver = types.instanceOf(node, ref);
    const owner: Owner = { name, receiver, publicFields: publicFieldsOf(node, checker) };
    for (const member of node.members) {
      if (!isFunctionWithBody(member) || isHidden(member)) continue;
      if (ts.isConstructorDeclaration(member)) {
        if (receiver !== undefined && receiver.factory === undefined) add('constructor', path, member, { name, owner });
        continue;
      }
      const memberName = member.name !== undefined && ts.isIdentifier(member.name) ? member.name.text : undefined;
      if (memberName === undefined) continue;
      if (ts.isGetAccessor(member) || ts.isSetAccessor(member)) {
        const kind = ts.isGetAccessor(member) ? 'getter' : 'setter';
        if (!isStatic(member)) add(kind, path, member, { member: memberName, name, owner });
      } else add(isStatic(member) ? 'static' : 'method', path, member, { member: memberName, name, owner });
    }
  };
  const addValue = (path: readonly string[], node: ts.Node | undefined, name: string, depth: number): void => {
    const value = node === undefined ? undefined : unwrap(node);
    if (value === undefined || value.getSourceFile() !== file) return;
    if (ts.isClassLike(value)) addClass(path, value, name);
    else if (isFunctionWithBody(value)) add('function', path, value, { name });
    else if (ts.isObjectLiteralExpression(value) && depth < 2) {
      for (const property of value.properties) {
        const key =
          property.name !== undefined && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name))
            ? property.name.text
            : undefined;
        if (key === undefined) continue;
        const inner = path[0] === 'module.exports' ? [key] : [...path, key];
        if (ts.isPropertyAssignment(property)) addValue(inner, property.initializer, key, depth + 1);
        else if (ts.isShorthandPropertyAssignment(property))
          addValue(inner, declarationOf(checker.getShorthandAssignmentValueSymbol(property)), key, depth + 1);
        else if (ts.isMethodDeclaration(property) && isFunctionWithBody(property)) add('function', inner, property, { name: key });
      }
    } else if (ts.isIdentifier(value)) {
      const symbol = checker.getSymbolAtLocation(value);
      const target = symbol === undefined ? undefined : declarationOf(resolveAlias(checker, symbol));
      if (target !== undefined && depth < 4) addValue(path, target, value.text, depth + 1);
    }
  };
  for (const { path, symbol } of exported) {
    const target = resolveAlias(checker, symbol);
    for (const declaration of target.declarations ?? []) {
      const name =
        nameOf(declaration) ?? (path[0] === 'default' || path[0] === 'module.exports' ? 'default export' : (path[0] ?? 'default'));
      addValue(path, declaration, name, 0);
    }
  }
  return entries.sort((left, right) => left.node.pos - right.node.pos);
}

/** The symbol of a module; the checker does not give that of a CommonJS file, which hangs on the file all the same. */
function moduleSymbol(file: ts.SourceFile, checker: ts.TypeChecker): ts.Symbol | undefined {
  return checker.getSymbolAtLocation(file) ?? (file as unknown as { readonly symbol?: ts.Symbol }).symbol;
}

interface Owner {
  readonly name: string;
  readonly receiver: (Shape & { readonly kind: 'instance' }) | undefined;
  readonly publicFields: readonly string[];
}

function declarationOf(symbol: ts.Symbol | undefined): ts.Node | undefined {
  return symbol?.valueDeclaration ?? symbol?.declarations?.[0];
}

function nameOf(declaration: ts.Node): string | undefined {
  if (ts.isExportAssignment(declaration)) return ts.isIdentifier(declaration.expression) ? declaration.expression.text : undefined;
  const name = ts.getNameOfDeclaration(declaration as ts.Declaration);
  return name !== undefined && ts.isIdentifier(name) ? name.text : undefined;
}

/** From a declaration or an expression to the value that it gives: through parentheses, casts and initialisers. */
function unwrap(node: ts.Node): ts.Node {
  if (ts.isVariableDeclaration(node) && node.initializer !== undefined) return unwrap(node.initializer);
  if (ts.isExportAssignment(node)) return unwrap(node.expression);
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return unwrap(node.expression);
  if (ts.isPropertyAccessExpression(node) && ts.isBinaryExpression(node.parent) && node.parent.left === node)
    return unwrap(node.parent.right);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) return unwrap(node.right);
  return node;
}

function publicFieldsOf(node: ts.ClassLikeDeclaration, checker: ts.TypeChecker): string[] {
  return checker
    .getTypeAtLocation(node)
    .getProperties()
    .filter((property) => (property.flags & (ts.SymbolFlags.Property | ts.SymbolFlags.GetAccessor)) !== 0 && !property.name.startsWith('_'))
    .filter((property) => property.declarations?.some(isHidden) !== true)
    .map((property) => property.name);
}

/** Whether the declared type of what a call gives, or of what its promise gives, includes `null` or `undefined`. */
function mayBeNothing(signature: ts.Signature, checker: ts.TypeChecker): boolean {
  const type = checker.getReturnTypeOfSignature(signature);
  const given = checker.getAwaitedType(type) ?? type;
  return given.isUnion() && given.types.some((each) => (each.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)) !== 0);
}

function givesValue(node: FunctionNode): boolean {
  if (!ts.isBlock(node.body)) return true;
  const visit = (each: ts.Node): boolean => {
    if (isFunctionWithBody(each)) return false;
    if (ts.isReturnStatement(each)) return each.expression !== undefined;
    return ts.forEachChild(each, (child) => visit(child) || undefined) === true;
  };
  return visit(node.body);
}

/** Whether a variable with the inferred type of a literal would not fit: literals widen, tuples become arrays. */
function needsDeclaredType(shape: Shape): boolean {
  switch (shape.kind) {
    case 'literal':
      return shape.value.kind === 'string' || shape.value.kind === 'number' || shape.value.kind === 'boolean';
    case 'tuple':
    case 'map':
    case 'function':
    case 'branded':
      return true;
    case 'array':
    case 'set':
      return needsDeclaredType(shape.element);
    case 'union':
      return shape.options.some(needsDeclaredType);
    case 'object':
      return (
        (shape.index !== undefined && needsDeclaredType(shape.index)) ||
        shape.properties.some((property) => needsDeclaredType(property.shape))
      );
    case 'promise':
      return needsDeclaredType(shape.value);
    case 'number':
    case 'string':
    case 'boolean':
    case 'bigint':
    case 'date':
    case 'regexp':
    case 'error':
    case 'global':
    case 'instance':
    case 'unknown':
    case 'unbuildable':
      return false;
  }
}
