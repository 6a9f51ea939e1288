import type ts from 'typescript';
import type { FileSystem } from '../../../ports.ts';
import type { GenerationRequest } from '../../generator.ts';
import { bindingNames, identifiersIn, importSpecOf } from '../answer/typescript-nodes.ts';
import type { SymbolFinder, SymbolResult } from './look-up-symbol.ts';
import { isOwnFile } from './project-paths.ts';
import { createModuleResolver } from './resolve-module.ts';

type TypeScript = typeof ts;

/** Imports and re-exports that are followed for one name. */
const deepest = 6;

/** Declarations of TypeScript and JavaScript by name: at the margin of the file under test, or where its imports lead within the project. */
export function typescriptSymbols(request: GenerationRequest, fileSystem: FileSystem): SymbolFinder {
  const parsed = new Map<string, ts.SourceFile>();
  const resolveModule = createModuleResolver(fileSystem, request.project.root);
  return async (name) => {
    const { default: ts } = await import('typescript');
    const [outer = name, member] = name.split('.');
    const result = await findIn(ts, request.file, outer, 0);
    if (result.status !== 'found' || member === undefined) return result.status === 'found' ? result.found : result.other;
    const text = memberText(ts, result.statement, member);
    return text === undefined ? result.found : { status: 'found', symbol: { ...result.found.symbol, text } };
  };

  type Located =
    | { readonly status: 'found'; readonly statement: ts.Statement; readonly found: Extract<SymbolResult, { status: 'found' }> }
    | { readonly status: 'elsewhere'; readonly other: Exclude<SymbolResult, { status: 'found' }> };

  async function parse(ts: TypeScript, path: string): Promise<ts.SourceFile> {
    const text = path === request.file ? request.text : undefined;
    const file = parsed.get(path) ?? ts.createSourceFile(path, text ?? (await fileSystem.readText(path)), ts.ScriptTarget.Latest, true);
    parsed.set(path, file);
    return file;
  }

  async function findIn(ts: TypeScript, path: string, name: string, depth: number): Promise<Located> {
    const file = await parse(ts, path);
    const own = file.statements.find((statement) => bindingNames(ts, statement).includes(name) || isDefault(ts, statement, name));
    if (own !== undefined) {
      const line = file.getLineAndCharacterOfPosition(own.getStart(file)).line + 1;
      return { status: 'found', statement: own, found: { status: 'found', symbol: { path, line, text: withNeighbours(ts, file, own) } } };
    }
    if (depth >= deepest) return unknown;
    for (const step of stepsTo(ts, file, name)) {
      const next = await resolveModule(ts, step.from, path);
      if (next === undefined || !isOwnFile(request.project.root, next)) {
        if (step.certain && !step.from.startsWith('.')) return { status: 'elsewhere', other: { status: 'package', from: step.from } };
        continue;
      }
      const located = await findIn(ts, next, step.name, depth + 1);
      if (located.status === 'found' || step.certain) return located;
    }
    return unknown;
  }
}

const unknown = { status: 'elsewhere', other: { status: 'unknown' } } as const;

/** Modules that `name` may come from: imports and named re-exports for certain, `export *` perhaps. */
function stepsTo(
  ts: TypeScript,
  file: ts.SourceFile,
  name: string,
): { readonly from: string; readonly name: string; readonly certain: boolean }[] {
  const steps: { from: string; name: string; certain: boolean }[] = [];
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      const spec = importSpecOf(ts, statement);
      const entry = spec.names.find((candidate) => (candidate.alias ?? candidate.name) === name);
      if (entry !== undefined) steps.push({ from: spec.from, name: entry.name, certain: true });
    }
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined || !ts.isStringLiteral(statement.moduleSpecifier))
      continue;
    const from = statement.moduleSpecifier.text;
    if (statement.exportClause === undefined) steps.push({ from, name, certain: false });
    else if (ts.isNamedExports(statement.exportClause)) {
      const element = statement.exportClause.elements.find((candidate) => candidate.name.text === name);
      if (element !== undefined) steps.push({ from, name: (element.propertyName ?? element.name).text, certain: true });
    }
  }
  return steps.toSorted((a, b) => Number(b.certain) - Number(a.certain));
}

/** The declaration with its comment, after the short declarations of the same file that it names: a table decides as much as the code. */
function withNeighbours(ts: TypeScript, file: ts.SourceFile, own: ts.Statement): string {
  const names = new Set(identifiersIn(ts, own));
  const text = (statement: ts.Statement): string => file.text.slice(statement.getStart(file, true), statement.getEnd());
  const neighbours = file.statements.filter(
    (statement) =>
      statement !== own && bindingNames(ts, statement).some((name) => names.has(name)) && text(statement).split('\n').length <= 20,
  );
  return [...neighbours.slice(0, 6), own].map(text).join('\n\n');
}

function isDefault(ts: TypeScript, statement: ts.Statement, name: string): boolean {
  if (name !== 'default') return false;
  if (ts.isExportAssignment(statement)) return true;
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  return modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword);
}

function memberText(ts: TypeScript, statement: ts.Statement, member: string): string | undefined {
  if (!ts.isClassDeclaration(statement) && !ts.isInterfaceDeclaration(statement)) return undefined;
  const found = [...statement.members].find((candidate) => candidate.name?.getText() === member);
  return found?.getText();
}
