import type { FileCoverage, FunctionCoverage } from '../coverage-map.ts';
import { mergeFiles } from '../merge.ts';
import { summarise, type FileTotals } from '../summary.ts';
import { parseJson, type JsonEntry } from './json-entries.ts';
import { isJson, listOf, readPlaces, type Json } from './json-report.ts';
import { branchesOf, branchRecord, conditionsOf, darkPlaces, placeOf, rangeOf } from './llvm-cov-branches.ts';
import { linesOfSegments } from './llvm-cov-lines.ts';
import { readMcdc } from './llvm-cov-mcdc.ts';
import { llvmCovSummaryFormat } from './llvm-cov-summary.ts';
import { addCounts, countOf } from './numbers.ts';
import { createProblemList, shortened, type ProblemList } from './problem-list.ts';
import type { IndexedReport, ReportFile, ReportFormat } from './report-format.ts';

/**
 * `llvm-cov export` (JSON, 2.0 to 3.x), also as `cargo llvm-cov --json` and `swift test --enable-code-coverage` write
 * it. Fields: LLVM's CoverageExporterJson.cpp. Its summaries count every instantiation and are not compared.
 */
export const llvmCovFormat: ReportFormat = {
  id: 'llvm-cov',
  name: 'llvm-cov JSON',
  fidelity: 'exact',
  // The type stands at the end of a report, behind all of its files.
  detect: (head) =>
    head.startsWith('{') &&
    !llvmCovSummaryFormat.detect(head, '') &&
    (/"type"\s*:\s*"llvm\.coverage\.json\.export"/.test(head) || /"data"\s*:\s*\[\s*\{\s*"(?:files|functions|totals)"\s*:/.test(head)),
  index: indexLlvmCov,
};

/** One file of the report. */
interface Entry {
  readonly path: string;
  readonly places: JsonEntry[];
  /** Functions that begin in it: pairs of byte offsets. */
  readonly functions: number[];
  /** Conditions that nothing evaluated and that no function has named so far. After all functions: those that the compiler decided. */
  readonly unnamed: Set<string>;
  totals: FileTotals;
}

function* indexLlvmCov(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const entries = new Map<string, Entry>();
  let functions = 0;
  const paths = [
    ['data', '*', 'files', '*'],
    ['data', '*', 'functions', '*'],
  ];
  const { torn } = yield* readPlaces(bytes, paths, problems, (place, value) => {
    if (place.keys[2] === 'functions') {
      functions += 1;
      noteFunction(place, value, entries);
    } else noteFile(place, value, entries, problems);
  });
  // Without its functions, all of them, a report does not tell constants from conditions that never ran.
  const isWhole = functions > 0 && !torn;
  const files: ReportFile[] = [];
  for (const entry of entries.values()) {
    if (!isWhole) entry.unnamed.clear();
    const load = (): FileCoverage => decode(bytes, entry);
    const arms = entry.totals.branches.total - 2 * entry.unnamed.size;
    const totals = entry.places.length > 1 ? summarise(load()) : { ...entry.totals, branches: { ...entry.totals.branches, total: arms } };
    files.push({ path: entry.path, totals, load });
    if (files.length % 64 === 0) yield bytes.length;
  }
  return { files, problems: problems.all() };
}

function noteFile(place: JsonEntry, value: unknown, entries: Map<string, Entry>, problems: ProblemList): void {
  const path = isJson(value) ? value['filename'] : undefined;
  if (!isJson(value) || typeof path !== 'string' || path === '' || !Array.isArray(value['segments'])) {
    problems.add(
      'report/foreign-file',
      'An entry among the files is not file coverage of llvm-cov; it was left out.',
      `byte ${place.start}`,
    );
    return;
  }
  const conditions = conditionsOf(value, path);
  const { lines, bad } = linesOfSegments(listOf(value['segments']));
  const unusable = bad + conditions.bad + readMcdc(listOf(value['mcdc_records'])).bad;
  if (unusable > 0)
    problems.add('report/bad-record', `${shortened(path)}: ${unusable} records are not as llvm-cov writes them; they were left out.`);
  for (const line of conditions.crowded)
    problems.add(
      'report/too-many-arms',
      `${shortened(path)}: line ${line} has more conditions than can be shown; the first ones were kept.`,
    );
  const file = { path, lines, functions: [], branches: branchesOf(conditions, new Set()) };
  const totals = summarise(file);
  const before = entries.get(path);
  if (before === undefined) {
    const unnamed = new Set(darkPlaces(conditions));
    entries.set(path, { path, places: [place], functions: [], unnamed, totals });
  } else {
    before.places.push(place);
    for (const dark of darkPlaces(conditions)) before.unnamed.add(dark);
  }
}

function noteFunction(place: JsonEntry, value: unknown, entries: Map<string, Entry>): void {
  if (!isJson(value)) return;
  const names = listOf(value['filenames']);
  const home = homeOf(value, names);
  const entry = home === undefined ? undefined : entries.get(home);
  entry?.functions.push(place.start, place.end);
  for (const item of listOf(value['branches'])) {
    const record = branchRecord(item);
    const name = record === undefined ? undefined : names[record.file];
    if (record !== undefined && typeof name === 'string') entries.get(name)?.unnamed.delete(placeOf(record.range));
  }
}

function decode(bytes: Uint8Array, entry: Entry): FileCoverage {
  const { path, places, unnamed } = entry;
  const functions = functionsOf(bytes, entry);
  const files = places.map((place): FileCoverage => {
    const value = parseJson(bytes, place.start, place.end);
    const data = isJson(value) ? value : {};
    const { lines } = linesOfSegments(listOf(data['segments']));
    const mcdc = readMcdc(listOf(data['mcdc_records'])).conditions;
    const branches = branchesOf(conditionsOf(data, path), unnamed);
    return { path, lines, functions: [], branches, ...(mcdc.length === 0 ? {} : { conditions: mcdc }) };
  });
  return { ...files.reduce((before, file) => mergeFiles(before, file)), functions };
}

/** Functions by the place where they begin; all instantiations of one are one. */
function functionsOf(bytes: Uint8Array, entry: Entry): readonly FunctionCoverage[] {
  const byPlace = new Map<string, FunctionCoverage>();
  for (let index = 0; index + 1 < entry.functions.length; index += 2) {
    const value = parseJson(bytes, entry.functions[index] as number, entry.functions[index + 1] as number);
    if (!isJson(value)) continue;
    const range = rangeOf(listOf(listOf(value['regions'])[0]));
    if (range === undefined) continue;
    const place = placeOf(range);
    const before = byPlace.get(place);
    const count = addCounts(countOf(value['count']).count, before?.count ?? 0);
    const name = before?.name ?? nameOf(value['name'], entry.path);
    byPlace.set(place, { name, line: range.start.line, endLine: range.end.line, count });
  }
  return [...byPlace.values()].sort((left, right) => left.line - right.line);
}

/** The file that a function begins in. */
function homeOf(value: Json, names: readonly unknown[]): string | undefined {
  const file = listOf(listOf(value['regions'])[0])[5];
  const name = names[typeof file === 'number' ? file : 0] ?? names[0];
  return typeof name === 'string' ? name : undefined;
}

/** Functions that are local to their file carry its name in front: `arms.c:helper`. */
function nameOf(name: unknown, path: string): string {
  if (typeof name !== 'string' || name === '') return '<anonymous>';
  const colon = name.indexOf(':');
  return colon > 0 && (path === name.slice(0, colon) || path.endsWith(`/${name.slice(0, colon)}`)) ? name.slice(colon + 1) : name;
}
