import type { LineRows } from './line-rows.ts';
import type { XmlScanner } from './xml-scanner.ts';
import { xmlWords } from './xml-words.ts';

/** What the readers of Cobertura look at. */
export const coberturaWords = xmlWords([
  'coverage',
  'source',
  'class',
  'methods',
  'method',
  'line',
  'number',
  'hits',
  'branch',
  'condition-coverage',
  'missing-branches',
  'filename',
  'name',
  'version',
  'complexity',
  'lines-valid',
  'lines-covered',
  'branches-valid',
  'branches-covered',
]);

const word = coberturaWords.id;

/** Lines of the class itself count; those of a method only where the class lacks them. */
export const levels = { method: 0, class: 1 } as const;

/** What was wrong with a line; undefined when all of it could be used. */
export type LineComplaint = 'no line' | 'no hits' | 'no outcomes' | 'bent' | undefined;

/**
 * Puts the `<line>` that was opened last into the rows. Of `condition-coverage` only `(covered/total)` is read: the percentage in
 * front of it is rounded, localised or wrong. `<condition>` lists are not read: writers put one for all outcomes, or number
 * them by instruction. A line that says `branch="false"` has no outcomes whatever else it says.
 */
export function putLine(scanner: XmlScanner, bytes: Uint8Array, rows: LineRows, level: number): LineComplaint {
  const line = scanner.number(word.number);
  const hits = scanner.number(word.hits);
  if (!rows.put(line, hits, level)) return Number.isNaN(hits) ? 'no hits' : 'no line';
  if (!scanner.has(word['condition-coverage']) || scanner.says(word.branch, 'false')) {
    if (!rows.bent) return scanner.says(word.branch, 'true') ? 'no outcomes' : undefined;
    return 'bent';
  }
  const ratio = readRatio(bytes, scanner.fromOf(word['condition-coverage']), scanner.toOf(word['condition-coverage']));
  if (ratio === undefined) return 'no outcomes';
  rows.putOutcomes(ratio.covered, ratio.total);
  if (scanner.has(word['missing-branches'])) rows.putNote(scanner.fromOf(word['missing-branches']), scanner.toOf(word['missing-branches']));
  return rows.bent ? 'bent' : undefined;
}

/** `(-?covered/total)` at the end of a value. */
function readRatio(bytes: Uint8Array, from: number, to: number): { readonly covered: number; readonly total: number } | undefined {
  let at = to - 1;
  while (at > from && bytes[at] !== 0x28) at -= 1;
  if (bytes[at] !== 0x28) return undefined;
  at += 1;
  const isNegative = bytes[at] === 0x2d;
  if (isNegative) at += 1;
  let covered = 0;
  const coveredFrom = at;
  for (; at < to && isDigit(bytes[at]); at += 1) covered = covered * 10 + (bytes[at] as number) - 0x30;
  if (at === coveredFrom || bytes[at] !== 0x2f) return undefined;
  at += 1;
  let total = 0;
  const totalFrom = at;
  for (; at < to && isDigit(bytes[at]); at += 1) total = total * 10 + (bytes[at] as number) - 0x30;
  if (at === totalFrom || at >= to || bytes[at] !== 0x29) return undefined;
  return { covered: isNegative ? -covered : covered, total };
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
