import { newline, carriageReturn } from './ascii.ts';
import type { Branch, FileCoverage, Position } from '../coverage-map.ts';
import type { FileTotals } from '../summary.ts';
import { readGoRecord, type GoRecord } from './go-record.ts';
import { addCounts, countOf, isLine } from './numbers.ts';
import { createProblemList, shortened, type ProblemList } from './problem-list.ts';
import type { IndexedReport, ReportFormat } from './report-format.ts';

/**
 * Profiles of `go test -coverprofile`. Go knows no branches: it counts blocks of statements, so each block is one branch
 * of certainty `none`. Paths are import paths (`example.org/shop/money/money.go`), or the file's own path for code
 * outside of a module. A line has the highest count of the blocks that touch it, as `go tool cover -html` draws it.
 * Columns of a profile are bytes; where a line holds other than ASCII before a block, its column is that much too high
 * until the source is at hand. Format: golang.org/x/tools/cover, profile.go.
 */
export const goCoverprofileFormat: ReportFormat = {
  id: 'go-coverprofile',
  name: 'Go coverprofile',
  fidelity: 'none',
  // Scripts that put profiles together lose the first line at times; then counts are taken for counts.
  detect: (head) => /^(?:mode: (?:set|count|atomic)\s|[^\n]+\.go:\d+\.\d+,\d+\.\d+ \d+ \d+\r?\n)/.test(head),
  index: indexGo,
};

const yieldEvery = 1 << 20;
/** No file of Go code is longer than this; every line of a block is kept, so a torn number must not become millions. */
const longestFile = 1_000_000;

/** Lines of the profile, one after another, that speak of the same file. */
interface Run {
  readonly start: number;
  end: number;
  /** `mode: set`: the count only says yes or no. */
  readonly isSet: boolean;
}

function* indexGo(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const runs = new Map<string, Run[]>();
  const decoder = new TextDecoder();
  let last: { readonly from: number; readonly to: number; readonly run: Run } | undefined;
  let isSet = false;
  let lineNumber = 0;
  let yieldAt = yieldEvery;
  for (let at = 0; at < bytes.length;) {
    lineNumber += 1;
    const found = bytes.indexOf(newline, at);
    const next = found === -1 ? bytes.length : found + 1;
    const end = endOfText(bytes, at, found === -1 ? bytes.length : found);
    const record = readGoRecord(bytes, at, end);
    if (record === undefined || !isUsable(record)) {
      const text = decoder.decode(bytes.subarray(at, end)).trim();
      const mode = /^mode: (\w+)$/.exec(text)?.[1];
      if (mode !== undefined) {
        isSet = mode === 'set';
        last = undefined;
      } else if (text !== '') reportBadLine(text, record, found === -1, problems, lineNumber);
    } else if (last !== undefined && sameBytes(bytes, last.from, last.to, at, record.nameEnd)) last.run.end = next;
    else {
      const run = { start: at, end: next, isSet };
      const path = decoder.decode(bytes.subarray(at, record.nameEnd));
      const known = runs.get(path);
      if (known === undefined) runs.set(path, [run]);
      else known.push(run);
      last = { from: at, to: record.nameEnd, run };
    }
    if (record !== undefined && !countOf(record.count).exact)
      problems.add('report/bad-count', `The count of a block is read as ${countOf(record.count).count}.`, `line ${lineNumber}`);
    at = next;
    if (at >= yieldAt) {
      yield at;
      yieldAt = at + yieldEvery;
    }
  }
  if (bytes.length > 0 && bytes.at(-1) !== newline && !problems.all().some((problem) => problem.code === 'report/truncated'))
    problems.add('report/truncated', 'The report ends without the end of its last line, whose count may be cut.', `line ${lineNumber}`);
  const files: IndexedReport['files'][number][] = [];
  for (const [path, places] of runs) {
    files.push({ path, totals: totalsOf(readBlocks(bytes, places)), load: () => decode(bytes, path, places) });
    if (files.length % 64 === 0) yield bytes.length;
  }
  return { files, problems: problems.all() };
}

function isUsable(record: GoRecord): boolean {
  const { startLine, endLine } = record;
  return isLine(startLine) && endLine >= startLine && endLine <= longestFile;
}

function reportBadLine(text: string, record: GoRecord | undefined, isLast: boolean, problems: ProblemList, lineNumber: number): void {
  if (isLast && record === undefined)
    problems.add('report/truncated', `The report ends in the middle of a line: ${shortened(text)}`, `line ${lineNumber}`);
  else problems.add('report/bad-record', `Not a block of a Go profile: ${shortened(text)}`, `line ${lineNumber}`);
}

/** One block; profiles of several test binaries hold each block once for each of them. */
interface Block {
  readonly record: GoRecord;
  counted: number;
  ran: boolean;
  /** Some of the profiles put together here only say whether it ran: then it is not known how often. */
  isSet: boolean;
}

function readBlocks(bytes: Uint8Array, runs: readonly Run[]): readonly Block[] {
  const blocks = new Map<string, Block>();
  for (const { start, end, isSet } of runs) {
    for (let at = start; at < end;) {
      const found = bytes.indexOf(newline, at);
      const next = found === -1 || found >= end ? end : found + 1;
      const record = readGoRecord(bytes, at, endOfText(bytes, at, found === -1 ? next : Math.min(found, end)));
      at = next;
      if (record === undefined || !isUsable(record)) continue;
      const { count } = countOf(record.count);
      const key = `${record.startLine}.${record.startColumn},${record.endLine}.${record.endColumn}`;
      const before = blocks.get(key);
      if (before === undefined) blocks.set(key, { record, counted: isSet ? 0 : count, ran: count > 0, isSet });
      else {
        if (!isSet) before.counted = addCounts(before.counted, count);
        before.ran ||= count > 0;
        before.isSet ||= isSet;
      }
    }
  }
  return [...blocks.values()].sort(byPlace);
}

function byPlace({ record: left }: Block, { record: right }: Block): number {
  return (
    left.startLine - right.startLine ||
    left.startColumn - right.startColumn ||
    left.endLine - right.endLine ||
    left.endColumn - right.endColumn
  );
}

function decode(bytes: Uint8Array, path: string, runs: readonly Run[]): FileCoverage {
  const blocks = readBlocks(bytes, runs);
  const lines = new Map<number, number>();
  for (const block of blocks) {
    const { record } = block;
    const count = lineCount(block);
    for (let line = record.startLine; line <= record.endLine; line += 1) {
      const before = lines.get(line);
      if (before === undefined || before < count) lines.set(line, count);
    }
  }
  return { path, lines, functions: [], branches: blocks.map(branchOf) };
}

/** 1 stands for "it ran". */
function lineCount({ counted, ran }: Block): number {
  return counted > 0 ? counted : ran ? 1 : 0;
}

function branchOf({ record, counted, ran, isSet }: Block): Branch {
  const { startLine, startColumn, endLine, endColumn } = record;
  const range = { start: positionOf(startLine, startColumn), end: positionOf(endLine, endColumn) };
  const arm = {
    key: `block@${startLine}:${startColumn}-${endLine}:${endColumn}/0`,
    label: 'block',
    state: ran ? ('hit' as const) : ('not-taken' as const),
    range,
  };
  return { kind: 'block', certainty: 'none', line: startLine, range, arms: [isSet ? arm : { ...arm, count: counted }] };
}

function positionOf(line: number, column: number): Position {
  return { line, column: Math.max(column - 1, 0) };
}

/** Counts lines without listing them: blocks are sorted by their first line. */
function totalsOf(blocks: readonly Block[]): FileTotals {
  const hit = blocks.filter((block) => block.ran);
  return {
    branches: { covered: 0, total: 0 },
    lines: { covered: linesTouched(hit), total: linesTouched(blocks) },
    blocks: { covered: hit.length, total: blocks.length },
  };
}

function linesTouched(blocks: readonly Block[]): number {
  let touched = 0;
  let counted = 0;
  for (const { record } of blocks) {
    const from = Math.max(record.startLine, counted + 1);
    if (record.endLine >= from) touched += record.endLine - from + 1;
    counted = Math.max(counted, record.endLine);
  }
  return touched;
}

/** Without white space at the end: profiles that went through Windows tools end their lines with CR. */
function endOfText(bytes: Uint8Array, from: number, end: number): number {
  let to = end;
  while (to > from && (bytes[to - 1] === carriageReturn || bytes[to - 1] === 0x20 || bytes[to - 1] === 0x09)) to -= 1;
  return to;
}

function sameBytes(bytes: Uint8Array, leftFrom: number, leftTo: number, from: number, to: number): boolean {
  if (leftTo - leftFrom !== to - from) return false;
  // Paths differ at their ends more often than at their beginnings.
  for (let index = to - from - 1; index >= 0; index -= 1) if (bytes[leftFrom + index] !== bytes[from + index]) return false;
  return true;
}
