import type { Arm, Branch, FileCoverage, FunctionCoverage } from '../coverage-map.ts';
import { summarise } from '../summary.ts';
import { reportDifference } from './claimed-totals.ts';
import { indexDecoded } from './indexed-report.ts';
import { isJson, listOf, membersOf, readPlaces, type Json } from './json-report.ts';
import { isLine } from './numbers.ts';
import { createProblemList, shortened, type ProblemList } from './problem-list.ts';
import type { IndexedReport, ReportFormat } from './report-format.ts';

/** `coverage json` of coverage.py (formats 1 to 3). Fields: coverage.py, `jsonreport.py`. Arcs are pairs of lines; a negative target leaves the code object. */
export const coveragePyFormat: ReportFormat = {
  id: 'coverage-py',
  name: 'coverage.py JSON',
  fidelity: 'arc',
  detect: (head) => head.startsWith('{') && /"meta"\s*:\s*\{/.test(head) && /"show_contexts"\s*:/.test(head),
  index: indexCoveragePy,
};

function* indexCoveragePy(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const files: FileCoverage[] = [];
  const names = new Map<string, string>();
  let withBranches = false;
  let hasFiles = false;
  yield* readPlaces(bytes, [['meta'], ['files', '*']], problems, (place, value) => {
    if (place.keys.length === 1) {
      withBranches ||= isJson(value) && value['branch_coverage'] === true;
      return;
    }
    hasFiles = true;
    if (!isJson(value) || !Array.isArray(value['executed_lines'])) {
      const message = `The entry for ${shortened(place.key)} is not file coverage of coverage.py; it was left out.`;
      problems.add('report/foreign-file', message, `byte ${place.start}`);
      return;
    }
    withBranches ||= Array.isArray(value['executed_branches']) || Array.isArray(value['missing_branches']);
    const file = readFile(place.key, value, names, problems);
    files.push(file);
    compareSummary(file, value, problems);
  });
  if (!hasFiles) problems.add('report/bad-json', 'This report of coverage.py has no readable "files".');
  if (!withBranches && files.length > 0) {
    problems.add(
      'report/no-branches',
      'This report of coverage.py was made without measuring branches. Run pytest with `--cov-branch`, or set `branch = true` in the `[run]` section of the coverage settings.',
    );
  }
  return indexDecoded(files, problems.all());
}

/** Its summary counts what the lists beside it say, or the very entries of these lists: versions differ in how often they list an arc. */
function compareSummary(file: FileCoverage, data: Json, problems: ProblemList): void {
  const summary = data['summary'];
  if (!isJson(summary)) return;
  const figure = (name: string): number | undefined => (typeof summary[name] === 'number' ? summary[name] : undefined);
  const size = (name: string): number => listOf(data[name]).length;
  const claimed = {
    linesCovered: figure('covered_lines'),
    lines: figure('num_statements'),
    branchesCovered: figure('covered_branches'),
    branches: figure('num_branches'),
  };
  const computed = summarise(file);
  const entries = size('executed_branches') + size('missing_branches');
  const listed = claimed.branches === entries && claimed.branchesCovered === size('executed_branches');
  const { lines, linesCovered } = claimed;
  reportDifference(shortened(file.path), listed ? { lines, linesCovered } : claimed, computed, problems);
}

function readFile(path: string, data: Json, names: Map<string, string>, problems: ProblemList): FileCoverage {
  const lines = new Map<number, number>();
  const put = (name: string, count: number): void => {
    for (const line of listOf(data[name])) {
      if (isLine(line)) lines.set(line, Math.max(lines.get(line) ?? 0, count));
      else problems.add('report/bad-record', `${path}: ${String(line)} in ${name} is not a line.`);
    }
  };
  put('missing_lines', 0);
  put('executed_lines', 1);
  const contexts = readContexts(data['contexts'], names);
  const branches = readBranches(path, data, lines, problems);
  return { path, lines, functions: readFunctions(data), branches, ...(contexts.size === 0 ? {} : { contexts }) };
}

function readBranches(path: string, data: Json, lines: ReadonlyMap<number, number>, problems: ProblemList): readonly Branch[] {
  const arcs = new Map<number, Map<string, boolean>>();
  const put = (name: string, executed: boolean): void => {
    for (const pair of listOf(data[name])) {
      const [from, to] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
      if (!isLine(from) || typeof to !== 'number' || !Number.isInteger(to) || (to > 0 && !isLine(to))) {
        problems.add('report/bad-record', `${path}: ${JSON.stringify(pair)?.slice(0, 60) ?? 'nothing'} in ${name} is not a pair of lines.`);
        continue;
      }
      const targets = arcs.get(from) ?? new Map<string, boolean>();
      arcs.set(from, targets);
      // Zero or a negative line leaves the function, class or module.
      const target = to > 0 ? String(to) : 'exit';
      targets.set(target, (targets.get(target) ?? false) || executed);
    }
  };
  put('executed_branches', true);
  put('missing_branches', false);
  return [...arcs].sort(([left], [right]) => left - right).map(([line, targets]) => branchOf(line, targets, lines.get(line)));
}

function branchOf(line: number, targets: ReadonlyMap<string, boolean>, lineCount: number | undefined): Branch {
  const decisionRan = (lineCount ?? 0) > 0 || [...targets.values()].includes(true);
  const order = (target: string): number => (target === 'exit' ? Number.POSITIVE_INFINITY : Number(target));
  const arms = [...targets]
    .sort(([left], [right]) => (order(left) < order(right) ? -1 : 1))
    .map(([target, executed]): Arm => ({
      key: `arc@${line}->${target}`,
      label: `line ${line} → ${target}`,
      state: executed ? 'hit' : decisionRan ? 'not-taken' : 'never-evaluated',
    }));
  return { kind: 'unknown', certainty: 'arc', line, arms };
}

/**
 * `--show-contexts`: line → the tests that ran it. The context without a name is code that ran outside of any test, such
 * as an import; it selects no test. `names` holds each name once, however many lines repeat it.
 */
function readContexts(value: unknown, names: Map<string, string>): ReadonlyMap<number, readonly string[]> {
  const contexts = new Map<number, readonly string[]>();
  for (const [text, list] of membersOf(value)) {
    const line = Number(text);
    const tests = listOf(list).filter((one) => typeof one === 'string' && one !== '') as readonly string[];
    if (!isLine(line) || tests.length === 0) continue;
    for (const test of tests) if (!names.has(test)) names.set(test, test);
    contexts.set(line, [...new Set(tests.map((test) => names.get(test) ?? test))].sort());
  }
  return contexts;
}

/** `functions` of format 3; `""` is the rest of the module. Lines inside them repeat those of the file and are not counted again. */
function readFunctions(data: Json): readonly FunctionCoverage[] {
  const functions: FunctionCoverage[] = [];
  for (const [name, region] of Object.entries(isJson(data['functions']) ? data['functions'] : {})) {
    if (name === '' || !isJson(region)) continue;
    const executed = listOf(region['executed_lines']).filter(isLine);
    const all = [...executed, ...listOf(region['missing_lines']).filter(isLine)];
    const start = isLine(region['start_line'])
      ? region['start_line']
      : all.reduce((least, line) => Math.min(least, line), Number.POSITIVE_INFINITY);
    if (!isLine(start)) continue;
    const endLine = all.reduce((most, line) => Math.max(most, line), start);
    functions.push({ name, line: start, endLine, count: executed.length > 0 ? 1 : 0 });
  }
  return functions;
}
