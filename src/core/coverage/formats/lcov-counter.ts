import { newline, carriageReturn, comma, dash, hash, zero, nine } from './ascii.ts';
import type { FileTotals } from '../summary.ts';
import type { ClaimedTotals } from './claimed-totals.ts';
import { createThrowCounter } from './lcov-throw-counter.ts';
import { maxLine, mostArmsOnLine } from './numbers.ts';

/** One section, counted from its bytes. */
export interface CountedSection {
  /** Behind the section's last record. */
  readonly end: number;
  /** Where to read on. */
  readonly next: number;
  /** Lines read, the `SF:` one not counted. */
  readonly lines: number;
  readonly endedBy: 'end_of_record' | 'section' | 'end';
  /** undefined: something else than plain records stands in it, so it must be decoded to be counted. */
  readonly totals: FileTotals | undefined;
  readonly claimed: ClaimedTotals;
}

const mostDigits = 15;
/** Line numbers up to here are counted without decoding. */
const tableLimit = 1 << 17;

/**
 * Counts sections of one report without decoding them. A section is counted here only when each of its records is of the
 * plainest form (digits, known names), where it provably comes to the same totals as decoding it.
 */
export function createLcovCounter(bytes: Uint8Array): (from: number) => CountedSection {
  // A small report needs no large table.
  const tableSize = Math.min(tableLimit, Math.max(1024, bytes.length));
  // Line → the number of the section it was last seen in, times 2, plus 1 when it was hit there.
  const seen = new Float64Array(tableSize);
  let section = 0;
  // Reports of C++ have exceptions in most sections, others have none: what belongs to one is only followed from the first one on.
  const throwing = createThrowCounter();
  let follows = false;
  // Where the last number ended; a closure variable because a tuple for each number would cost more than the number.
  let at = 0;
  const { length } = bytes;

  /** The digits at `at` as a number; -1 when there are none or more than a number can hold exactly. */
  function digits(): number {
    const start = at;
    let value = 0;
    while (at < length) {
      const byte = bytes[at] as number;
      if (byte < zero || byte > nine) break;
      value = value * 10 + byte - zero;
      at += 1;
    }
    return at === start || at - start > mostDigits ? -1 : value;
  }

  function isEndOfLine(): boolean {
    if (at >= length || bytes[at] === newline) return true;
    return bytes[at] === carriageReturn && (at + 1 >= length || bytes[at + 1] === newline);
  }

  return countSection;

  function countSection(from: number): CountedSection {
    section += 1;
    throwing.clear();
    const dark = section * 2;
    const lit = dark + 1;
    let lines = 0;
    let lineTotal = 0;
    let lineHits = 0;
    let armTotal = 0;
    let armHits = 0;
    let plain = true;
    const claimed: { linesCovered?: number; lines?: number; branchesCovered?: number; branches?: number } = {};
    const places = { known: 0 };
    const totalsNow = (): FileTotals | undefined => {
      const lines = { covered: lineHits, total: lineTotal };
      const blocks = { covered: 0, total: 0 };
      const throws = throwing.finish();
      if (throws === undefined) return undefined;
      const branches = { covered: armHits - throws.covered, total: armTotal - throws.total };
      return { lines, branches, blocks, ...(throws.total === 0 ? {} : { throws }) };
    };
    const end = (stop: number, next: number, endedBy: CountedSection['endedBy']): CountedSection => ({
      end: stop,
      next,
      lines,
      endedBy,
      totals: plain ? totalsNow() : undefined,
      claimed,
    });

    let start = from;
    while (start < length) {
      const b0 = bytes[start];
      const b1 = bytes[start + 1];
      let good = false;
      at = start;
      if (b0 === 0x44 && b1 === 0x41 && bytes[start + 2] === 0x3a) {
        // DA:line,count[,checksum]
        at = start + 3;
        const line = digits();
        if (line > 0 && line < tableSize && bytes[at] === comma) {
          at += 1;
          const count = digits();
          good = count >= 0 && (bytes[at] === comma || isEndOfLine());
          if (good) {
            const mark = seen[line] as number;
            if (mark < dark) {
              lineTotal += 1;
              if (count > 0) lineHits += 1;
              seen[line] = count > 0 ? lit : dark;
            } else if (mark === dark && count > 0) {
              lineHits += 1;
              seen[line] = lit;
            }
          }
        }
      } else if (b0 === 0x42 && b1 === 0x52) {
        if (bytes[start + 2] === 0x44) {
          // BRDA:line,[e|f]block,branch,taken
          at = start + 5;
          const line = digits();
          if (line > 0 && line <= maxLine && bytes[start + 3] === 0x41 && bytes[start + 4] === 0x3a && bytes[at] === comma) {
            at += 1;
            const throws = bytes[at] === 0x65;
            if (throws && !follows) {
              follows = true;
              return countSection(from);
            }
            if (throws || bytes[at] === 0x66) at += 1;
            const block = digits();
            if (block >= 0 && bytes[at] === comma) {
              at += 1;
              const id = digits();
              if (id >= 0 && bytes[at] === comma) {
                at += 1;
                let taken = 0;
                if (bytes[at] === dash) at += 1;
                else taken = digits();
                // More arms than one line may have could all be on one line.
                good = taken >= 0 && isEndOfLine() && armTotal < mostArmsOnLine;
                if (good) {
                  armTotal += 1;
                  if (taken > 0) armHits += 1;
                  if (follows) throwing.add(line, block, id, taken > 0, throws);
                }
              }
            }
          }
        } else if (bytes[start + 3] === 0x3a && (bytes[start + 2] === 0x46 || bytes[start + 2] === 0x48)) {
          // BRF:found, BRH:hit
          at = start + 4;
          const value = digits();
          if (value >= 0) claimed[bytes[start + 2] === 0x46 ? 'branches' : 'branchesCovered'] = value;
          good = true;
        }
      } else if (b0 === 0x4c && bytes[start + 2] === 0x3a && (b1 === 0x46 || b1 === 0x48)) {
        // LF:found, LH:hit
        at = start + 3;
        const value = digits();
        if (value >= 0) claimed[b1 === 0x46 ? 'lines' : 'linesCovered'] = value;
        good = true;
      } else if (b0 === 0x46 && b1 === 0x4e) good = isPlainFunction(start, places);
      else if (b0 === newline || b0 === hash) good = true;
      else if (startsWith(start, endOfRecord)) {
        at = start + endOfRecord.length;
        if (isEndOfLine()) {
          lines += 1;
          return end(start, behindLine(), 'end_of_record');
        }
      } else if (b0 === 0x53 && b1 === 0x46 && bytes[start + 2] === 0x3a) return end(start, start, 'section');
      if (!good) {
        // A section may also begin or end behind white space.
        const first = firstOfLine(start);
        if (startsWith(first, endOfRecord) && isBlankFrom(first + endOfRecord.length)) {
          lines += 1;
          return end(start, behindLine(), 'end_of_record');
        }
        if (startsWith(first, sectionStart)) return end(start, start, 'section');
        plain = false;
      }
      lines += 1;
      start = behindLine();
    }
    return end(length, length, 'end');
  }

  /** `FN:`, `FNDA:`, `FNL:`, `FNA:`, `FNF:`, `FNH:` whose numbers are numbers. They have no part in the totals. */
  function isPlainFunction(start: number, places: { known: number }): boolean {
    const kind = bytes[start + 2];
    if (kind === 0x3a) {
      at = start + 3;
      const line = digits();
      return line > 0 && line <= maxLine && bytes[at] === comma;
    }
    if ((kind === 0x46 || kind === 0x48) && bytes[start + 3] === 0x3a) return true;
    if (kind === 0x44 && bytes[start + 3] === 0x41 && bytes[start + 4] === 0x3a) {
      at = start + 5;
      return digits() >= 0 && bytes[at] === comma;
    }
    if (bytes[start + 3] !== 0x3a) return false;
    at = start + 4;
    const index = digits();
    if (index < 0 || bytes[at] !== comma) return false;
    at += 1;
    const number = digits();
    if (kind === 0x4c) {
      places.known = index === places.known ? index + 1 : places.known;
      return number > 0 && number <= maxLine && (bytes[at] === comma || isEndOfLine());
    }
    return kind === 0x41 && number >= 0 && bytes[at] === comma && index < places.known;
  }

  function behindLine(): number {
    if (bytes[at] === newline) return at + 1;
    const found = bytes.indexOf(newline, at);
    return found === -1 ? length : found + 1;
  }

  function firstOfLine(start: number): number {
    let first = start;
    while (first < length && (bytes[first] === 0x20 || bytes[first] === 0x09 || bytes[first] === carriageReturn)) first += 1;
    return first;
  }

  function isBlankFrom(start: number): boolean {
    at = firstOfLine(start);
    return at >= length || bytes[at] === newline;
  }

  function startsWith(start: number, text: Uint8Array): boolean {
    for (let index = 0; index < text.length; index += 1) if (bytes[start + index] !== text[index]) return false;
    return true;
  }
}

const endOfRecord = new TextEncoder().encode('end_of_record');
const sectionStart = new TextEncoder().encode('SF:');
