import type { Totals } from '../coverage-map.ts';
import { separateThrows } from './separate-throws.ts';

/** Blocks of one line that are looked through for one that comes again. */
const mostBlocks = 256;

/** Counts the arms of one section of LCOV that only the compiler made, without decoding them. */
export interface ThrowCounter {
  /** Forgets the section before. */
  clear(): void;
  /** The arms of a section, one after the other. */
  add(line: number, block: number, id: number, hit: boolean, throws: boolean): void;
  /** After the last arm; undefined when there are exceptions and the arms stand in an order that only decoding understands. */
  finish(): Totals | undefined;
}

/**
 * Writers list lines in their order, the blocks of a line one behind the other, and the arms of a block by number: then a block is
 * whole when the next one begins, and comes to the same as in {@link separateThrows}.
 */
export function createThrowCounter(): ThrowCounter {
  let covered = 0;
  let total = 0;
  let found = false;
  let ordered = true;
  let line = 0;
  let lastId = -1;
  const blocks: number[] = [];
  // Arms of the open block: 1 when it was taken, 2 when only an exception takes it.
  const arms: number[] = [];

  function close(): void {
    if (arms.some((arm) => arm >= 2)) {
      const thrown = isPairs(arms) ? arms : ofThrows(arms);
      total += thrown.length;
      for (const arm of thrown) covered += arm & 1;
    }
    arms.length = 0;
  }

  return {
    clear() {
      covered = 0;
      total = 0;
      found = false;
      ordered = true;
      line = 0;
      lastId = -1;
      blocks.length = 0;
      arms.length = 0;
    },
    add(at, block, id, hit, throws) {
      if (at !== line || block !== blocks.at(-1)) {
        close();
        if (at < line) ordered = false;
        if (at !== line) blocks.length = 0;
        else if (blocks.length > mostBlocks || blocks.includes(block)) ordered = false;
        line = at;
        lastId = -1;
        blocks.push(block);
      }
      if (id <= lastId) ordered = false;
      lastId = id;
      found ||= throws;
      arms.push((hit ? 1 : 0) + (throws ? 2 : 0));
    },
    finish() {
      close();
      return found && !ordered ? undefined : { covered, total };
    },
  };
}

/** Nothing but calls: normal return, exception, normal return, exception. */
function isPairs(arms: readonly number[]): boolean {
  return arms.length % 2 === 0 && arms.every((arm, index) => arm >= 2 === (index % 2 === 1));
}

function ofThrows(arms: readonly number[]): readonly number[] {
  return separateThrows(arms.map((arm) => ({ arm, throws: arm >= 2 })))
    .filter((group) => group.isThrow)
    .flatMap((group) => group.arms.map(({ arm }) => arm));
}
