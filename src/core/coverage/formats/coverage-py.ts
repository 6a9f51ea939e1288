import type { Arm, Branch, FileCoverage, FunctionCoverage } from '../coverage-map.ts';
import { mergeFiles } from '../merge.ts';
import { indexDecoded } from './indexed-report.ts';
import { parseJson, splitObject, type JsonEntry } from './json-entries.ts';
import { isLine } from './numbers.ts';
import { createProblemList, type ProblemList } from './problem-list.ts';
import type { IndexedReport, ReportFormat } from './report-format.ts';

/** `coverage json` of coverage.py (formats 1 to 3). Fields: coverage.py, `jsonreport.py`. Arcs are pairs of lines; a negative target leaves the code object. */
export const coveragePyFormat: ReportFormat = {
  id: 'coverage-py',
  name: 'coverage.py JSON',
  fidelity: 'arc',
  detect: (head) => head.startsWith('{') && /"meta"\s*:\s*\{/.test(head) && /"(?:show_contexts|branch_coverage)"\s*:/.test(head),
  index: indexCoveragePy,
};

type Json = Readonly<Record<string, unknown>>;

function* indexCoveragePy(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const coverage = new Map<string, FileCoverage>();
  const top = splitObject(bytes);
  const filesEntry = top.entries.find((entry) => entry.key === 'files') ?? tornFiles(bytes, top);
  const metaEntry = top.entries.find((entry) => entry.key === 'meta');
  const meta = metaEntry === undefined ? undefined : parseJson(bytes, metaEntry.start, metaEntry.end);
  if (filesEntry === undefined) {
    problems.add('report/bad-json', 'This report of coverage.py has no readable "files".');
    return indexDecoded(coverage.values(), problems.all());
  }
  const files = splitObject(bytes, filesEntry.start, filesEntry.end);
  let withBranches = isObject(meta) && meta['branch_coverage'] === true;
  for (const entry of files.entries) {
    const data = parseJson(bytes, entry.start, entry.end);
    if (!isObject(data) || !Array.isArray(data['executed_lines'])) {
      problems.add(
        'report/foreign-file',
        `The entry for ${entry.key} is not file coverage of coverage.py; it was left out.`,
        `byte ${entry.start}`,
      );
      continue;
    }
    if (Array.isArray(data['executed_branches']) || Array.isArray(data['missing_branches'])) withBranches = true;
    const file = readFile(entry.key, data, problems);
    const before = coverage.get(file.path);
    coverage.set(file.path, before === undefined ? file : mergeFiles(before, file));
    yield entry.end;
  }
  const torn = files.problem ?? top.problem;
  if (torn !== undefined) {
    const rest = `Files read before that place: ${files.entries.length}.`;
    if (torn.truncated) problems.add('report/truncated', `The report ends in the middle. ${rest}`, `byte ${torn.at}`);
    else problems.add('report/bad-json', `The report stops being JSON. ${rest}`, `byte ${torn.at}`);
  }
  if (!withBranches && coverage.size > 0) {
    problems.add(
      'report/no-branches',
      'This report of coverage.py was made without measuring branches. Run pytest with `--cov-branch`, or set `branch = true` in the `[run]` section of the coverage settings.',
    );
  }
  return indexDecoded(coverage.values(), problems.all());
}

/** In a torn report "files" is the member that has no end: what stands there is read as far as it goes. */
function tornFiles(bytes: Uint8Array, top: ReturnType<typeof splitObject>): JsonEntry | undefined {
  if (top.problem?.truncated !== true) return undefined;
  const from = top.entries.at(-1)?.end ?? 0;
  const match = /"files"\s*:\s*/.exec(new TextDecoder('latin1').decode(bytes.subarray(from, from + 200)));
  return match === null ? undefined : { key: 'files', start: from + match.index + match[0].length, end: bytes.length };
}

function readFile(path: string, data: Json, problems: ProblemList): FileCoverage {
  const lines = new Map<number, number>();
  const put = (name: string, count: number): void => {
    for (const line of listOf(data[name])) {
      if (isLine(line)) lines.set(line, Math.max(lines.get(line) ?? 0, count));
      else problems.add('report/bad-record', `${path}: ${String(line)} in ${name} is not a line.`);
    }
  };
  put('missing_lines', 0);
  put('executed_lines', 1);
  return { path, lines, functions: readFunctions(data), branches: readBranches(path, data, lines, problems) };
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

/** `functions` of format 3; `""` is the rest of the module. Lines inside them repeat those of the file and are not counted again. */
function readFunctions(data: Json): readonly FunctionCoverage[] {
  const functions: FunctionCoverage[] = [];
  for (const [name, region] of Object.entries(isObject(data['functions']) ? data['functions'] : {})) {
    if (name === '' || !isObject(region)) continue;
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

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
