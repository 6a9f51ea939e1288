import type { LineRows } from './line-rows.ts';
import type { XmlScanner } from './xml-scanner.ts';
import { xmlWords } from './xml-words.ts';

/** What the readers of JaCoCo look at. */
export const jacocoWords = xmlWords([
  'report',
  'group',
  'package',
  'class',
  'method',
  'sourcefile',
  'line',
  'counter',
  'name',
  'sourcefilename',
  'nr',
  'mi',
  'ci',
  'mb',
  'cb',
  'type',
  'missed',
  'covered',
]);

const word = jacocoWords.id;

/** What came of a line: `unknown`: the report does not say whether it ran. */
export type JacocoLine = 'read' | 'unknown' | 'no line' | 'bent';

/**
 * Puts the `<line>` that was opened last into the rows. `mi` and `ci` count instructions, not executions, so a line has run
 * once or not; an absent number is 0 (`report.dtd`). As in JaCoCo's own `LineImpl`, a line without instructions takes its
 * state from its outcomes, and one with neither has none: gcovr writes such lines whether they ran or not.
 */
export function putJacocoLine(scanner: XmlScanner, rows: LineRows): JacocoLine {
  const line = scanner.number(word.nr);
  const missed = countOrNone(scanner, word.mi);
  const ran = countOrNone(scanner, word.ci);
  const outcomesMissed = countOrNone(scanner, word.mb);
  const outcomesTaken = countOrNone(scanner, word.cb);
  const any = missed + ran + outcomesMissed + outcomesTaken;
  if (any === 0) return Number.isNaN(line) ? 'no line' : 'unknown';
  if (Number.isNaN(any)) return 'bent';
  if (!rows.put(line, ran > 0 || outcomesTaken > 0 ? 1 : 0, 0)) return 'no line';
  rows.putOutcomes(outcomesTaken, outcomesTaken + outcomesMissed);
  return rows.bent ? 'bent' : 'read';
}

/** 0 when the attribute is absent; NaN when it is no count. */
function countOrNone(scanner: XmlScanner, attribute: number): number {
  if (!scanner.has(attribute)) return 0;
  const count = scanner.number(attribute);
  return count >= 0 ? count : Number.NaN;
}
