import type { Branch, FileCoverage, FunctionCoverage, Range } from '../coverage-map.ts';
import { endOfLine, isLine } from './numbers.ts';

/** A statement that reaches over more lines than this marks only its first one: a torn number must not become millions of lines. */
const longestStatement = 1000;

/** How much of a piece of code ran. */
export type Ran = 'yes' | 'no' | 'in part';

/** Gathers what reports without branches say of one file. */
export interface StatementBlocks {
  /** A piece of code; its lines ran if any of it did. */
  add(range: Range, ran: Ran): void;
  addFunction(fn: FunctionCoverage): void;
  file(path: string): FileCoverage;
}

/** A new, empty gathering. Pieces that stand several times (generics, lambdas) are one. */
export function createStatementBlocks(): StatementBlocks {
  const lines = new Map<number, number>();
  const blocks = new Map<string, { readonly range: Range; ran: Ran }>();
  const functions: FunctionCoverage[] = [];
  return {
    add(range, ran) {
      const { start, end } = range;
      const last = end.line - start.line > longestStatement ? start.line : end.line;
      const count = ran === 'no' ? 0 : 1;
      for (let line = start.line; line <= last; line += 1) lines.set(line, Math.max(lines.get(line) ?? 0, count));
      const key = `${start.line}:${start.column}-${end.line}:${end.column}`;
      const before = blocks.get(key);
      if (before === undefined) blocks.set(key, { range, ran });
      else if (before.ran !== 'yes' && ran !== 'no') before.ran = ran;
    },
    addFunction(fn) {
      functions.push(fn);
    },
    file: (path) => ({ path, lines, functions, branches: [...blocks].map(([key, block]) => branchOf(key, block)) }),
  };
}

function branchOf(key: string, { range, ran }: { readonly range: Range; readonly ran: Ran }): Branch {
  const state = ran === 'yes' ? 'hit' : ran === 'no' ? 'not-taken' : 'unknown';
  const label = ran === 'in part' ? 'part of the block' : 'block';
  return { kind: 'block', certainty: 'none', line: range.start.line, range, arms: [{ key: `block@${key}/0`, label, state, range }] };
}

/** A range out of 1-based lines and columns, end exclusive; undefined for what is no place, also for the line .NET gives hidden code (0xFEEFEE). */
export function rangeAt(line: number, column: number, endLine: number, endColumn: number): Range | undefined {
  if (!isLine(line)) return undefined;
  const start = { line, column: columnOf(column, 0) };
  if (!isLine(endLine)) return { start, end: start };
  const end = { line: endLine, column: columnOf(endColumn, endOfLine) };
  return end.line < start.line || (end.line === start.line && end.column < start.column) ? { start, end: start } : { start, end };
}

function columnOf(column: number, open: number): number {
  return Number.isInteger(column) && column >= 1 && column <= endOfLine ? column - 1 : open;
}
