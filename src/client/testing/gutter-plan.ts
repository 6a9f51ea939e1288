import type { Mark } from '../../protocol/messages.ts';
import type { LineMark } from '../marks/line-marks.ts';

/** More items than this in one file make the editor slow; the first lines get them. */
export const mostLines = 500;

export interface PlannedLine {
  readonly id: string;
  readonly label: string;
  /** 0-based. */
  readonly line: number;
  /** Every arm that a click on the line means. */
  readonly marks: readonly Mark[];
  /** Items below the line; empty when it has only one arm, for which the line itself stands. */
  readonly arms: readonly { readonly id: string; readonly label: string; readonly mark: Mark }[];
}

/** The test items of a file: a line each, its arms below it where there are several. Stale lines get none: their place may be wrong. */
export function planLines(lines: readonly LineMark[]): readonly PlannedLine[] {
  return lines
    .filter((line) => line.look !== 'stale')
    .slice(0, mostLines)
    .map((line) => ({
      id: `line:${line.line}`,
      label: line.text,
      line: line.line,
      marks: line.marks,
      arms: line.marks.length < 2 ? [] : line.marks.map((mark) => ({ id: `arm:${mark.arm}`, label: mark.label, mark })),
    }));
}

/**
 * Whether a run request is a click on one line or one arm. Everything else ("Run All Tests", a file, several items, continuous
 * runs) must not write tests.
 */
export function isClick(request: {
  readonly include: readonly { readonly id: string }[] | undefined;
  readonly continuous?: boolean | undefined;
}): boolean {
  const [only] = request.include ?? [];
  return request.continuous !== true && request.include?.length === 1 && only !== undefined && /^(line|arm):/.test(only.id);
}
