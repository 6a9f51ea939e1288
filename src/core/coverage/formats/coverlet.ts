import type { FileCoverage, FunctionCoverage } from '../coverage-map.ts';
import { dotnetMethodName } from './dotnet-name.ts';
import { indexDecoded } from './indexed-report.ts';
import { isJson, listOf, membersOf, readPlaces, type Json } from './json-report.ts';
import { addCounts, countOf, isLine, mostArmsOnLine } from './numbers.ts';
import { ordinalBranch } from './ordinal-branch.ts';
import { createProblemList, shortened, type ProblemList } from './problem-list.ts';
import type { IndexedReport, ReportFormat } from './report-format.ts';

/**
 * coverlet's own JSON: module → file → class → method → `Lines` and `Branches`. Branches are the jumps of the compiled
 * code: `Offset` is the decision, `Path` its arm. Source: coverlet.core, CoverageResult.cs.
 */
export const coverletFormat: ReportFormat = {
  id: 'coverlet',
  name: 'coverlet JSON',
  fidelity: 'ordinal',
  detect: (head) => /^\{\s*"[^"\\]{1,500}\.(?:dll|exe)"\s*:\s*\{/i.test(head),
  index: indexCoverlet,
};

function* indexCoverlet(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const files: FileCoverage[] = [];
  yield* readPlaces(bytes, [['*', '*']], problems, (place, value) => {
    if (isJson(value)) files.push(readFile(place.key, value, problems));
    else
      problems.add(
        'report/foreign-file',
        `The entry for ${shortened(place.key)} is not file coverage of coverlet; it was left out.`,
        `byte ${place.start}`,
      );
  });
  return indexDecoded(files, problems.all());
}

/** One decision of the compiled code. */
interface Decision {
  readonly line: number;
  /** Arm by its `Path`. */
  readonly arms: Map<number, number>;
}

function readFile(path: string, data: Json, problems: ProblemList): FileCoverage {
  const lines = new Map<number, number>();
  const decisions: Decision[] = [];
  const functions: FunctionCoverage[] = [];
  const bad = (what: string): void => problems.add('report/bad-record', `${shortened(path)}: ${what}; it was left out.`);
  for (const [, methods] of membersOf(data)) {
    for (const [signature, method] of membersOf(methods)) {
      if (!isJson(method)) continue;
      const own = readLines(method, lines, bad);
      if (own.length > 0) functions.push(functionOf(signature, own));
      decisions.push(...readDecisions(method, bad));
    }
  }
  const seen = new Map<number, number>();
  const armsOnLine = new Map<number, number>();
  const branches = decisions.flatMap(({ line, arms }) => {
    const nth = seen.get(line) ?? 0;
    const total = (armsOnLine.get(line) ?? 0) + arms.size;
    seen.set(line, nth + 1);
    armsOnLine.set(line, total);
    const counts = [...arms].sort(([left], [right]) => left - right).map(([, count]) => count);
    return total > mostArmsOnLine ? [] : [ordinalBranch({ line, nth, counts, lineCount: lines.get(line) })];
  });
  for (const [line, total] of armsOnLine) {
    if (total > mostArmsOnLine)
      problems.add('report/too-many-arms', `${shortened(path)}: line ${line} has ${total} arms; only the first ones were kept.`);
  }
  return { path, lines, functions, branches };
}

/** A line that stands in several methods (a lambda on it, an accessor) ran as often as all of them say. */
function readLines(method: Json, lines: Map<number, number>, bad: (what: string) => void): readonly (readonly [number, number])[] {
  const own: (readonly [number, number])[] = [];
  for (const [text, hits] of membersOf(method['Lines'])) {
    const line = Number(text);
    if (!isLine(line) || typeof hits !== 'number') {
      bad(`${shortened(text)} is not a line with its hits`);
      continue;
    }
    const { count } = countOf(hits);
    own.push([line, count]);
    lines.set(line, addCounts(lines.get(line) ?? 0, count));
  }
  return own;
}

function readDecisions(method: Json, bad: (what: string) => void): readonly Decision[] {
  const open = new Map<string, Decision>();
  for (const entry of listOf(method['Branches'])) {
    const line = isJson(entry) ? entry['Line'] : undefined;
    const path = isJson(entry) ? entry['Path'] : undefined;
    if (!isJson(entry) || !isLine(line) || typeof path !== 'number' || !Number.isFinite(path)) {
      bad('an entry of Branches has no line or no path');
      continue;
    }
    const { count } = countOf(entry['Hits']);
    const key = `${line} ${String(entry['Offset'])}`;
    const decision = open.get(key) ?? { line, arms: new Map<number, number>() };
    open.set(key, decision);
    decision.arms.set(path, addCounts(decision.arms.get(path) ?? 0, count));
  }
  return [...open.values()];
}

function functionOf(signature: string, own: readonly (readonly [number, number])[]): FunctionCoverage {
  const line = own.reduce((least, [at]) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const endLine = own.reduce((most, [at]) => Math.max(most, at), line);
  // The first line of a method runs once for each call.
  const count = own.find(([at]) => at === line)?.[1] ?? 0;
  return { name: dotnetMethodName(signature), line, endLine, count };
}
