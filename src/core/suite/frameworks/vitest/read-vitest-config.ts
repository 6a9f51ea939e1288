import type ts from 'typescript';

/** What is written down literally in a Vitest or Vite config; everything computed is left out. */
export interface VitestConfig {
  readonly include: readonly string[];
  readonly globals: boolean;
  readonly provider: string | undefined;
}

/** Reads the literals of `test: { … }` out of a config's source without running it. */
export function readVitestConfig(typescript: typeof ts, fileName: string, text: string): VitestConfig {
  const file = typescript.createSourceFile(fileName, text, typescript.ScriptTarget.Latest, true);
  let test: ts.ObjectLiteralExpression | undefined;
  const visit = (node: ts.Node): void => {
    if (test !== undefined) return;
    const value = typescript.isPropertyAssignment(node) && nameOf(typescript, node) === 'test' ? node.initializer : undefined;
    if (value !== undefined && typescript.isObjectLiteralExpression(value)) test = value;
    else typescript.forEachChild(node, visit);
  };
  visit(file);
  if (test === undefined) return { include: [], globals: false, provider: undefined };
  const include = property(typescript, test, 'include');
  const globals = property(typescript, test, 'globals');
  const coverage = property(typescript, test, 'coverage');
  const provider =
    coverage !== undefined && typescript.isObjectLiteralExpression(coverage) ? property(typescript, coverage, 'provider') : undefined;
  return {
    include:
      include !== undefined && typescript.isArrayLiteralExpression(include) && include.elements.every(typescript.isStringLiteralLike)
        ? include.elements.filter(typescript.isStringLiteralLike).map((element) => element.text)
        : [],
    globals: globals?.kind === typescript.SyntaxKind.TrueKeyword,
    provider: provider !== undefined && typescript.isStringLiteralLike(provider) ? provider.text : undefined,
  };
}

function property(typescript: typeof ts, object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const member of object.properties) {
    if (typescript.isPropertyAssignment(member) && nameOf(typescript, member) === name) return member.initializer;
  }
  return undefined;
}

function nameOf(typescript: typeof ts, node: ts.PropertyAssignment): string | undefined {
  return typescript.isIdentifier(node.name) || typescript.isStringLiteralLike(node.name) ? node.name.text : undefined;
}
