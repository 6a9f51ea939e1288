import type ts from 'typescript';

/** Modules whose only use in a unit test would reach out of it. */
const forbiddenModules = new Set(
  [
    'child_process',
    'cluster',
    'dgram',
    'dns',
    'dns/promises',
    'http',
    'http2',
    'https',
    'inspector',
    'net',
    'repl',
    'tls',
    'vm',
    'wasi',
    'worker_threads',
  ].flatMap((name) => [name, `node:${name}`]),
);
const fileModules = new Set(['fs', 'node:fs', 'fs/promises', 'node:fs/promises']);
const fileChanges =
  /^(appendFile|chmod|chown|copyFile|cp|createWriteStream|lchown|link|lutimes|mkdir|mkdtemp|open|rename|rm|rmdir|symlink|truncate|unlink|utimes|write|writeFile|writev)(Sync)?$/;
const processCalls = new Set(['abort', 'binding', 'chdir', 'dlopen', 'exit', 'kill', 'reallyExit', 'setuid', 'setgid']);
const networkGlobals = new Set(['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource']);

/** The first thing in a test that no unit test may do, in words that follow "it"; undefined when there is none. */
export function forbiddenCode(typescript: typeof ts, file: ts.SourceFile): string | undefined {
  const fileNames = namesFromFileModules(typescript, file);
  let found: string | undefined;
  const visit = (node: ts.Node): void => {
    found ??= judge(typescript, node, fileNames);
    if (found === undefined) typescript.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function judge(typescript: typeof ts, node: ts.Node, fileNames: ReadonlySet<string>): string | undefined {
  const module = moduleOf(typescript, node);
  if (module !== undefined && forbiddenModules.has(module)) return `imports ${module}`;
  if (typescript.isNewExpression(node) && typescript.isIdentifier(node.expression)) {
    if (node.expression.text === 'Function') return 'makes code from text with new Function';
    if (networkGlobals.has(node.expression.text)) return `opens the network with ${node.expression.text}`;
  }
  if (!typescript.isCallExpression(node)) return undefined;
  const callee = node.expression;
  if (typescript.isIdentifier(callee)) {
    if (callee.text === 'eval') return 'makes code from text with eval';
    if (networkGlobals.has(callee.text)) return `opens the network with ${callee.text}`;
    if (fileNames.has(callee.text) && fileChanges.test(callee.text)) return `changes files with ${callee.text}`;
  }
  if (!typescript.isPropertyAccessExpression(callee)) return undefined;
  const member = callee.name.text;
  const root = rootName(typescript, callee.expression);
  if (root === 'process' && processCalls.has(member)) return `calls process.${member}`;
  if (root !== undefined && fileNames.has(root) && fileChanges.test(member)) return `changes files with ${member}`;
  return undefined;
}

function namesFromFileModules(typescript: typeof ts, file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const module = moduleOf(typescript, node);
    if (module !== undefined && fileModules.has(module)) for (const name of boundNames(typescript, node)) names.add(name);
    typescript.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

/** The module that an import declaration, `import()` or `require()` names, also where another function stands for these. */
export function moduleOf(typescript: typeof ts, node: ts.Node): string | undefined {
  if (typescript.isImportDeclaration(node) && typescript.isStringLiteralLike(node.moduleSpecifier)) return node.moduleSpecifier.text;
  if (!typescript.isCallExpression(node)) return undefined;
  const isImport = node.expression.kind === typescript.SyntaxKind.ImportKeyword;
  const isRequire =
    (typescript.isIdentifier(node.expression) && ['require', 'proxyquire', 'rewire', 'esmock'].includes(node.expression.text)) ||
    (typescript.isPropertyAccessExpression(node.expression) &&
      /^(requireActual|importActual|requireMock)$/.test(node.expression.name.text));
  const [first] = node.arguments;
  return (isImport || isRequire) && first !== undefined && typescript.isStringLiteralLike(first) ? first.text : undefined;
}

/** Local names that an import declaration binds, or the variable that a dynamic import ends up in. */
export function boundNames(typescript: typeof ts, node: ts.Node): readonly string[] {
  if (typescript.isImportDeclaration(node)) {
    const clause = node.importClause;
    const bindings = clause?.namedBindings;
    const named =
      bindings === undefined
        ? []
        : typescript.isNamespaceImport(bindings)
          ? [bindings.name.text]
          : bindings.elements.map((element) => element.name.text);
    return clause?.name === undefined ? named : [clause.name.text, ...named];
  }
  let parent: ts.Node = node.parent;
  while (
    typescript.isAwaitExpression(parent) ||
    typescript.isParenthesizedExpression(parent) ||
    typescript.isPropertyAccessExpression(parent)
  )
    parent = parent.parent;
  return typescript.isVariableDeclaration(parent) ? patternNames(typescript, parent.name) : [];
}

/** Every name that a binding pattern introduces. */
export function patternNames(typescript: typeof ts, name: ts.BindingName): readonly string[] {
  if (typescript.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (typescript.isBindingElement(element) ? patternNames(typescript, element.name) : []));
}

/** `fs` of `fs.promises.rm`. */
export function rootName(typescript: typeof ts, expression: ts.Expression): string | undefined {
  let current: ts.Expression = expression;
  while (
    typescript.isPropertyAccessExpression(current) ||
    typescript.isElementAccessExpression(current) ||
    typescript.isNonNullExpression(current)
  )
    current = current.expression;
  return typescript.isIdentifier(current) ? current.text : undefined;
}
