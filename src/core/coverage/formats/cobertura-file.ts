import type { Branch, FileCoverage, FunctionCoverage } from '../coverage-map.ts';
import { arcsOfRow } from './cobertura-arcs.ts';
import { coberturaWords, levels, putLine } from './cobertura-line.ts';
import { branchOfRow, linesOfRows, type LineRow, type LineRows } from './line-rows.ts';
import { isLine } from './numbers.ts';
import { XmlScanner } from './xml-scanner.ts';

const word = coberturaWords.id;

/** All classes of one file in the bytes of a report. */
export interface CoberturaFile {
  readonly path: string;
  /** Start and end of each `<class>`, in pairs. */
  readonly slices: readonly number[];
}

/** Decodes one file. `namesMissing`: the report names the lines that were not reached (coverage.py). The rows are used up to the return. */
export function readCoberturaFile(bytes: Uint8Array, file: CoberturaFile, namesMissing: boolean, rows: LineRows): FileCoverage {
  const functions = new Map<string, FunctionCoverage>();
  rows.clear();
  for (let at = 0; at + 1 < file.slices.length; at += 2)
    readClass(
      new XmlScanner(bytes, coberturaWords, { from: file.slices[at] as number, to: file.slices[at + 1] as number }),
      bytes,
      rows,
      functions,
    );
  const found = rows.rows();
  const decoder = new TextDecoder();
  const branchOf = (row: LineRow): Branch | undefined =>
    namesMissing ? arcsOfRow(row, decoder.decode(bytes.subarray(row.noteFrom, row.noteTo))) : branchOfRow(row);
  return {
    path: file.path,
    lines: linesOfRows(found),
    functions: [...functions.values()].sort((left, right) => left.line - right.line),
    branches: found.map(branchOf).filter((branch) => branch !== undefined),
  };
}

interface OpenMethod {
  readonly name: string;
  readonly depth: number;
  /** NaN when the method itself does not say how often it ran. */
  readonly hits: number;
  first: number;
  last: number;
  hitsOfFirst: number;
  ran: boolean;
}

function readClass(scanner: XmlScanner, bytes: Uint8Array, rows: LineRows, functions: Map<string, FunctionCoverage>): void {
  let method: OpenMethod | undefined;
  for (let event = scanner.next(); event !== 'end'; event = scanner.next()) {
    if (event === 'close') {
      if (method !== undefined && scanner.depth < method.depth) {
        putMethod(method, functions);
        method = undefined;
      }
    } else if (scanner.name === word.line) {
      putLine(scanner, bytes, rows, method === undefined ? levels.class : levels.method);
      if (method !== undefined) widen(method, scanner.number(word.number), scanner.number(word.hits));
    } else if (scanner.name === word.method && method === undefined) {
      const name = scanner.value(word.name) ?? '';
      const none = Number.POSITIVE_INFINITY;
      method = { name, depth: scanner.depth, hits: scanner.number(word.hits), first: none, last: 0, hitsOfFirst: 0, ran: false };
    }
  }
  if (method !== undefined) putMethod(method, functions);
}

function widen(method: OpenMethod, line: number, hits: number): void {
  if (!isLine(line)) return;
  if (hits > 0) method.ran = true;
  if (line < method.first) {
    method.first = line;
    method.hitsOfFirst = hits > 0 ? hits : 0;
  }
  method.last = Math.max(method.last, line);
}

/** A method stands where its first line is; without lines it has no place. It ran as often as it says, else as often as its first line. */
function putMethod(method: OpenMethod, functions: Map<string, FunctionCoverage>): void {
  if (!isLine(method.first)) return;
  const said = Number.isNaN(method.hits) ? method.hitsOfFirst : Math.max(method.hits, 0);
  const count = Math.min(said > 0 || !method.ran ? Math.ceil(said) : 1, Number.MAX_SAFE_INTEGER);
  const key = `${method.first} ${method.name}`;
  const before = functions.get(key);
  if (before !== undefined && before.count >= count) return;
  functions.set(key, { name: method.name, line: method.first, endLine: method.last, count });
}
