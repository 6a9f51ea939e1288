import type { ProblemList } from './problem-list.ts';
import { reportXmlProblems } from './xml-problems.ts';
import { XmlScanner } from './xml-scanner.ts';
import type { XmlWords } from './xml-words.ts';

const yieldEvery = 1 << 20;

/** What a format does at each tag. */
export interface XmlVisitor {
  readonly open: (scanner: XmlScanner) => void;
  readonly close?: (scanner: XmlScanner) => void;
}

/** Scans a whole report, yields the bytes read so far, and says in the end where it stopped being XML. */
export function* scanReport(bytes: Uint8Array, words: XmlWords, problems: ProblemList, visitor: XmlVisitor): Generator<number, void> {
  const scanner = new XmlScanner(bytes, words);
  let yieldAt = yieldEvery;
  for (let event = scanner.next(); event !== 'end'; event = scanner.next()) {
    if (event === 'open') visitor.open(scanner);
    else visitor.close?.(scanner);
    if (scanner.at >= yieldAt) {
      yield scanner.at;
      yieldAt = scanner.at + yieldEvery;
    }
  }
  reportXmlProblems(scanner, bytes, problems);
}

/** Where the last tag stands, as problems name it. */
export function placeInReport(scanner: XmlScanner): string {
  return `line ${scanner.lineAt(scanner.start)}`;
}
