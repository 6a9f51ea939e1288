import ts from 'typescript';
import type { Mutator, Parameter, PropertyShape, Shape } from '../core/generators/explorer/shape.ts';
import type { Reference, Value } from '../core/generators/explorer/value.ts';

/** Turns types of the checker into shapes that values can be drawn from. */
export interface TypeReader {
  parameters(signature: ts.Signature, at: ts.Node): Parameter[];
  shapeOf(type: ts.Type, at: ts.Node): Shape;
  /** The shape of instances of a class; undefined when neither `new` nor a static method of it makes one from outside. */
  instanceOf(declaration: ts.ClassLikeDeclaration, ref: Reference): (Shape & { readonly kind: 'instance' }) | undefined;
}

const deepest = 5;
const mostProperties = 40;
const mostOptions = 24;
const unknown: Shape = { kind: 'unknown' };
const nothing: Shape = { kind: 'literal', value: { kind: 'undefined' } };

export function createTypeReader(checker: ts.TypeChecker, file: ts.SourceFile): TypeReader {
  const exportsOf = new Map<string, ReadonlyMap<ts.Symbol, string>>();

  /** How another module names a symbol; undefined when its file does not export it. */
  const referTo = (symbol: ts.Symbol): Reference | undefined => {
    const declared = symbol.declarations?.[0]?.getSourceFile();
    if (declared === undefined || declared.isDeclarationFile) return undefined;
    let names = exportsOf.get(declared.fileName);
    if (names === undefined) {
      const module = checker.getSymbolAtLocation(declared);
      names = new Map(
        (module === undefined ? [] : checker.getExportsOfModule(module)).map((each) => [resolveAlias(checker, each), each.name] as const),
      );
      exportsOf.set(declared.fileName, names);
    }
    const name = names.get(symbol);
    return name === undefined ? undefined : { file: declared.fileName === file.fileName ? undefined : declared.fileName, path: [name] };
  };

  const parameters = (signature: ts.Signature, at: ts.Node, depth: number): Parameter[] =>
    signature.getParameters().map((symbol): Parameter => {
      const declaration = symbol.valueDeclaration;
      const parameter = declaration !== undefined && ts.isParameter(declaration) ? declaration : undefined;
      const type = checker.getTypeOfSymbolAtLocation(symbol, declaration ?? at);
      const untyped =
        (type.flags & ts.TypeFlags.Any) !== 0 && parameter !== undefined && (parameter.flags & ts.NodeFlags.JavaScriptFile) !== 0;
      const free = parameter !== undefined && isFree(type, parameter, checker);
      const optional = untyped || (parameter !== undefined && checker.isOptionalParameter(parameter));
      const rest = parameter?.dotDotDotToken !== undefined;
      const name =
        parameter !== undefined && ts.isIdentifier(parameter.name)
          ? parameter.name.text
          : symbol.name.startsWith('__')
            ? 'options'
            : symbol.name;
      const shape = free ? unknown : shapeOf(type, at, depth);
      return {
        name,
        shape: optional ? withoutUndefined(shape) : rest && shape.kind === 'unknown' ? { kind: 'array', element: unknown } : shape,
        optional,
        rest,
        ...keysOf(parameter),
      };
    });

  const shapeOf = (type: ts.Type, at: ts.Node, depth: number): Shape => {
    const flags = type.flags;
    if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown))
      return isUnresolved(type) ? { kind: 'unbuildable', type: 'value of a type that could not be found' } : unknown;
    if (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) return nothing;
    if (flags & ts.TypeFlags.Null) return { kind: 'literal', value: { kind: 'null' } };
    if (flags & ts.TypeFlags.EnumLiteral && !(flags & ts.TypeFlags.Union)) return enumMember(type);
    if (type.isStringLiteral()) return { kind: 'literal', value: { kind: 'string', value: type.value } };
    if (type.isNumberLiteral()) return { kind: 'literal', value: { kind: 'number', value: type.value } };
    if (flags & ts.TypeFlags.BooleanLiteral)
      return { kind: 'literal', value: { kind: 'boolean', value: checker.typeToString(type) === 'true' } };
    if (flags & ts.TypeFlags.BigIntLiteral)
      return { kind: 'literal', value: { kind: 'bigint', value: checker.typeToString(type).replace(/n$/, '') } };
    if (flags & ts.TypeFlags.Boolean) return { kind: 'boolean' };
    if (flags & ts.TypeFlags.TemplateLiteral) return templateLiteral(type as ts.TemplateLiteralType);
    if (flags & ts.TypeFlags.StringLike) return { kind: 'string' };
    if (flags & ts.TypeFlags.NumberLike) return { kind: 'number' };
    if (flags & ts.TypeFlags.BigIntLike) return { kind: 'bigint' };
    if (flags & ts.TypeFlags.TypeParameter) {
      const constraint = checker.getBaseConstraintOfType(type);
      return constraint === undefined || constraint.flags & ts.TypeFlags.Unknown ? { kind: 'number' } : shapeOf(constraint, at, depth);
    }
    if (type.isUnion())
      return union(
        evenly(type.types, mostOptions).map((option) => shapeOf(option, at, depth)),
        type,
      );
    if (type.isIntersection()) return intersection(type, at, depth);
    if (flags & ts.TypeFlags.NonPrimitive) return { kind: 'object', properties: [], index: unknown };
    if (flags & ts.TypeFlags.Object) return depth > deepest ? unbuildable(type) : objectShape(type, at, depth + 1);
    if (flags & (ts.TypeFlags.Conditional | ts.TypeFlags.Index | ts.TypeFlags.IndexedAccess | ts.TypeFlags.Substitution)) {
      const constraint = checker.getBaseConstraintOfType(type);
      return constraint === undefined || constraint === type ? unbuildable(type) : shapeOf(constraint, at, depth + 1);
    }
    return unbuildable(type);
  };

  const unbuildable = (type: ts.Type): Shape => ({ kind: 'unbuildable', type: checker.typeToString(type) });

  const enumMember = (type: ts.Type): Shape => {
    const member = type.symbol;
    const declaration = member.valueDeclaration;
    if (declaration === undefined || !ts.isEnumMember(declaration)) return unbuildable(type);
    const owner = checker.getSymbolAtLocation(declaration.parent.name);
    const ref = owner === undefined ? undefined : referTo(owner);
    const constant = checker.getConstantValue(declaration);
    if (ref === undefined || constant === undefined) return unbuildable(type);
    const stands: Value = typeof constant === 'number' ? { kind: 'number', value: constant } : { kind: 'string', value: constant };
    return { kind: 'literal', value: { kind: 'reference', ref: { file: ref.file, path: [...ref.path, member.name] }, stands } };
  };

  const templateLiteral = (type: ts.TemplateLiteralType): Shape => {
    const fill = (each: ts.Type, text: string): string => (each.flags & ts.TypeFlags.NumberLike ? '1' : text);
    const options = ['', 'a'].map((text): Shape => ({
      kind: 'literal',
      value: {
        kind: 'string',
        value: type.texts
          .map((part, index) => part + (index < type.types.length && type.types[index] !== undefined ? fill(type.types[index], text) : ''))
          .join(''),
      },
    }));
    return { kind: 'union', options };
  };

  const union = (options: readonly Shape[], type: ts.Type): Shape => {
    const buildable = options.filter((option) => option.kind !== 'unbuildable');
    const [only] = buildable;
    if (only === undefined) return unbuildable(type);
    if (buildable.some((option) => option.kind === 'unknown')) return unknown;
    return buildable.length === 1 ? only : { kind: 'union', options: buildable };
  };

  const intersection = (type: ts.IntersectionType, at: ts.Node, depth: number): Shape => {
    const base = type.types.find(
      (part) => part.flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike | ts.TypeFlags.BooleanLike),
    );
    if (base === undefined) return depth > deepest ? unbuildable(type) : objectShape(type, at, depth + 1);
    const alias = type.aliasSymbol === undefined ? undefined : referTo(type.aliasSymbol);
    if (alias === undefined || alias.file !== undefined || type.aliasTypeArguments !== undefined) return unbuildable(type);
    return { kind: 'branded', base: shapeOf(base, at, depth), type: alias.path.join('.') };
  };

  const argumentsOf = (type: ts.Type): readonly ts.Type[] => checker.getTypeArguments(type as ts.TypeReference);

  const objectShape = (type: ts.Type, at: ts.Node, depth: number): Shape => {
    if (checker.isTupleType(type)) {
      const elements = argumentsOf(type).map((element) => shapeOf(element, at, depth));
      return elements.some((element) => element.kind === 'unbuildable') ? unbuildable(type) : { kind: 'tuple', elements };
    }
    if (checker.isArrayType(type)) return list(argumentsOf(type)[0], at, depth);
    const symbol = type.symbol as ts.Symbol | undefined;
    const isGlobal = symbol?.declarations?.every((each) => each.getSourceFile().isDeclarationFile) === true;
    if (symbol !== undefined && isGlobal) {
      const known = globalShape(symbol.name, type, at, depth);
      if (known !== undefined) return known;
    }
    const [signature] = type.getCallSignatures();
    if (signature !== undefined) {
      const returns = depth > 3 ? unknown : shapeOf(signature.getReturnType(), at, depth + 1);
      return {
        kind: 'function',
        returns: returns.kind === 'unbuildable' ? nothing : returns,
        parameters: signature.getParameters().length,
      };
    }
    if (symbol !== undefined && symbol.flags & ts.SymbolFlags.Class) return classShape(type, symbol, at, depth);
    if (type.getConstructSignatures().length > 0) return unbuildable(type);
    return plainObject(type, at, depth);
  };

  const list = (element: ts.Type | undefined, at: ts.Node, depth: number): Shape => {
    const shape = element === undefined ? unknown : shapeOf(element, at, depth);
    return shape.kind === 'unbuildable' ? { kind: 'tuple', elements: [] } : { kind: 'array', element: shape };
  };

  const globalShape = (name: string, type: ts.Type, at: ts.Node, depth: number): Shape | undefined => {
    const [first, second] = argumentsOf(type);
    const argument = (each: ts.Type | undefined): Shape => (each === undefined ? unknown : shapeOf(each, at, depth));
    switch (name) {
      case 'Date':
        return { kind: 'date' };
      case 'RegExp':
        return { kind: 'regexp' };
      case 'Error':
        return { kind: 'error' };
      case 'Map':
      case 'ReadonlyMap':
        return { kind: 'map', key: argument(first), value: argument(second) };
      case 'Set':
      case 'ReadonlySet':
        return { kind: 'set', element: argument(first) };
      case 'Promise':
      case 'PromiseLike':
        return { kind: 'promise', value: argument(first) };
      case 'Iterable':
      case 'ArrayLike':
      case 'ConcatArray':
        return list(first, at, depth);
      case 'Function':
        return { kind: 'function', returns: unknown, parameters: 1 };
      case 'Object':
        return { kind: 'object', properties: [], index: { kind: 'number' } };
      case 'Uint8Array':
      case 'Uint16Array':
      case 'Uint32Array':
      case 'Int8Array':
      case 'Int16Array':
      case 'Int32Array':
      case 'Float32Array':
      case 'Float64Array':
        return { kind: 'global', name, args: [{ kind: 'array', element: { kind: 'number' } }] };
      case 'URL':
        return {
          kind: 'global',
          name,
          args: [
            {
              kind: 'union',
              options: ['https://example.com/', 'https://example.com/a?b=1'].map((value): Shape => ({
                kind: 'literal',
                value: { kind: 'string', value },
              })),
            },
          ],
        };
      case 'URLSearchParams':
        return { kind: 'global', name, args: [{ kind: 'string' }] };
      default:
        return undefined;
    }
  };

  const classShape = (type: ts.Type, symbol: ts.Symbol, at: ts.Node, depth: number): Shape => {
    const ref = referTo(symbol);
    const declaration = symbol.declarations?.find(ts.isClassLike);
    const instance = ref === undefined || declaration === undefined || depth > 3 ? undefined : instanceOf(declaration, ref, depth);
    if (instance !== undefined) return instance;
    const hidden = type.getProperties().some((property) => property.declarations?.some(isHidden) === true);
    return hidden ? unbuildable(type) : plainObject(type, at, depth);
  };

  interface Way {
    readonly factory?: string;
    readonly parameters: readonly Parameter[];
  }

  const buildable = (signature: ts.Signature, at: ts.Node, depth: number): readonly Parameter[] | undefined => {
    const needed = parameters(signature, at, depth + 1);
    return needed.some((parameter) => !parameter.optional && parameter.shape.kind === 'unbuildable') ? undefined : needed;
  };

  const constructorOf = (declaration: ts.ClassLikeDeclaration, depth: number): Way | undefined => {
    if (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Abstract) return undefined;
    const symbol =
      declaration.name === undefined ? checker.getSymbolAtLocation(declaration) : checker.getSymbolAtLocation(declaration.name);
    const classType =
      symbol === undefined ? checker.getTypeAtLocation(declaration) : checker.getTypeOfSymbolAtLocation(symbol, declaration);
    const [construct] = classType.getConstructSignatures();
    if (construct === undefined) return undefined;
    const made = construct.getDeclaration() as ts.SignatureDeclaration | undefined;
    if (made !== undefined && isHidden(made)) return undefined;
    const needed = buildable(construct, declaration, depth);
    return needed === undefined ? undefined : { parameters: needed };
  };

  /** The first static method that gives an instance for arguments that can be written down, such as `Money.of(1)`. */
  const factoryOf = (declaration: ts.ClassLikeDeclaration, depth: number): Way | undefined => {
    const instance = checker.getTypeAtLocation(declaration);
    for (const member of declaration.members) {
      if (!ts.isMethodDeclaration(member) || member.body === undefined || !ts.isIdentifier(member.name)) continue;
      const signature = isStatic(member) && !isHidden(member) ? checker.getSignatureFromDeclaration(member) : undefined;
      const given = signature === undefined ? undefined : checker.getReturnTypeOfSignature(signature);
      if (signature === undefined || given === undefined) continue;
      if (given.flags & (ts.TypeFlags.Any | ts.TypeFlags.Never) || !checker.isTypeAssignableTo(given, instance)) continue;
      const needed = buildable(signature, member, depth);
      if (needed !== undefined) return { factory: member.name.text, parameters: needed };
    }
    return undefined;
  };

  const instanceOf = (
    declaration: ts.ClassLikeDeclaration,
    ref: Reference,
    depth: number,
  ): (Shape & { readonly kind: 'instance' }) | undefined => {
    const way = constructorOf(declaration, depth) ?? factoryOf(declaration, depth);
    if (way === undefined) return undefined;
    const mutators: Mutator[] = [];
    for (const member of depth > 1 ? [] : declaration.members) {
      if (
        !ts.isMethodDeclaration(member) ||
        member.body === undefined ||
        !ts.isIdentifier(member.name) ||
        isHidden(member) ||
        isStatic(member)
      )
        continue;
      const signature = checker.getSignatureFromDeclaration(member);
      if (signature === undefined || mutators.length >= 16) continue;
      const given = parameters(signature, member, depth + 2);
      if (given.some((parameter) => !parameter.optional && parameter.shape.kind === 'unbuildable')) continue;
      mutators.push({ name: member.name.text, parameters: given });
    }
    return { kind: 'instance', ref, ...way, mutators };
  };

  const plainObject = (type: ts.Type, at: ts.Node, depth: number): Shape => {
    const symbols = checker.getPropertiesOfType(type);
    if (symbols.length > mostProperties) return unbuildable(type);
    const properties: PropertyShape[] = [];
    for (const symbol of symbols) {
      if (symbol.name.startsWith('__@')) continue;
      const optional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
      const shape = shapeOf(checker.getTypeOfSymbolAtLocation(symbol, symbol.valueDeclaration ?? at), at, depth);
      const kept = optional ? withoutUndefined(shape) : shape;
      if (kept.kind !== 'unbuildable') properties.push({ name: symbol.name, shape: kept, optional });
      else if (!optional) return unbuildable(type);
    }
    const indexType = type.getStringIndexType() ?? type.getNumberIndexType();
    const index = indexType === undefined ? undefined : shapeOf(indexType, at, depth);
    return { kind: 'object', properties, ...(index === undefined || index.kind === 'unbuildable' ? {} : { index }) };
  };

  return {
    parameters: (signature, at) => parameters(signature, at, 0),
    shapeOf: (type, at) => shapeOf(type, at, 0),
    instanceOf: (declaration, ref) => instanceOf(declaration, ref, 0),
  };
}

export function resolveAlias(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** Private, protected or named with `#`. */
export function isHidden(declaration: ts.Declaration): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  const name = ts.getNameOfDeclaration(declaration);
  return (ts.getCombinedModifierFlags(declaration) & hidden) !== 0 || (name !== undefined && ts.isPrivateIdentifier(name));
}

export function isStatic(declaration: ts.Declaration): boolean {
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Static) !== 0;
}

/** The type that the checker gives to names that it cannot resolve; it passes for `any`. */
function isUnresolved(type: ts.Type): boolean {
  return (type as { readonly intrinsicName?: string }).intrinsicName === 'error';
}

function withoutUndefined(shape: Shape): Shape {
  if (shape.kind !== 'union') return shape;
  const options = shape.options.filter((option) => option.kind !== 'literal' || option.value.kind !== 'undefined');
  const [only] = options;
  return options.length === 1 && only !== undefined ? only : { kind: 'union', options };
}

function evenly<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_unused, index) => items[Math.floor((index * items.length) / most)] as T);
}

/** Of a parameter whose type speaks of keys of a type parameter that another parameter has as its type: that other one. */
function keysOf(parameter: ts.ParameterDeclaration | undefined): { readonly keysOf?: string } {
  if (parameter?.type === undefined) return {};
  const constraints = new Map(
    (parameter.parent.typeParameters ?? []).map((each): readonly [string, ts.TypeNode | undefined] => [each.name.text, each.constraint]),
  );
  let owner: string | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.KeyOfKeyword) owner ??= node.type.getText();
    else if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) {
      const constraint = constraints.get(node.typeName.text);
      if (constraint !== undefined && ts.isTypeOperatorNode(constraint)) visit(constraint);
    }
    ts.forEachChild(node, visit);
  };
  visit(parameter.type);
  const other = parameter.parent.parameters.find((each) => each !== parameter && each.type !== undefined && each.type.getText() === owner);
  return owner !== undefined && constraints.has(owner) && other !== undefined && ts.isIdentifier(other.name)
    ? { keysOf: other.name.text }
    : {};
}

/** A parameter of a type `T` of its own, which nothing else of the signature asks anything of, takes any value. */
function isFree(type: ts.Type, parameter: ts.ParameterDeclaration, checker: ts.TypeChecker): boolean {
  if ((type.flags & ts.TypeFlags.TypeParameter) === 0 || parameter.type === undefined) return false;
  const constraint = checker.getBaseConstraintOfType(type);
  if (constraint !== undefined && (constraint.flags & ts.TypeFlags.Unknown) === 0) return false;
  let mentions = 0;
  const count = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === type.symbol.name) mentions += 1;
    ts.forEachChild(node, count);
  };
  for (const other of parameter.parent.parameters) if (other.type !== undefined) count(other.type);
  return mentions === 1;
}
