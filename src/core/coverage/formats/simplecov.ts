import type { FileCoverage, FunctionCoverage } from '../coverage-map.ts';
import { indexDecoded } from './indexed-report.ts';
import { isJson, listOf, membersOf, readPlaces, type Json } from './json-report.ts';
import { countOf, isLine } from './numbers.ts';
import { createProblemList, shortened, type ProblemList } from './problem-list.ts';
import type { IndexedReport, ReportFormat } from './report-format.ts';
import { listedBranches, tupleBranches, type Complain } from './simplecov-branches.ts';

/** SimpleCov's `.resultset.json`: suite → `coverage` → file → `lines` and `branches`. Suites of parallel runs are summed. */
export const simplecovResultsetFormat: ReportFormat = {
  id: 'simplecov-resultset',
  name: 'SimpleCov resultset',
  fidelity: 'exact',
  detect: (head, path) =>
    /^\{\s*"(?:[^"\\]|\\.){1,2000}"\s*:\s*\{\s*(?:"timestamp"\s*:\s*[\d.]{1,30}\s*,\s*)?"coverage"\s*:\s*\{/.test(head) &&
    (/resultset/i.test(path) || /"lines"\s*:\s*(?:\[|null)|"\s*:\s*\[\s*(?:null|\d)|"branches"\s*:\s*\{|"timestamp"\s*:/.test(head)),
  index: (bytes) => indexSimplecov(bytes, ['*', 'coverage', '*']),
};

/** SimpleCov's `coverage.json` (simplecov_json_formatter, and SimpleCov itself since 1.0): arms as a list, without columns. */
export const simplecovJsonFormat: ReportFormat = {
  id: 'simplecov-json',
  name: 'SimpleCov JSON',
  fidelity: 'ordinal',
  detect: (head) => head.startsWith('{') && /"simplecov_version"\s*:/.test(head),
  index: (bytes) => indexSimplecov(bytes, ['coverage', '*']),
};

function* indexSimplecov(bytes: Uint8Array, path: readonly string[]): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const files: FileCoverage[] = [];
  yield* readPlaces(bytes, [path], problems, (place, value) => {
    // Old resultsets hold the list of lines itself.
    const data = Array.isArray(value) ? { lines: value as readonly unknown[] } : value;
    if (isJson(data) && ('lines' in data || 'branches' in data || 'methods' in data)) files.push(readFile(place.key, data, problems));
    else
      problems.add(
        'report/foreign-file',
        `The entry for ${shortened(place.key)} is not file coverage of SimpleCov; it was left out.`,
        `byte ${place.start}`,
      );
  });
  return indexDecoded(files, problems.all());
}

function readFile(path: string, data: Json, problems: ProblemList): FileCoverage {
  const complain: Complain = (what) => problems.add('report/bad-record', `${shortened(path)}: ${what}; it was left out.`);
  const lines = new Map<number, number>();
  for (const [index, hits] of listOf(data['lines']).entries()) {
    // null: nothing to run on the line; "ignored": taken out of the measurement by a comment.
    if (hits === null || hits === 'ignored') continue;
    if (typeof hits !== 'number' || !isLine(index + 1)) complain(`the count of line ${index + 1} is no number`);
    else lines.set(index + 1, countOf(hits).count);
  }
  const { branches } = data;
  const read = Array.isArray(branches) ? listedBranches(branches, lines, complain) : tupleBranches(branches, lines, complain);
  return { path, lines, functions: readMethods(data['methods'], complain), branches: read };
}

/** Of a resultset `{"[Shop, :price, 3, 2, 5, 5]": 1}`; of coverage.json a list with names and lines. */
function readMethods(value: unknown, complain: Complain): readonly FunctionCoverage[] {
  const methods: FunctionCoverage[] = [];
  for (const entry of listOf(value)) {
    if (!isJson(entry) || !isLine(entry['start_line'])) complain('a method has no usable line');
    else if (entry['coverage'] !== 'ignored') {
      const line = entry['start_line'];
      const end = isLine(entry['end_line']) ? { endLine: Math.max(entry['end_line'], line) } : {};
      methods.push({ name: String(entry['name']), line, ...end, count: countOf(entry['coverage']).count });
    }
  }
  for (const [name, hits] of membersOf(value)) {
    const match = /^\[(.{1,400}), :(?:"([^"]{1,200})"|([^\s,"]{1,200})), (\d{1,9}), \d{1,9}, (\d{1,9}), \d{1,9}\]$/.exec(name);
    const line = Number(match?.[4]);
    if (match === null || !isLine(line)) complain('a method is not named as SimpleCov names it');
    else {
      const owner = (match[1] ?? '').replaceAll(/^"|"$/g, '');
      methods.push({
        name: `${owner}#${match[2] ?? match[3] ?? ''}`,
        line,
        endLine: Math.max(Number(match[5]), line),
        count: countOf(hits).count,
      });
    }
  }
  return methods;
}
