import type { Mark } from '../../protocol/messages.ts';

/** How a line is drawn: the worst of its arms decides. */
export type LineLook = 'not-taken' | 'never-evaluated' | 'count-only' | 'stale';

export const lineLooks: readonly LineLook[] = ['not-taken', 'never-evaluated', 'count-only', 'stale'];

export interface LineMark {
  /** 0-based. */
  readonly line: number;
  readonly look: LineLook;
  /** Labels of all arms of the line, each once: `else never taken · case 'EUR' never taken`. */
  readonly text: string;
  readonly marks: readonly Mark[];
}

/** One mark a line, so that the editor draws one icon and one label a line however many arms are dark on it. Sorted by line. */
export function groupByLine(marks: readonly Mark[]): readonly LineMark[] {
  const lines = new Map<number, Mark[]>();
  for (const mark of marks) {
    const onLine = lines.get(mark.line);
    if (onLine) onLine.push(mark);
    else lines.set(mark.line, [mark]);
  }
  return [...lines].sort(([a], [b]) => a - b).map(([line, onLine]) => lineMark(line, onLine));
}

function lineMark(line: number, marks: readonly Mark[]): LineMark {
  return { line, look: look(marks), text: joinLabels(marks), marks };
}

/** A line whose arms are all stale is grey; else what never ran at all hides nothing that ran and was not taken. */
function look(marks: readonly Mark[]): LineLook {
  const current = marks.filter((mark) => mark.stale === undefined);
  if (current.length === 0) return 'stale';
  if (current.some((mark) => mark.state === 'not-taken')) return 'not-taken';
  if (current.some((mark) => mark.state === 'never-evaluated')) return 'never-evaluated';
  return 'count-only';
}

const longestLabel = 160;

/** Equal labels are counted: `right of && never taken ×2`. */
export function joinLabels(marks: readonly Mark[]): string {
  const times = new Map<string, number>();
  for (const mark of marks) times.set(mark.label, (times.get(mark.label) ?? 0) + 1);
  const text = [...times].map(([label, count]) => (count === 1 ? label : `${label} ×${count}`)).join(' · ');
  return text.length > longestLabel ? `${text.slice(0, longestLabel - 1)}…` : text;
}
