import { dirname, join } from 'node:path';
import type { FileSystem } from '../../../ports.ts';
import type { GenerationRequest } from '../../generator.ts';
import { pythonImports } from '../answer/python-imports.ts';
import { dedentStatement, pythonStatements, type PythonStatement } from '../answer/python-statements.ts';
import { declared } from '../answer/split-python.ts';
import type { SymbolFinder, SymbolResult } from './look-up-symbol.ts';
import { isOwnFile } from './project-paths.ts';

const deepest = 6;

/** Declarations of Python by name: at the margin of the file under test, or where its imports lead within the project. */
export function pythonSymbols(request: GenerationRequest, fileSystem: FileSystem): SymbolFinder {
  const { root } = request.project;
  return async (name) => {
    const [outer = name, member] = name.split('.');
    const found = await findIn(request.file, request.text, outer, 0);
    if ('status' in found) return found;
    const inner = member === undefined ? undefined : found.statement.body.find((statement) => declared(statement).includes(member));
    const statement = inner ?? found.statement;
    return { status: 'found', symbol: { path: found.path, line: statement.line, text: withNeighbours(statement, found.all) } };
  };

  async function findIn(
    path: string,
    text: string,
    name: string,
    depth: number,
  ): Promise<SymbolResult | { readonly path: string; readonly statement: PythonStatement; readonly all: readonly PythonStatement[] }> {
    const { statements } = pythonStatements(text);
    const own = statements.find((statement) => declared(statement).includes(name));
    if (own !== undefined) return { path, statement: own, all: statements };
    if (depth >= deepest) return { status: 'unknown' };
    for (const statement of statements) {
      for (const spec of pythonImports(statement.head) ?? []) {
        const entry = spec.names.find(
          (candidate) => (candidate.alias ?? candidate.name) === name || (candidate.name === '*' && candidate.alias === undefined),
        );
        if (entry === undefined) continue;
        const next = await moduleFile(spec.from, path);
        if (next === undefined) {
          if (entry.name === '*' && entry.alias === undefined) continue;
          return { status: 'package', from: spec.from };
        }
        const wanted = entry.name === '*' ? name : entry.name;
        const found = await findIn(next, await fileSystem.readText(next), wanted, depth + 1);
        if (!('status' in found) || entry.name !== '*') return found;
      }
    }
    return { status: 'unknown' };
  }

  /** A module is looked for beside the importing file for `.name`, else below the root, its `src`, and the folders up from the file. */
  async function moduleFile(module: string, from: string): Promise<string | undefined> {
    const dots = /^\.*/.exec(module)?.[0].length ?? 0;
    const parts = module.slice(dots).split('.').filter(Boolean);
    const bases: string[] = [];
    if (dots > 0) {
      let base = dirname(from);
      for (let up = 1; up < dots; up += 1) base = dirname(base);
      bases.push(base);
    } else {
      bases.push(root, join(root, 'src'));
      for (let base = dirname(from); base.length > root.length; base = dirname(base)) bases.push(base);
    }
    for (const base of bases) {
      for (const candidate of [`${join(base, ...parts)}.py`, join(base, ...parts, '__init__.py')]) {
        if (isOwnFile(root, candidate) && (await fileSystem.stat(candidate))?.kind === 'file') return candidate;
      }
    }
    return undefined;
  }
}

/** The definition after the short ones of the same file that it names: a table decides as much as the code. */
function withNeighbours(own: PythonStatement, all: readonly PythonStatement[]): string {
  const words = new Set(own.text.match(/[\p{L}_][\p{L}\p{N}_]*/gu));
  const neighbours = all.filter(
    (statement) =>
      statement !== own &&
      !statement.text.includes(own.text) &&
      statement.text.split('\n').length <= 20 &&
      declared(statement).some((name) => words.has(name)),
  );
  return [...neighbours.slice(0, 6), own].map(dedentStatement).join('\n\n');
}
