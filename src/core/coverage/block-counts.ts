import type { Branch, FileCoverage, Position, Range } from './coverage-map.ts';
import type { BlockFlow } from '../source/source-model.ts';

/** How often something ran at least and at most. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** A block of a profile at its place in the source. */
export interface PlacedBlock {
  readonly branch: Branch;
  readonly range: Range;
  readonly ran: Bounds;
}

/** Blocks by their places. */
export interface BlockIndex {
  /** The first block that begins within a range, its end included. */
  firstIn(range: Range): PlacedBlock | undefined;
  /** The block that a place lies in: blocks do not overlap. */
  around(place: Position): PlacedBlock | undefined;
}

export function isBlock(branch: Branch): boolean {
  return branch.kind === 'block' && branch.certainty === 'none';
}

/** The blocks of a Go profile. A block's key holds its place as the profile has it: columns from 1, in bytes. */
export function placeBlocks(coverage: FileCoverage, flow: BlockFlow): readonly PlacedBlock[] {
  return coverage.branches
    .filter(isBlock)
    .flatMap((branch) => {
      const [, line = '', column = '', endLine = '', endColumn = ''] =
        /^block@(\d+):(\d+)-(\d+):(\d+)\/0$/.exec(branch.arms[0]?.key ?? '') ?? [];
      if (line === '') return [];
      const at = (number: string, byte: string): Position => {
        const wide = flow.wideLines.get(Number(number));
        const from = Math.max(Number(byte) - 1, 0);
        return { line: Number(number), column: wide === undefined ? from : unitsBefore(wide, from) };
      };
      return [{ branch, range: { start: at(line, column), end: at(endLine, endColumn) }, ran: boundsOf(branch) }];
    })
    .sort((left, right) => compare(left.range.start, right.range.start) || compare(left.range.end, right.range.end));
}

function boundsOf(branch: Branch): Bounds {
  const arm = branch.arms[0];
  if (arm?.count !== undefined) return { least: arm.count, most: arm.count };
  return arm?.state === 'hit' ? { least: 1, most: Number.POSITIVE_INFINITY } : { least: 0, most: 0 };
}

/** How many UTF-16 units stand before a byte of a line in UTF-8. */
function unitsBefore(line: string, bytes: number): number {
  let seen = 0;
  let units = 0;
  for (const letter of line) {
    if (seen >= bytes) break;
    const code = letter.codePointAt(0) ?? 0;
    seen += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_00_00 ? 3 : 4;
    units += letter.length;
  }
  return units + Math.max(bytes - seen, 0);
}

export function indexBlocks(blocks: readonly PlacedBlock[]): BlockIndex {
  /** Number of blocks that begin before a place, or at it. */
  function begun(place: Position, inclusive: boolean): number {
    let low = 0;
    let high = blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = compare((blocks[middle] as PlacedBlock).range.start, place);
      if (order < 0 || (inclusive && order === 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  return {
    firstIn(range) {
      const first = blocks[begun(range.start, false)];
      return first !== undefined && compare(first.range.start, range.end) <= 0 ? first : undefined;
    },
    around(place) {
      const last = blocks[begun(place, true) - 1];
      return last !== undefined && compare(place, last.range.end) < 0 ? last : undefined;
    },
  };
}

export function compare(left: Position, right: Position): number {
  return left.line - right.line || left.column - right.column;
}
