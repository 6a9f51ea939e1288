import type { Range } from './coverage-map.ts';
import type { LineMap } from './line-map.ts';

/** Why every mark of a file may be wrong, in a sentence; undefined when its text is the one that was measured. Times in milliseconds since the epoch. */
export function staleFile(measuredAt: number, modified: number, textIsMeasured: boolean): string | undefined {
  if (textIsMeasured || modified <= measuredAt) return undefined;
  return `The file was changed ${ago(modified - measuredAt)} after the coverage was measured, so the marks may stand at the wrong lines. Run the suite with coverage again.`;
}

/** Why a mark may be wrong after edits, in a sentence: one of the lines of `range` (of the measured text) was edited. undefined when none was. */
export function staleRange(range: Range, lines: LineMap): string | undefined {
  for (let line = range.start.line; line <= Math.min(range.end.line, range.start.line + 200); line += 1) {
    if (lines.toCurrent(line) === undefined) return `Line ${line} was changed after the coverage was measured.`;
  }
  return undefined;
}

function ago(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
