import { newline } from './ascii.ts';
import type { FileCoverage } from '../coverage-map.ts';
import { mergeFiles } from '../merge.ts';
import { summarise, type FileTotals } from '../summary.ts';
import { createLcovCounter } from './lcov-counter.ts';
import { readLcovSection, type LcovSlice } from './lcov-section.ts';
import { createProblemList, shortened } from './problem-list.ts';
import { reportDifference } from './claimed-totals.ts';
import type { IndexedReport, ReportFormat } from './report-format.ts';

/**
 * LCOV tracefiles, as written by lcov/geninfo, Istanbul, coverage.py, llvm-cov, gcovr, grcov and many others.
 * Format: geninfo(1), section FILES; what the writers do in fact: see the comments at each record.
 */
export const lcovFormat: ReportFormat = {
  id: 'lcov',
  name: 'LCOV',
  fidelity: 'ordinal',
  detect: (head, path) =>
    /^(?:#[^\n]*\n|\s)*(?:TN:|SF:)/.test(head) || (/\.(?:lcov|info)$/i.test(path) && /^\s*(?:TN|SF|DA|FN):/m.test(head)),
  index: indexLcov,
};

const yieldEvery = 1 << 20;

/** All sections of one path; `totals` is undefined until several of them are merged. */
interface Entry {
  readonly slices: LcovSlice[];
  totals: FileTotals | undefined;
}

/**
 * One pass over the bytes counts and remembers where each section stands; a section is decoded when its file is asked
 * for. Only sections that hold more than plain records, and files with several sections, are decoded at once to be counted.
 */
function* indexLcov(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const entries = new Map<string, Entry>();
  const countSection = createLcovCounter(bytes);
  const decoder = new TextDecoder();
  let line = 1;
  let yieldAt = yieldEvery;
  for (let at = 0; at < bytes.length;) {
    const endOfLine = indexOrEnd(bytes, newline, at);
    const first = decoder.decode(bytes.subarray(at, endOfLine)).trim();
    if (first.startsWith('SF:')) {
      const path = first.slice(3);
      const section = countSection(endOfLine + 1);
      const slice = { start: at, end: section.end, line };
      const totals = section.totals ?? summarise(readLcovSection(bytes, slice, path, problems));
      reportDifference(path, section.claimed, totals, problems, `line ${line}`);
      line += section.lines + 1;
      if (section.endedBy === 'section')
        problems.add('report/missing-end', `The record of ${path} has no end_of_record before the next one.`, `line ${line}`);
      if (section.endedBy === 'end')
        problems.add(
          'report/truncated',
          `The report ends in the middle of the record of ${path}; what stands there was read.`,
          `line ${line - 1}`,
        );
      const entry = entries.get(path);
      if (entry === undefined) entries.set(path, { slices: [slice], totals });
      else {
        entry.slices.push(slice);
        entry.totals = undefined;
      }
      at = section.next;
    } else {
      if (first !== '' && !first.startsWith('#') && !first.startsWith('TN:') && first !== 'end_of_record')
        problems.add('report/bad-record', `Not a record of LCOV, or outside of a file's section: ${shortened(first)}`, `line ${line}`);
      line += 1;
      at = endOfLine + 1;
    }
    if (at >= yieldAt) {
      yield Math.min(at, bytes.length);
      yieldAt = at + yieldEvery;
    }
  }
  const files: IndexedReport['files'][number][] = [];
  let merged = 0;
  for (const [path, { slices, totals }] of entries) {
    const load = (): FileCoverage => decode(bytes, path, slices);
    files.push({ path, totals: totals ?? summarise(load()), load });
    if (totals === undefined && (merged += 1) % 64 === 0) yield bytes.length;
  }
  return { files, problems: problems.all() };
}

function decode(bytes: Uint8Array, path: string, slices: readonly LcovSlice[]): FileCoverage {
  // What there is to say of the records was said when they were counted.
  const said = createProblemList();
  return slices.map((slice) => readLcovSection(bytes, slice, path, said)).reduce((before, section) => mergeFiles(before, section));
}

function indexOrEnd(bytes: Uint8Array, byte: number, from: number): number {
  const found = bytes.indexOf(byte, from);
  return found === -1 ? bytes.length : found;
}
