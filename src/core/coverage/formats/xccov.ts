import type { Branch, FileCoverage, FunctionCoverage, Totals } from '../coverage-map.ts';
import { mergeFiles } from '../merge.ts';
import { summarise } from '../summary.ts';
import { indexDecoded } from './indexed-report.ts';
import { isJson, listOf, readPlaces, type Json } from './json-report.ts';
import { addCounts, countOf, isLine, mostArmsOnLine } from './numbers.ts';
import { createProblemList, shortened, type ProblemList } from './problem-list.ts';
import type { IndexedReport, ReportFile, ReportFormat } from './report-format.ts';

/** Xcode's `xccov view --archive --json`: the count of each line. Xcode knows no branches; parts of a line with a count of their own are blocks. */
export const xccovArchiveFormat: ReportFormat = {
  id: 'xccov-archive',
  name: 'Xcode xccov archive JSON',
  fidelity: 'none',
  detect: (head) => head.startsWith('{') && /"isExecutable"\s*:\s*(?:true|false)/.test(head) && /"line"\s*:\s*\d/.test(head),
  index: indexArchive,
};

/** Xcode's `xccov view --report --json`: figures of files, and their functions, which are shown as blocks. */
export const xccovReportFormat: ReportFormat = {
  id: 'xccov-report',
  name: 'Xcode xccov report JSON',
  fidelity: 'totals',
  detect: (head) =>
    /^[{[]/.test(head) &&
    /"(?:coveredLines|executableLines|lineCoverage)"\s*:/.test(head) &&
    /"(?:targets|buildProductPath|executionCount|functions)"\s*:/.test(head),
  index: indexReport,
};

function* indexArchive(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const files: FileCoverage[] = [];
  yield* readPlaces(bytes, [['*']], problems, (place, value) => {
    if (Array.isArray(value)) files.push(readArchived(place.key, value, problems));
    else
      problems.add(
        'report/foreign-file',
        `The entry for ${shortened(place.key)} is no list of lines; it was left out.`,
        `byte ${place.start}`,
      );
  });
  return indexDecoded(files, problems.all());
}

/** A file of a report; the same one may stand in several targets. */
interface Entry {
  readonly coverage: FileCoverage;
  readonly lines: Totals;
}

/** Of a whole report, of one target, and of a list of targets. */
const reportPaths = [
  ['targets', '*', 'files', '*'],
  ['files', '*'],
  ['*', 'files', '*'],
];

function* indexReport(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const entries = new Map<string, Entry>();
  yield* readPlaces(bytes, reportPaths, problems, (place, value) => {
    const path = isJson(value) ? value['path'] : undefined;
    if (!isJson(value) || typeof path !== 'string' || path === '') {
      problems.add(
        'report/foreign-file',
        'An entry among the files is not file coverage of xccov; it was left out.',
        `byte ${place.start}`,
      );
      return;
    }
    const coverage = readReported(path, value, problems);
    const lines = claimedLines(value);
    const before = entries.get(path);
    if (before === undefined) entries.set(path, { coverage, lines });
    else entries.set(path, { coverage: mergeFiles(before.coverage, coverage), lines: better(before.lines, lines) });
  });
  if (entries.size > 0) problems.add('report/only-totals', noLines);
  return { files: [...entries.values()].map(fileOf), problems: problems.all() };
}

const noLines =
  'This report of Xcode knows functions, not lines. `xcrun xccov view --archive --json Tests.xcresult` writes the count of each line.';

function fileOf({ coverage, lines }: Entry): ReportFile {
  return { path: coverage.path, totals: { ...summarise(coverage), lines }, load: () => coverage };
}

/** Two targets with the same file: what both ran is not known, the better of the two is certain. */
function better(left: Totals, right: Totals): Totals {
  return left.covered >= right.covered ? left : right;
}

function claimedLines(data: Json): Totals {
  const total = countOf(data['executableLines']).count;
  return { total, covered: Math.min(countOf(data['coveredLines']).count, total) };
}

function readReported(path: string, data: Json, problems: ProblemList): FileCoverage {
  const functions: FunctionCoverage[] = [];
  const branches: Branch[] = [];
  const seen = new Map<number, number>();
  for (const entry of listOf(data['functions'])) {
    const line = isJson(entry) ? entry['lineNumber'] : undefined;
    if (!isJson(entry) || !isLine(line)) {
      problems.add('report/bad-record', `${shortened(path)}: a function has no usable line; it was left out.`);
      continue;
    }
    const { count } = countOf(entry['executionCount']);
    const name = typeof entry['name'] === 'string' && entry['name'] !== '' ? entry['name'] : '<anonymous>';
    const nth = seen.get(line) ?? 0;
    seen.set(line, nth + 1);
    functions.push({ name, line, count });
    if (nth < mostArmsOnLine) branches.push(functionBlock(line, nth, name, count));
  }
  return { path, lines: new Map(), functions, branches };
}

function functionBlock(line: number, nth: number, name: string, count: number): Branch {
  const state = count > 0 ? 'hit' : 'not-taken';
  return { kind: 'block', certainty: 'none', line, arms: [{ key: `function@${line}#${nth}/0`, label: shortened(name), state, count }] };
}

/** `[{"line":3,"isExecutable":true,"executionCount":2,"subranges":[{"column":12,"length":5,"executionCount":0}]}]`. */
function readArchived(path: string, list: readonly unknown[], problems: ProblemList): FileCoverage {
  const lines = new Map<number, number>();
  const branches = new Map<string, Branch>();
  for (const entry of list) {
    const line = isJson(entry) ? entry['line'] : undefined;
    if (!isJson(entry) || !isLine(line)) {
      problems.add('report/bad-record', `${shortened(path)}: an entry has no usable line; it was left out.`);
      continue;
    }
    if (entry['isExecutable'] !== true) continue;
    lines.set(line, addCounts(lines.get(line) ?? 0, countOf(entry['executionCount']).count));
    for (const part of listOf(entry['subranges']).slice(0, mostArmsOnLine)) {
      const block = partOfLine(line, part);
      if (block !== undefined) branches.set(block.arms[0]?.key ?? '', block);
    }
  }
  return { path, lines, functions: [], branches: [...branches.values()] };
}

/** A part of a line with a count of its own; columns are 1-based. `length` 0 reaches to the end of what is on the line. */
function partOfLine(line: number, part: unknown): Branch | undefined {
  if (!isJson(part)) return undefined;
  const column = countOf(part['column']);
  const length = countOf(part['length']);
  if (!column.exact || !length.exact || column.count < 1 || column.count + length.count > 1_000_000_000) return undefined;
  const { count } = countOf(part['executionCount']);
  const from = column.count - 1;
  const range = { start: { line, column: from }, end: { line, column: from + length.count } };
  const key = `block@${line}:${from}+${length.count}/0`;
  return {
    kind: 'block',
    certainty: 'none',
    line,
    range,
    arms: [{ key, label: 'block', state: count > 0 ? 'hit' : 'not-taken', range, count }],
  };
}
