import ts from 'typescript';
import { isFunctionWithBody, type FunctionNode } from './decisions.ts';

/** Modules whose every use reaches outside the process. */
const effectModules: ReadonlySet<string> = new Set([
  'child_process',
  'cluster',
  'dgram',
  'dns',
  'http',
  'http2',
  'https',
  'inspector',
  'net',
  'repl',
  'tls',
  'worker_threads',
  'pg',
  'mysql',
  'mysql2',
  'mongodb',
  'mongoose',
  'redis',
  'ioredis',
  'sqlite3',
  'better-sqlite3',
  'typeorm',
  'knex',
  'sequelize',
  '@prisma/client',
  'nodemailer',
  'aws-sdk',
  'puppeteer',
  'playwright',
  'axios',
  'got',
  'node-fetch',
  'undici',
  'ws',
  'execa',
  'shelljs',
  'rimraf',
  'fs-extra',
]);
const effectGlobals: ReadonlySet<string> = new Set(['fetch', 'WebSocket', 'XMLHttpRequest', 'EventSource']);
const processEffects: ReadonlySet<string> = new Set(['exit', 'abort', 'kill', 'chdir']);
const fileWrites = /^(write|append|rm|unlink|mkdir|rename|copy|cp|symlink|truncate|chmod|chown|mkdtemp|createWriteStream|open|utimes|link)/;

export interface Effects {
  /** Effect of the module's own top level, as in `child_process.execSync`. */
  readonly atImport: string | undefined;
  /** Effect inside a function, nested functions included. */
  of(node: ts.Node): string | undefined;
}

/** Effects on the world outside that the text shows, without running it. */
export function readEffects(file: ts.SourceFile): Effects {
  const bound = new Map<string, string>();
  for (const statement of file.statements) bindImports(statement, bound);
  const uses = new Map<ts.Node, string>();
  let atImport: string | undefined;
  const visit = (node: ts.Node, owners: readonly ts.Node[]): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node)) return;
    const effect = effectOf(node, bound);
    if (effect !== undefined) {
      if (owners.length === 0) atImport ??= effect;
      for (const owner of owners) if (!uses.has(owner)) uses.set(owner, effect);
    }
    const inner = isFunctionWithBody(node) ? [...owners, node] : owners;
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  visit(file, []);
  return { atImport, of: (node) => uses.get(node) };
}

function bindImports(statement: ts.Statement, bound: Map<string, string>): void {
  if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
    const module = moduleName(statement.moduleSpecifier.text);
    const clause = statement.importClause;
    if (clause === undefined || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return;
    if (clause.name !== undefined) bound.set(clause.name.text, module);
    const named = clause.namedBindings;
    if (named !== undefined && ts.isNamespaceImport(named)) bound.set(named.name.text, module);
    else if (named !== undefined)
      for (const element of named.elements) bound.set(element.name.text, `${module}.${(element.propertyName ?? element.name).text}`);
  } else if (ts.isVariableStatement(statement)) {
    for (const { name, initializer } of statement.declarationList.declarations) {
      const module = initializer === undefined ? undefined : requiredModule(initializer);
      if (module === undefined) continue;
      if (ts.isIdentifier(name)) bound.set(name.text, module);
      else if (ts.isObjectBindingPattern(name)) {
        for (const element of name.elements)
          if (ts.isIdentifier(element.name))
            bound.set(
              element.name.text,
              `${module}.${element.propertyName !== undefined && ts.isIdentifier(element.propertyName) ? element.propertyName.text : element.name.text}`,
            );
      }
    }
  }
}

function requiredModule(expression: ts.Expression): string | undefined {
  if (!ts.isCallExpression(expression) || !ts.isIdentifier(expression.expression) || expression.expression.text !== 'require')
    return undefined;
  const [first] = expression.arguments;
  return first !== undefined && ts.isStringLiteral(first) ? moduleName(first.text) : undefined;
}

function moduleName(specifier: string): string {
  return specifier.replace(/^node:/, '');
}

function effectOf(node: ts.Node, bound: ReadonlyMap<string, string>): string | undefined {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined;
  const callee = node.expression;
  const root = rootOf(callee);
  if (root === undefined) return undefined;
  const path = callee.getText().replaceAll(/\s+/g, '');
  const origin = bound.get(root);
  if (origin === undefined) {
    if (callee.kind === ts.SyntaxKind.Identifier && effectGlobals.has(root)) return root;
    return root === 'process' && processEffects.has(path.split('.')[1] ?? '') ? path : undefined;
  }
  const module = origin.split('.')[0] ?? origin;
  if (effectModules.has(module) || effectModules.has(origin)) return `${origin}${path.slice(root.length)}`;
  if (module === 'fs' || module === 'fs/promises') {
    const full = `${origin}${path.slice(root.length)}`;
    return fileWrites.test(full.split('.').at(-1) ?? '') ? full : undefined;
  }
  return undefined;
}

function rootOf(expression: ts.Expression): string | undefined {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) || ts.isElementAccessExpression(expression) || ts.isCallExpression(expression)
    ? rootOf(expression.expression)
    : undefined;
}

/** Functions of a file that run when one of them runs, as far as names tell. */
export function createReach(file: ts.SourceFile): (from: FunctionNode) => ReadonlySet<ts.Node> {
  const named = new Map<string, FunctionNode[]>();
  const used = new Map<ts.Node, Set<string>>();
  const visit = (node: ts.Node, owner: FunctionNode | undefined): void => {
    if (ts.isTypeNode(node)) return;
    let inner = owner;
    if (isFunctionWithBody(node)) {
      inner = node;
      const name = nameOfFunction(node);
      if (name !== undefined) named.set(name, [...(named.get(name) ?? []), node]);
      used.set(node, new Set());
    } else if (ts.isIdentifier(node) && owner !== undefined) used.get(owner)?.add(node.text);
    ts.forEachChild(node, (child) => visit(child, inner));
    if (inner !== undefined && inner !== owner && owner !== undefined) for (const name of used.get(inner) ?? []) used.get(owner)?.add(name);
  };
  visit(file, undefined);
  return (from) => {
    const reached = new Set<ts.Node>();
    const queue: FunctionNode[] = [from];
    for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
      if (reached.has(node)) continue;
      reached.add(node);
      for (const name of used.get(node) ?? []) for (const next of named.get(name) ?? []) queue.push(next);
    }
    return reached;
  };
}

export function nameOfFunction(node: FunctionNode): string | undefined {
  if (ts.isConstructorDeclaration(node)) return ts.isClassLike(node.parent) ? node.parent.name?.text : undefined;
  const own = node.name;
  if (own !== undefined && (ts.isIdentifier(own) || ts.isPrivateIdentifier(own) || ts.isStringLiteral(own))) return own.text;
  const parent = node.parent;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  if ((ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) && ts.isIdentifier(parent.name)) return parent.name.text;
  if (ts.isBinaryExpression(parent) && ts.isPropertyAccessExpression(parent.left)) return parent.left.name.text;
  return undefined;
}
