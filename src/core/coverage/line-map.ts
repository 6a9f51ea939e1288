import { diffArrays } from 'diff';

/** How the lines of the text that was measured lie in the text as it is now. Lines are 1-based. */
export interface LineMap {
  /** undefined: the line was changed or removed. */
  toCurrent(line: number): number | undefined;
  /** undefined: the line was changed or added. */
  toMeasured(line: number): number | undefined;
  /** Lines of the current text that are not lines of the measured text, ascending. */
  readonly changed: readonly number[];
  /** Lines of the measured text that are not lines of the current text, ascending. */
  readonly removed: readonly number[];
  /** No line differs. */
  readonly identical: boolean;
}

const mostEdits = 2_000;

/**
 * Compares two texts by line; line ends and white space at the end of a line do not count. Linear for the parts before
 * the first and after the last edit. A text with more than 2,000 edited lines in between counts as changed as a whole there.
 */
export function mapLines(measured: string, current: string): LineMap {
  const before = linesOf(measured);
  const after = linesOf(current);
  const shortest = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < shortest && before[prefix] === after[prefix]) prefix += 1;
  let suffix = 0;
  while (suffix < shortest - prefix && before[before.length - 1 - suffix] === after[after.length - 1 - suffix]) suffix += 1;

  // Index: line − 1; 0: no counterpart.
  const toCurrent = new Uint32Array(before.length);
  const toMeasured = new Uint32Array(after.length);
  const pair = (left: number, right: number): void => {
    toCurrent[left] = right + 1;
    toMeasured[right] = left + 1;
  };
  for (let index = 0; index < prefix; index += 1) pair(index, index);
  for (let index = 1; index <= suffix; index += 1) pair(before.length - index, after.length - index);

  let left = prefix;
  let right = prefix;
  const middle = diffArrays(before.slice(prefix, before.length - suffix), after.slice(prefix, after.length - suffix), {
    maxEditLength: mostEdits,
  });
  for (const part of middle ?? []) {
    if (part.added) right += part.count;
    else if (part.removed) left += part.count;
    else for (let index = 0; index < part.count; index += 1) pair(left++, right++);
  }
  const changed = unpaired(toMeasured);
  const removed = unpaired(toCurrent);
  return {
    toCurrent: (line) => toCurrent[line - 1] || undefined,
    toMeasured: (line) => toMeasured[line - 1] || undefined,
    changed,
    removed,
    identical: changed.length === 0 && removed.length === 0,
  };
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/).map((line) => line.trimEnd());
}

function unpaired(map: Uint32Array): readonly number[] {
  const lines: number[] = [];
  for (const [index, other] of map.entries()) if (other === 0) lines.push(index + 1);
  return lines;
}
