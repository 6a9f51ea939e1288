import type { Branch, Totals } from '../coverage-map.ts';
import { countBranch } from '../count-branch.ts';
import type { FileTotals } from '../summary.ts';
import { addCounts, countOf, isLine, mostArmsOnLine } from './numbers.ts';

/** What a report that counts says of one line. */
export interface LineRow {
  readonly line: number;
  readonly hits: number;
  /** Outcomes of the branches that begin on the line; 0 where it has none. */
  readonly total: number;
  readonly covered: number;
  /** Where the report names what is missing; 0 and 0 where it does not. */
  readonly noteFrom: number;
  readonly noteTo: number;
}

/** The lines of one file at a time, of a report that counts outcomes by line. */
export interface LineRows {
  /** Forgets the file before. */
  clear(): void;
  /**
   * One entry of the report. Where a line has several, those of the highest level count, and of these the most hits and
   * the outcomes of which more are covered (then: of which there are more): they are one measurement, told twice.
   * False when the entry cannot be used: no line, or no number of hits.
   */
  put(line: number, hits: number, level: number): boolean;
  /** Outcomes of the line put last. False when there are none or they are no numbers. */
  putOutcomes(covered: number, total: number): boolean;
  /** Bytes of the report that name what the outcomes put last lack. */
  putNote(from: number, to: number): void;
  /** True when a number of the last entry was bent: a count below 0 or no whole number, more outcomes covered than there are, more outcomes than are kept. */
  readonly bent: boolean;
  /** True when a line was told twice, or only below the highest level: writers differ in how often they count such a line. */
  readonly ambiguous: () => boolean;
  readonly totals: () => FileTotals;
  /** In the order of lines. */
  readonly rows: () => readonly LineRow[];
}

/** Lines up to here are found through a table, later ones through a map. */
const tableSize = 1 << 17;
/** Outcomes of a file that are kept: a ratio is a few bytes, but each outcome becomes an arm. */
const mostOutcomes = 1_000_000;

/** One table for all files of a report, one after the other. */
export function createLineRows(): LineRows {
  let capacity = 1024;
  let count = 0;
  // Line → row; an entry is valid when that row says the same line, so nothing needs to be cleared.
  const table = new Int32Array(tableSize);
  const later = new Map<number, number>();
  let lines = new Int32Array(capacity);
  let levels = new Uint8Array(capacity);
  let hits = new Float64Array(capacity);
  let totals = new Int32Array(capacity);
  let covered = new Int32Array(capacity);
  let notes = new Float64Array(capacity * 2);
  let outcomes = 0;
  // Where outcomes and notes go; −1 when the entry put last does not count.
  let row = -1;
  let noted = -1;
  let bent = false;
  let repeated = false;
  let highest = 0;

  function find(line: number): number {
    if (line >= tableSize) return later.get(line) ?? -1;
    const found = table[line] as number;
    return found < count && lines[found] === line ? found : -1;
  }

  function add(line: number): number {
    if (count === capacity) grow();
    if (line >= tableSize) later.set(line, count);
    else table[line] = count;
    lines[count] = line;
    count += 1;
    return count - 1;
  }

  function grow(): void {
    capacity *= 2;
    lines = widened(lines, new Int32Array(capacity));
    levels = widened(levels, new Uint8Array(capacity));
    hits = widened(hits, new Float64Array(capacity));
    totals = widened(totals, new Int32Array(capacity));
    covered = widened(covered, new Int32Array(capacity));
    notes = widened(notes, new Float64Array(capacity * 2));
  }

  function start(at: number, level: number, value: number): void {
    outcomes -= totals[at] as number;
    levels[at] = level;
    hits[at] = value;
    totals[at] = 0;
    covered[at] = 0;
    notes[at * 2] = 0;
    notes[at * 2 + 1] = 0;
  }

  function sum(): FileTotals {
    let linesCovered = 0;
    let outcomesCovered = 0;
    for (let at = 0; at < count; at += 1) {
      if ((hits[at] as number) > 0) linesCovered += 1;
      outcomesCovered += covered[at] as number;
    }
    const nothing: Totals = { covered: 0, total: 0 };
    return { lines: { covered: linesCovered, total: count }, branches: { covered: outcomesCovered, total: outcomes }, blocks: nothing };
  }

  return {
    get bent() {
      return bent;
    },
    clear() {
      count = 0;
      outcomes = 0;
      repeated = false;
      highest = 0;
      later.clear();
    },
    put(line, value, level) {
      row = -1;
      noted = -1;
      if (!isLine(line) || Number.isNaN(value)) return false;
      const { count: times, exact } = countOf(value);
      bent = !exact;
      if (level > highest) highest = level;
      const found = find(line);
      if (found === -1) {
        row = add(line);
        totals[row] = 0;
        start(row, level, times);
      } else if (level > (levels[found] as number)) {
        row = found;
        start(row, level, times);
      } else if (level === levels[found]) {
        repeated = true;
        row = found;
        hits[row] = Math.max(hits[row] as number, times);
      }
      return true;
    },
    putOutcomes(taken, all) {
      noted = -1;
      if (Number.isNaN(taken) || Number.isNaN(all) || all <= 0) return false;
      const most = Math.min(all, mostArmsOnLine);
      const hit = Math.min(Math.max(taken, 0), most);
      bent ||= taken < 0 || taken > all || all > most;
      if (row === -1) return true;
      const before = totals[row] as number;
      const isBetter = before === 0 || hit > (covered[row] as number) || (hit === covered[row] && most > before);
      if (!isBetter) return true;
      if (outcomes - before + most > mostOutcomes) {
        bent = true;
        return true;
      }
      totals[row] = most;
      covered[row] = hit;
      outcomes += most - before;
      notes[row * 2] = 0;
      notes[row * 2 + 1] = 0;
      noted = row;
      return true;
    },
    putNote(from, to) {
      if (noted === -1) return;
      notes[noted * 2] = from;
      notes[noted * 2 + 1] = to;
    },
    ambiguous: () => repeated || levels.subarray(0, count).some((level) => level < highest),
    totals: sum,
    rows() {
      const found = Array.from({ length: count }, (_, at): LineRow => ({
        line: lines[at] as number,
        hits: hits[at] as number,
        total: totals[at] as number,
        covered: covered[at] as number,
        noteFrom: notes[at * 2] as number,
        noteTo: notes[at * 2 + 1] as number,
      }));
      return found.sort((left, right) => left.line - right.line);
    },
  };
}

/** Line → times executed. */
export function linesOfRows(rows: readonly LineRow[]): ReadonlyMap<number, number> {
  return new Map(rows.map(({ line, hits }) => [line, hits]));
}

/** The branch of a line whose outcomes are only counted; undefined where it has none. */
export function branchOfRow({ line, hits, total, covered }: LineRow): Branch | undefined {
  return total === 0 ? undefined : countBranch({ line, total, taken: covered, evaluated: hits > 0 });
}

/** Totals of two parts of one report. */
export function addTotals(left: FileTotals, right: FileTotals): FileTotals {
  const add = (one: Totals, other: Totals): Totals => ({
    covered: addCounts(one.covered, other.covered),
    total: addCounts(one.total, other.total),
  });
  return { lines: add(left.lines, right.lines), branches: add(left.branches, right.branches), blocks: add(left.blocks, right.blocks) };
}

function widened<Values extends { readonly length: number; set: (values: Values) => void }>(from: Values, to: Values): Values {
  to.set(from);
  return to;
}
