import type {
  Arm,
  ArmState,
  Branch,
  Certainty,
  ConditionCoverage,
  CoverageMap,
  FileCoverage,
  FunctionCoverage,
  Position,
  Range,
} from './coverage-map.ts';
import { takenArms } from './coverage-map.ts';
import { countBranch } from './count-branch.ts';
import { addCounts } from './formats/numbers.ts';
import { nameArcs } from './name-arcs.ts';

/**
 * Everything that any of the maps says: an arm is hit when one map says so, counts are summed, and a branch or arm that
 * only one map knows is kept. Commutative and associative; linear in the number of arms.
 */
export function mergeCoverage(maps: readonly CoverageMap[]): CoverageMap {
  const merged = new Map<string, FileCoverage>();
  for (const map of maps) {
    for (const [path, file] of map) {
      const before = merged.get(path);
      merged.set(path, before === undefined ? normalised(file) : mergeFiles(before, file));
    }
  }
  return merged;
}

/** {@link mergeCoverage} of two measurements of one file. */
export function mergeFiles(left: FileCoverage, right: FileCoverage): FileCoverage {
  const lines = new Map(left.lines);
  for (const [line, count] of right.lines) lines.set(line, addCounts(lines.get(line) ?? 0, count));
  return {
    path: left.path < right.path ? left.path : right.path,
    lines,
    functions: mergeFunctions([...left.functions, ...right.functions]),
    branches: mergeBranches([...left.branches, ...right.branches]),
    ...mergeConditions([...(left.conditions ?? []), ...(right.conditions ?? [])]),
    ...mergeContexts(left.contexts, right.contexts),
  };
}

type Contexts = FileCoverage['contexts'];

/** Every test that either measurement saw on a line. */
function mergeContexts(left: Contexts, right: Contexts): { readonly contexts?: ReadonlyMap<number, readonly string[]> } {
  if (left === undefined && right === undefined) return {};
  const merged = new Map(left ?? []);
  for (const [line, tests] of right ?? []) {
    const before = merged.get(line);
    merged.set(line, before === undefined ? tests : [...new Set([...before, ...tests])].sort(compareText));
  }
  return { contexts: merged };
}

/** Names a branch within its file, the same for two measurements of the same decision. */
export function branchId(branch: Branch): string {
  if (branch.certainty === 'arc') return `arc@${branch.line}`;
  const first = branch.arms[0]?.key;
  return first === undefined ? `${branch.kind}@${branch.line}` : first.slice(0, Math.max(first.lastIndexOf('/'), 0)) || first;
}

function normalised(file: FileCoverage): FileCoverage {
  return {
    ...file,
    functions: mergeFunctions(file.functions),
    branches: mergeBranches(file.branches),
    ...mergeConditions(file.conditions ?? []),
  };
}

function mergeConditions(conditions: readonly ConditionCoverage[]): { readonly conditions?: readonly ConditionCoverage[] } {
  const merged = new Map<string, ConditionCoverage>();
  for (const one of conditions) {
    const key = `${one.line}#${one.decision}/${one.index}`;
    const before = merged.get(key);
    if (before === undefined) {
      merged.set(key, one);
      continue;
    }
    const expression = [before.expression, one.expression].filter((text) => text !== undefined).sort(compareText)[0];
    merged.set(key, {
      ...one,
      ...(expression === undefined ? {} : { expression }),
      whenTrue: before.whenTrue || one.whenTrue,
      whenFalse: before.whenFalse || one.whenFalse,
    });
  }
  if (merged.size === 0) return {};
  const order = (left: ConditionCoverage, right: ConditionCoverage): number =>
    left.line - right.line || left.decision - right.decision || left.index - right.index;
  return { conditions: [...merged.values()].sort(order) };
}

function mergeFunctions(functions: readonly FunctionCoverage[]): readonly FunctionCoverage[] {
  const merged = new Map<string, FunctionCoverage>();
  for (const one of functions) {
    const key = `${one.line} ${one.name}`;
    const before = merged.get(key);
    merged.set(key, before === undefined ? one : mergeFunction(before, one));
  }
  return [...merged.values()].sort((left, right) => left.line - right.line || compareText(left.name, right.name));
}

function mergeFunction(left: FunctionCoverage, right: FunctionCoverage): FunctionCoverage {
  const endLine =
    left.endLine === undefined || right.endLine === undefined ? (left.endLine ?? right.endLine) : Math.max(left.endLine, right.endLine);
  return { name: left.name, line: left.line, count: addCounts(left.count, right.count), ...(endLine === undefined ? {} : { endLine }) };
}

function mergeBranches(branches: readonly Branch[]): readonly Branch[] {
  const groups = new Map<string, Branch[]>();
  for (const branch of branches) {
    const id = branchId(branch);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [branch]);
    else group.push(branch);
  }
  return [...groups.values()].map(mergeGroup).sort(compareBranches);
}

function mergeGroup(group: readonly Branch[]): Branch {
  const counted = group[0];
  if (counted !== undefined && group.every((branch) => branch.certainty === 'count')) {
    // Two runs may have taken different arms, but that cannot be known: the better of the two is what is certain.
    return countBranch({
      line: counted.line,
      total: Math.max(...group.map((branch) => branch.arms.length)),
      taken: Math.max(...group.map(takenArms)),
      evaluated: group.some((branch) => branch.arms.some((arm) => arm.state === 'not-taken')),
    });
  }
  const arms = new Map<string, Arm>();
  for (const branch of nameArcs(group)) {
    for (const arm of branch.arms) {
      const before = arms.get(arm.key);
      arms.set(arm.key, before === undefined ? arm : mergeArms(before, arm));
    }
  }
  const range = preferredRange(group.map((branch) => branch.range));
  const kinds = group.map((branch) => branch.kind).sort(compareText);
  return {
    kind: kinds.find((kind) => kind !== 'unknown') ?? 'unknown',
    certainty: group.map((branch) => branch.certainty).sort((left, right) => certaintyRank[left] - certaintyRank[right])[0] ?? 'count',
    line: Math.min(...group.map((branch) => branch.line)),
    arms: [...arms.values()].sort((left, right) => compareKeys(left.key, right.key)),
    ...(range === undefined ? {} : { range }),
  };
}

function mergeArms(left: Arm, right: Arm): Arm {
  const range = preferredRange([left.range, right.range]);
  const count = left.count === undefined || right.count === undefined ? (left.count ?? right.count) : addCounts(left.count, right.count);
  return {
    key: left.key,
    label: left.label < right.label ? left.label : right.label,
    state: stateRank[left.state] <= stateRank[right.state] ? left.state : right.state,
    ...(range === undefined ? {} : { range }),
    ...(count === undefined ? {} : { count }),
  };
}

// `unknown` outranks the dark states: what one report cannot tell may have been a hit.
const stateRank: Readonly<Record<ArmState, number>> = { hit: 0, unknown: 1, 'not-taken': 2, 'never-evaluated': 3 };

const certaintyRank: Readonly<Record<Certainty, number>> = { exact: 0, arc: 1, polarity: 2, count: 3, none: 4 };

function preferredRange(ranges: readonly (Range | undefined)[]): Range | undefined {
  return ranges.filter((range) => range !== undefined).sort(compareRanges)[0];
}

/** Document order; an outer branch before the inner one that starts with it. */
export function compareBranches(left: Branch, right: Branch): number {
  return (
    left.line - right.line ||
    (left.range?.start.column ?? 0) - (right.range?.start.column ?? 0) ||
    comparePositions(right.range?.end ?? nowhere, left.range?.end ?? nowhere) ||
    compareKeys(branchId(left), branchId(right))
  );
}

const nowhere: Position = { line: 0, column: 0 };

function compareRanges(left: Range, right: Range): number {
  return comparePositions(left.start, right.start) || comparePositions(left.end, right.end);
}

function comparePositions(left: Position, right: Position): number {
  return left.line - right.line || left.column - right.column;
}

const numeric = new Intl.Collator('en', { numeric: true });

function compareKeys(left: string, right: string): number {
  return numeric.compare(left, right) || compareText(left, right);
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
