import libCoverage from 'istanbul-lib-coverage';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import type { Arm, ArmState, Branch, BranchKind, FileCoverage, FunctionCoverage, Position, Range } from '../coverage-map.ts';
import { branchId, mergeFiles } from '../merge.ts';
import { summarise, type FileTotals } from '../summary.ts';
import { createIstanbulCounter, type CountedFile } from './istanbul-counter.ts';
import { parseJson, walkObject, type JsonEntry } from './json-entries.ts';
import { isJson, type Json } from './json-report.ts';
import { countOf, endOfLine, isLine, mostArmsOnLine } from './numbers.ts';
import { createProblemList, shortened, type ProblemList } from './problem-list.ts';
import type { IndexedReport, ReportFormat } from './report-format.ts';

/**
 * Istanbul's `coverage-final.json`: an object of path → file coverage, as written by nyc, Jest, Vitest (both providers),
 * c8 and Karma. Fields: istanbuljs, `source-coverage.js` and `visitor.js`.
 */
export const istanbulFormat: ReportFormat = {
  id: 'istanbul',
  name: 'Istanbul JSON',
  fidelity: 'exact',
  detect: (head, path) =>
    head.startsWith('{') && (/"(?:statementMap|branchMap|fnMap)"\s*:/.test(head) || /coverage-final\.json$/i.test(path)),
  index: indexIstanbul,
};

/** Where one file's coverage stands in the report. */
interface Entry {
  readonly places: JsonEntry[];
  totals: FileTotals | undefined;
}

function* indexIstanbul(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const entries = new Map<string, Entry>();
  const put = (path: string, place: JsonEntry, totals: FileTotals): void => {
    const before = entries.get(path);
    if (before === undefined) entries.set(path, { places: [place], totals });
    else {
      before.places.push(place);
      before.totals = undefined;
    }
  };
  const countFile = createIstanbulCounter(bytes);
  let counted: CountedFile | undefined;
  const walk = walkObject(bytes, 0, bytes.length, (start) => {
    counted = countFile(start);
    return counted?.end;
  });
  let step = walk.next();
  for (; step.done !== true; step = walk.next()) {
    const place = step.value;
    const data = counted === undefined ? fileData(parseJson(bytes, place.start, place.end)) : undefined;
    if (counted !== undefined) {
      const path = counted.path === undefined ? undefined : parseJson(bytes, counted.path.start, counted.path.end);
      put(typeof path === 'string' ? path : place.key, place, counted.totals);
    } else if (data === undefined) {
      problems.add(
        'report/foreign-file',
        `The entry for ${shortened(place.key)} is not Istanbul file coverage; it was left out.`,
        `byte ${place.start}`,
      );
    } else {
      const path = pathOf(data, place);
      put(path, place, summarise(readFile(path, data, problems)));
    }
    yield place.end;
  }
  const tear = step.value;
  if (tear !== undefined) {
    const rest = entries.size === 0 ? 'Nothing of it could be read.' : `Files read before that place: ${entries.size}.`;
    if (tear.truncated) problems.add('report/truncated', `The report ends in the middle. ${rest}`, `byte ${tear.at}`);
    else problems.add('report/bad-json', `The report stops being JSON. ${rest}`, `byte ${tear.at}`);
  }
  const files = [...entries].map(([path, { places, totals }]) => {
    const load = (): FileCoverage => decode(bytes, path, places);
    return { path, totals: totals ?? summarise(load()), load };
  });
  return { files, problems: problems.all() };
}

function decode(bytes: Uint8Array, path: string, places: readonly JsonEntry[]): FileCoverage {
  // What there is to say of the entries was said when they were counted.
  const said = createProblemList();
  return places
    .map((place) => readFile(path, fileData(parseJson(bytes, place.start, place.end)) ?? {}, said))
    .reduce((before, file) => mergeFiles(before, file));
}

function pathOf(data: Json, place: JsonEntry): string {
  return typeof data['path'] === 'string' && data['path'] !== '' ? data['path'] : place.key;
}

function fileData(value: unknown): Json | undefined {
  if (!isJson(value)) return undefined;
  const data = isJson(value['data']) ? value['data'] : value;
  return isJson(data['statementMap']) || isJson(data['branchMap']) ? data : undefined;
}

function readFile(path: string, data: Json, problems: ProblemList): FileCoverage {
  const counter = (name: string, id: string, value: unknown): number => {
    const { count, exact } = countOf(value);
    if (!exact) problems.add('report/bad-count', `${path}: the count of ${name} ${id} is ${String(value)}; ${count} is used.`);
    return count;
  };
  const statements = readStatements(path, data, counter, problems);
  const functions = readFunctions(path, data, counter, problems);
  const branches: Branch[] = [];
  const places = new Map<string, number>();
  const armsOnLine = new Map<number, number>();
  const hits = objectOf(data['b']);
  const map = objectOf(data['branchMap']);
  for (const [id, meta] of Object.entries(map)) {
    const counts: unknown = Object.hasOwn(hits, id) ? hits[id] : undefined;
    if (!isJson(meta) || !Array.isArray(counts)) {
      problems.add('report/bad-branch', `${path}: branch ${id} has no counts or no description; it was left out.`);
      continue;
    }
    const branch = readBranch(
      meta,
      counts.map((count, index) => counter('branch', `${id}, arm ${index + 1}`, count)),
      statements,
      functions,
    );
    if (branch === undefined) problems.add('report/bad-branch', `${path}: branch ${id} has no usable line; it was left out.`);
    else {
      const onLine = (armsOnLine.get(branch.line) ?? 0) + branch.arms.length;
      armsOnLine.set(branch.line, onLine);
      if (onLine > mostArmsOnLine)
        problems.add(
          'report/too-many-arms',
          `${path}: line ${branch.line} has more than ${mostArmsOnLine} arms; branch ${id} was left out.`,
        );
      else branches.push(apart(branch, places));
    }
  }
  for (const id of Object.keys(hits)) {
    if (!Object.hasOwn(map, id))
      problems.add('report/bad-branch', `${path}: counts of branch ${id} without its description were left out.`);
  }
  return { path, lines: lineCounts(statements), functions: functions.map((entry) => entry.coverage), branches };
}

/** Two decisions of one kind that a source map put on one place keep different keys. */
function apart(branch: Branch, places: Map<string, number>): Branch {
  const id = branchId(branch);
  const nth = (places.get(id) ?? 0) + 1;
  places.set(id, nth);
  if (nth === 1) return branch;
  return { ...branch, arms: branch.arms.map((arm) => ({ ...arm, key: `${id}#${nth}${arm.key.slice(id.length)}` })) };
}

interface Statement {
  readonly range: Range;
  readonly count: number;
}

type Counter = (name: string, id: string, value: unknown) => number;

function readStatements(path: string, data: Json, counter: Counter, problems: ProblemList): readonly Statement[] {
  const counts = objectOf(data['s']);
  const statements: Statement[] = [];
  for (const [id, location] of Object.entries(objectOf(data['statementMap']))) {
    const range = rangeOf(location);
    if (range === undefined) problems.add('report/bad-statement', `${path}: statement ${id} has no usable line; it was left out.`);
    else statements.push({ range, count: counter('statement', id, Object.hasOwn(counts, id) ? counts[id] : undefined) });
  }
  return statements;
}

/** Istanbul's own definition of line coverage, by Istanbul's own library. */
function lineCounts(statements: readonly Statement[]): ReadonlyMap<number, number> {
  // The library wants a path that is not empty; it has no part in the counts.
  const data: FileCoverageData = { path: 'measured', statementMap: {}, s: {}, fnMap: {}, f: {}, branchMap: {}, b: {} };
  for (const [index, { range, count }] of statements.entries()) {
    data.statementMap[index] = range;
    data.s[index] = count;
  }
  const lines = libCoverage.createFileCoverage(data).getLineCoverage();
  return new Map(Object.entries(lines).map(([line, count]) => [Number(line), count]));
}

interface FunctionEntry {
  readonly coverage: FunctionCoverage;
  /** From its name to its end, so that parameters are inside. */
  readonly range: Range;
}

function readFunctions(path: string, data: Json, counter: Counter, problems: ProblemList): readonly FunctionEntry[] {
  const counts = objectOf(data['f']);
  const functions: FunctionEntry[] = [];
  for (const [id, meta] of Object.entries(objectOf(data['fnMap']))) {
    const body = isJson(meta) ? rangeOf(meta['loc']) : undefined;
    const name = isJson(meta) ? rangeOf(meta['decl']) : undefined;
    const whole = body ?? name;
    if (!isJson(meta) || whole === undefined) {
      problems.add('report/bad-function', `${path}: function ${id} has no usable line; it was left out.`);
      continue;
    }
    const range = { start: name?.start ?? whole.start, end: whole.end };
    const count = counter('function', id, Object.hasOwn(counts, id) ? counts[id] : undefined);
    const label = typeof meta['name'] === 'string' && meta['name'] !== '' ? meta['name'] : '<anonymous>';
    functions.push({ coverage: { name: label, line: range.start.line, endLine: range.end.line, count }, range });
  }
  return functions;
}

function readBranch(
  meta: Json,
  counts: readonly number[],
  statements: readonly Statement[],
  functions: readonly FunctionEntry[],
): Branch | undefined {
  const kind = kindOf(meta['type']);
  const locations: readonly unknown[] = Array.isArray(meta['locations']) ? meta['locations'] : [];
  const ranges = locations.map(rangeOf);
  const range = rangeOf(meta['loc']) ?? ranges.find((found) => found !== undefined);
  const line = range?.start.line ?? (isLine(meta['line']) ? meta['line'] : undefined);
  if (line === undefined || counts.length === 0) return undefined;
  const dark = stateWhenZero(kind, counts, range, statements, functions);
  const arms = counts.map((count, index): Arm => {
    const own = ranges[index];
    // Istanbul gives the first arm of an `if` the place of the whole statement: that is not the arm's own code.
    const armRange = own !== undefined && !(kind === 'if' && range !== undefined && sameStart(own, range)) ? own : undefined;
    return {
      key: `${kind}@${line}:${range?.start.column ?? 0}/${armIndex(kind, counts.length, index, own, range)}`,
      label: labelOf(kind, counts.length, index, own, range),
      state: count > 0 ? 'hit' : dark,
      count,
      ...(armRange === undefined ? {} : { range: armRange }),
    };
  });
  return { kind, certainty: 'exact', line, arms, ...(range === undefined ? {} : { range }) };
}

/** What an arm with the count 0 means: whether the decision itself ran. */
function stateWhenZero(
  kind: BranchKind,
  counts: readonly number[],
  range: Range | undefined,
  statements: readonly Statement[],
  functions: readonly FunctionEntry[],
): ArmState {
  if (counts.some((count) => count > 0)) return 'not-taken';
  if (kind === 'cond-expr' || kind === 'binary-expr' || range === undefined) return 'never-evaluated';
  const { start } = range;
  if (kind === 'if' || kind === 'switch') {
    const own = statements.find((statement) => samePosition(statement.range.start, start));
    return own !== undefined && own.count > 0 ? 'not-taken' : 'never-evaluated';
  }
  const around = [...statements, ...functions.map((entry) => ({ range: entry.range, count: entry.coverage.count }))]
    .filter((place) => isBefore(place.range.start, start) && isBefore(start, place.range.end))
    .sort((left, right) => (isBefore(left.range.start, right.range.start) ? 1 : -1));
  return around[0] !== undefined && around[0].count > 0 ? 'not-taken' : 'never-evaluated';
}

/** An `if` whose one arm does not stand where the `if` stands had its first arm ignored by a hint: what is left is the else. */
function armIndex(kind: BranchKind, total: number, index: number, own: Range | undefined, range: Range | undefined): number {
  return kind === 'if' && total === 1 && range !== undefined && (own === undefined || !sameStart(own, range)) ? 1 : index;
}

function labelOf(kind: BranchKind, total: number, index: number, own: Range | undefined, range: Range | undefined): string {
  switch (kind) {
    case 'if':
      return armIndex(kind, total, index, own, range) === 0 ? 'if' : 'else';
    case 'cond-expr':
      return total !== 2 ? `arm ${index + 1} of ${total}` : index === 0 ? 'then of ?:' : 'else of ?:';
    case 'switch':
      return `case ${index + 1} of ${total}`;
    case 'binary-expr':
      return `operand ${index + 1} of ${total}`;
    case 'default-arg':
      return 'default';
    case 'loop':
    case 'match':
    case 'exception':
    case 'throw':
    case 'block':
    case 'unknown':
      return total === 1 ? 'block' : `arm ${index + 1} of ${total}`;
  }
}

function kindOf(type: unknown): BranchKind {
  return type === 'if' || type === 'switch' || type === 'cond-expr' || type === 'binary-expr' || type === 'default-arg' ? type : 'unknown';
}

function rangeOf(location: unknown): Range | undefined {
  if (!isJson(location)) return undefined;
  const start = positionOf(location['start'], 0);
  if (start === undefined) return undefined;
  // Source maps leave the end column open (null): then it is the end of the line.
  const end = positionOf(location['end'], endOfLine) ?? start;
  return isBefore(start, end) ? { start, end } : { start, end: start };
}

function positionOf(value: unknown, openColumn: number): Position | undefined {
  if (!isJson(value) || !isLine(value['line'])) return undefined;
  const column = value['column'];
  const usable = typeof column === 'number' && Number.isInteger(column) && column >= 0 && column <= endOfLine;
  return { line: value['line'], column: usable ? column : openColumn };
}

function isBefore(left: Position, right: Position): boolean {
  return left.line < right.line || (left.line === right.line && left.column <= right.column);
}

function samePosition(left: Position, right: Position): boolean {
  return left.line === right.line && left.column === right.column;
}

function sameStart(left: Range, right: Range): boolean {
  return samePosition(left.start, right.start);
}

function objectOf(value: unknown): Json {
  return isJson(value) ? value : {};
}
