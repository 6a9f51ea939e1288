import type { FileCoverage, FunctionCoverage } from '../coverage-map.ts';
import { jacocoWords, putJacocoLine } from './jacoco-line.ts';
import { branchOfRow, linesOfRows, type LineRows } from './line-rows.ts';
import { isLine } from './numbers.ts';
import { XmlScanner } from './xml-scanner.ts';

const word = jacocoWords.id;

/** All that one file has in the bytes of a report, as starts and ends in pairs. */
export interface JacocoFile {
  readonly path: string;
  /** Each `<sourcefile>`. */
  readonly slices: readonly number[];
  /** Each `<class>` that was compiled from it. */
  readonly classes: readonly number[];
}

/** Decodes one file. The rows are used up to the return. */
export function readJacocoFile(bytes: Uint8Array, file: JacocoFile, rows: LineRows): FileCoverage {
  rows.clear();
  for (const scanner of scannersOf(bytes, file.slices))
    for (let event = scanner.next(); event !== 'end'; event = scanner.next())
      if (event === 'open' && scanner.name === word.line) putJacocoLine(scanner, rows);
  const functions = new Map<string, FunctionCoverage>();
  for (const scanner of scannersOf(bytes, file.classes)) readMethods(scanner, functions);
  const found = rows.rows();
  return {
    path: file.path,
    lines: linesOfRows(found),
    functions: [...functions.values()].sort((left, right) => left.line - right.line),
    branches: found.map(branchOfRow).filter((branch) => branch !== undefined),
  };
}

function scannersOf(bytes: Uint8Array, slices: readonly number[]): readonly XmlScanner[] {
  const scanners: XmlScanner[] = [];
  for (let at = 0; at + 1 < slices.length; at += 2)
    scanners.push(new XmlScanner(bytes, jacocoWords, { from: slices[at] as number, to: slices[at + 1] as number }));
  return scanners;
}

/** A method without a line (made by the compiler) is left out; one that ran has a covered METHOD counter. */
function readMethods(scanner: XmlScanner, functions: Map<string, FunctionCoverage>): void {
  let method: { readonly name: string; readonly line: number } | undefined;
  for (let event = scanner.next(); event !== 'end'; event = scanner.next()) {
    if (event === 'close') {
      if (scanner.name === word.method) method = undefined;
      continue;
    }
    if (scanner.name === word.method) {
      const line = scanner.number(word.line);
      method = isLine(line) ? { name: scanner.value(word.name) ?? '', line } : undefined;
    } else if (method !== undefined && scanner.name === word.counter && scanner.says(word.type, 'method')) {
      const key = `${method.line} ${method.name}`;
      const count = scanner.number(word.covered) > 0 ? 1 : 0;
      functions.set(key, { ...method, count: Math.max(count, functions.get(key)?.count ?? 0) });
    }
  }
}
