import type ts from 'typescript';
import type { ImportSpec } from '../../generator.ts';

type TypeScript = typeof ts;

/** Syntax errors as lines `3:7 ',' expected.`, at most five; undefined when the code parses. */
export function syntaxErrors(ts: TypeScript, code: string, fileName: string): string | undefined {
  const { diagnostics = [] } = ts.transpileModule(code, {
    reportDiagnostics: true,
    fileName,
    compilerOptions: { target: ts.ScriptTarget.ESNext, jsx: ts.JsxEmit.Preserve },
  });
  const errors = diagnostics.filter((diagnostic) => diagnostic.category === ts.DiagnosticCategory.Error);
  if (errors.length === 0) return undefined;
  const lines = errors.slice(0, 5).map((error) => {
    const at = error.file?.getLineAndCharacterOfPosition(error.start ?? 0);
    const place = at === undefined ? '' : `${at.line + 1}:${at.character + 1} `;
    return `${place}${ts.flattenDiagnosticMessageText(error.messageText, '\n')}`;
  });
  return lines.join('\n');
}

/** One import declaration; names are sorted. */
export function importSpecOf(ts: TypeScript, declaration: ts.ImportDeclaration): ImportSpec {
  const from = ts.isStringLiteral(declaration.moduleSpecifier) ? declaration.moduleSpecifier.text : '';
  const clause = declaration.importClause;
  const names: ImportSpec['names'][number][] = [];
  const wholly = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  const typeOnly = (only: boolean): { typeOnly?: true } => (only ? { typeOnly: true } : {});
  if (clause?.name !== undefined) names.push({ name: 'default', alias: clause.name.text, ...typeOnly(wholly) });
  const bindings = clause?.namedBindings;
  if (bindings !== undefined && ts.isNamespaceImport(bindings)) names.push({ name: '*', alias: bindings.name.text, ...typeOnly(wholly) });
  if (bindings !== undefined && ts.isNamedImports(bindings)) {
    for (const { name, propertyName, isTypeOnly } of bindings.elements) {
      const told = propertyName === undefined ? { name: name.text } : { name: propertyName.text, alias: name.text };
      names.push({ ...told, ...typeOnly(wholly || isTypeOnly) });
    }
  }
  return { from, names: names.toSorted((a, b) => a.name.localeCompare(b.name, 'en')) };
}

/** Every name that code refers to, in values and in types; keys of objects and members are none. */
export function identifiersIn(ts: TypeScript, node: ts.Node): string[] {
  const names: string[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isIdentifier(child) && !isMemberName(ts, child)) names.push(child.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return names;
}

function isMemberName(ts: TypeScript, name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === name;
  if (ts.isQualifiedName(parent)) return parent.right === name;
  if (ts.isBindingElement(parent)) return parent.propertyName === name;
  return (
    (ts.isPropertyAssignment(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isMethodSignature(parent)) &&
    parent.name === name
  );
}

/** Names that a statement declares in its own scope. */
export function bindingNames(ts: TypeScript, statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap((declaration) => namesOf(ts, declaration.name));
  const named =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement);
  return named && statement.name !== undefined ? [statement.name.text] : [];
}

function namesOf(ts: TypeScript, name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesOf(ts, element.name) : []));
}

/** Every name that is declared anywhere below a node: parameters, variables, functions, classes, imports. */
export function allBindingNames(ts: TypeScript, root: ts.Node): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const declares =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isEnumDeclaration(node);
    if (declares && node.name !== undefined) for (const name of namesOf(ts, node.name)) names.add(name);
    if (ts.isImportClause(node) && node.name !== undefined) names.add(node.name.text);
    if (ts.isImportSpecifier(node) || ts.isNamespaceImport(node)) names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return names;
}

/** Where a statement begins with the comments directly above it; a comment at the end of the line before is not its own. */
export function withLeadingComments(ts: TypeScript, file: ts.SourceFile, statement: ts.Statement): number {
  const own = (ts.getLeadingCommentRanges(file.text, statement.getFullStart()) ?? []).filter(
    (range) => /(^|\n)[ \t]*$/.test(file.text.slice(0, range.pos)) && statement.getFullStart() <= range.pos,
  );
  return own[0]?.pos ?? statement.getStart(file);
}

/** Text from `start` to the end of the node with its indentation taken away, except inside template literals. */
export function dedentedText(ts: TypeScript, file: ts.SourceFile, start: number, node: ts.Node): string {
  const { character } = file.getLineAndCharacterOfPosition(start);
  const fixed = new Set<number>();
  const visit = (child: ts.Node): void => {
    if (ts.isNoSubstitutionTemplateLiteral(child) || ts.isTemplateHead(child) || ts.isTemplateMiddleOrTemplateTail(child)) {
      const first = file.getLineAndCharacterOfPosition(child.getStart(file)).line;
      const last = file.getLineAndCharacterOfPosition(child.getEnd()).line;
      for (let line = first + 1; line <= last; line += 1) fixed.add(line);
    }
    ts.forEachChild(child, visit);
  };
  visit(node);
  const firstLine = file.getLineAndCharacterOfPosition(start).line;
  const lines = file.text.slice(start, node.getEnd()).split('\n');
  return lines
    .map((line, index) => {
      if (index === 0 || fixed.has(firstLine + index)) return line;
      const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0;
      return line.slice(Math.min(indent, character));
    })
    .join('\n');
}
