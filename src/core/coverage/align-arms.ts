import type { Arm, ArmState, Branch, FileCoverage, Position, ReportProblem } from './coverage-map.ts';
import type { SourceArm, SourceBranch, SourceModel } from '../source/source-model.ts';
import { compareBranches } from './merge.ts';

/** JavaScript and TypeScript: by kind and column where the report has them, else by the order of the branches on a line. */
export function alignArms(
  coverage: FileCoverage,
  source: SourceModel,
): { readonly coverage: FileCoverage; readonly problems: readonly ReportProblem[] } {
  // What is only counted, and blocks, are never pinned on an arm.
  const isNamed = (branch: Branch): boolean => branch.certainty !== 'count' && branch.certainty !== 'none';
  const named = coverage.branches.filter(isNamed);
  const matches = matchBranches(named, source);
  const branches = coverage.branches.map((branch) => {
    if (!isNamed(branch)) return branch;
    const match = matches.get(branch);
    return match === undefined ? unconfirmed(branch) : aligned(branch, match, coverage, source);
  });
  const missed = named.filter((branch) => !matches.has(branch));
  if (isBlocksOnly(named, source)) return { coverage: { ...coverage, branches }, problems: [blocksOnlyProblem(coverage)] };
  return {
    coverage: { ...coverage, branches: branches.sort(compareBranches) },
    problems: missed.length === 0 ? [] : [problemOf(coverage, missed)],
  };
}

interface Match {
  readonly source: SourceBranch;
  readonly arms: readonly SourceArm[];
}

function matchBranches(branches: readonly Branch[], source: SourceModel): ReadonlyMap<Branch, Match> {
  const matches = new Map<Branch, Match>();
  const used = new Set<SourceBranch>();
  const take = (branch: Branch, match: Match | undefined): void => {
    if (match === undefined) return;
    matches.set(branch, match);
    used.add(match.source);
  };
  const all = [...source.branches, ...(source.ignoredBranches ?? [])].sort(bySource);

  const byPlace = groupBy(all, (one) => placeKey(one.kind, one.range.start));
  for (const branch of branches) {
    if (branch.range === undefined || branch.kind === 'unknown') continue;
    const same = (byPlace.get(placeKey(branch.kind, branch.range.start)) ?? []).filter((one) => !used.has(one));
    const fitting = same.map((one) => fit(branch, one)).filter((match) => match !== undefined);
    take(branch, fitting[0]);
  }

  const elseIfs = elseIfsOf(all, byPlace);
  for (const branch of branches) {
    if (branch.kind !== 'if' || branch.range === undefined || matches.has(branch)) continue;
    const { start } = branch.range;
    const found = elseIfs.find(({ from, branch: one }) => !used.has(one) && contains(from, start) && contains(start, one.range.start));
    take(branch, found === undefined ? undefined : fit(branch, found.branch));
  }

  const open = branches.filter((branch) => !matches.has(branch) && branch.certainty !== 'arc');
  // A report of one-armed blocks (V8 without a syntax tree) speaks of other things than branches.
  if (isBlocksOnly(branches, source)) return matches;
  const byLine = groupBy(all, (one) => one.range.start.line);
  const ignored = new Set(source.ignoredBranches);
  for (const group of groupBy(open, (branch) => `${branch.kind}@${branch.line}`).values()) {
    const first = group[0];
    if (first === undefined) continue;
    const onLine = (byLine.get(first.line) ?? []).filter((one) => !used.has(one) && (first.kind === 'unknown' || first.kind === one.kind));
    const measured = onLine.filter((one) => !ignored.has(one));
    const pairs = pairUp(group, measured) ?? pairUp(group, onLine);
    for (const [branch, match] of pairs ?? []) take(branch, match);
  }
  return matches;
}

/**
 * Every `else if`, and the place where the arm before it ends. Tools that measure compiled code lead the `if` back to
 * the nearest place that the source map knows, which is the brace before the `else`: with a comment in between, lines above.
 */
function elseIfsOf(
  all: readonly SourceBranch[],
  byPlace: ReadonlyMap<string, readonly SourceBranch[]>,
): readonly { readonly from: Position; readonly branch: SourceBranch }[] {
  return all.flatMap((one) => {
    const arms = one.kind === 'if' ? [...one.arms, ...(one.ignoredArms ?? [])] : [];
    const before = arms.find((arm) => arm.label === 'if')?.range?.end;
    const after = arms.find((arm) => arm.label === 'else')?.range?.start;
    const [branch] = after === undefined ? [] : (byPlace.get(placeKey('if', after)) ?? []);
    return before === undefined || branch === undefined
      ? []
      : [{ from: { line: before.line, column: Math.max(0, before.column - 1) }, branch }];
  });
}

/** Pairs in order, only when every one of the line has its counterpart with as many arms. */
function pairUp(group: readonly Branch[], candidates: readonly SourceBranch[]): readonly (readonly [Branch, Match])[] | undefined {
  if (group.length !== candidates.length) return undefined;
  const pairs: (readonly [Branch, Match])[] = [];
  for (const [index, branch] of group.entries()) {
    const candidate = candidates[index];
    const match = candidate === undefined ? undefined : fit(branch, candidate);
    if (match === undefined) return undefined;
    pairs.push([branch, match]);
  }
  return pairs;
}

/** With the arms that hints leave, or with all of them when the tool did not see the hint. */
function fit(branch: Branch, source: SourceBranch): Match | undefined {
  if (branch.arms.length === source.arms.length) return { source, arms: source.arms };
  const all = [...source.arms, ...(source.ignoredArms ?? [])].sort((left, right) => armIndex(left.key) - armIndex(right.key));
  return branch.arms.length === all.length ? { source, arms: all } : undefined;
}

function isBlocksOnly(branches: readonly Branch[], source: SourceModel): boolean {
  return (
    branches.length > 0 &&
    branches.every((branch) => branch.kind === 'unknown' && branch.arms.length === 1) &&
    source.branches.some((branch) => branch.arms.length > 1)
  );
}

function aligned(branch: Branch, match: Match, coverage: FileCoverage, source: SourceModel): Branch {
  const dark = branch.kind === 'unknown' ? darkState(branch, match.source, coverage, source) : undefined;
  const arms = branch.arms.map((arm, index): Arm => {
    const own = match.arms[index];
    if (own === undefined) return arm;
    const { range: _, ...rest } = arm;
    return {
      ...rest,
      key: own.key,
      label: own.label,
      state: dark !== undefined && (arm.state === 'not-taken' || arm.state === 'never-evaluated') ? dark : arm.state,
      ...(own.range === undefined ? {} : { range: own.range }),
    };
  });
  return { ...branch, kind: match.source.kind, line: match.source.range.start.line, range: match.source.range, arms };
}

/** A report by line cannot tell whether a decision ran; what kind of decision it is and what runs around it can. */
function darkState(branch: Branch, match: SourceBranch, coverage: FileCoverage, source: SourceModel): ArmState {
  if (branch.arms.some((arm) => arm.state === 'hit')) return 'not-taken';
  // Whenever one of these is evaluated, one of its arms is taken.
  if (match.kind === 'cond-expr' || match.kind === 'binary-expr') return 'never-evaluated';
  if (match.kind === 'if' && branch.arms.length === 2) return 'never-evaluated';
  const count = coverage.lines.get(branch.line);
  if (count === 0) return 'never-evaluated';
  if (match.kind !== 'default-arg') return count === undefined ? 'never-evaluated' : 'not-taken';
  const around = source.functions
    .filter(({ range }) => contains(range.start, match.range.start) && contains(match.range.start, range.end))
    .at(-1);
  const measured = coverage.functions.find((one) => one.line === around?.range.start.line);
  const ran = measured === undefined ? (count ?? 0) > 0 : measured.count > 0;
  return ran ? 'not-taken' : 'never-evaluated';
}

function contains(from: Position, to: Position): boolean {
  return from.line < to.line || (from.line === to.line && from.column <= to.column);
}

/** `~` in a key says that only the report knows this branch; it never collides with a key of the source. */
function unconfirmed(branch: Branch): Branch {
  return {
    ...branch,
    arms: branch.arms.map((arm) => {
      const slash = arm.key.lastIndexOf('/');
      return arm.key.includes('~') || slash === -1 ? arm : { ...arm, key: `${arm.key.slice(0, slash)}~${arm.key.slice(slash)}` };
    }),
  };
}

function blocksOnlyProblem(coverage: FileCoverage): ReportProblem {
  return {
    code: 'source/blocks-only',
    message: `${coverage.path}: the report knows blocks of code, not the arms of branches (c8 and Jest's v8 provider write it so). Measure with nyc, Jest's babel provider or Vitest to see every arm.`,
  };
}

function problemOf(coverage: FileCoverage, missed: readonly Branch[]): ReportProblem {
  const lines = [...new Set(missed.map((branch) => branch.line))].sort((left, right) => left - right);
  const shown = lines.slice(0, 8).join(', ') + (lines.length > 8 ? ', …' : '');
  const subject = missed.length === 1 ? '1 branch of the report was' : `${missed.length} branches of the report were`;
  return {
    code: 'source/branch-not-found',
    message: `${coverage.path}: ${subject} not found in the source (line ${shown}). They are shown as the report names them; it may have been made from other text or from compiled code.`,
  };
}

function bySource(left: SourceBranch, right: SourceBranch): number {
  return (
    left.range.start.line - right.range.start.line ||
    left.range.start.column - right.range.start.column ||
    right.range.end.line - left.range.end.line ||
    right.range.end.column - left.range.end.column
  );
}

function placeKey(kind: string, start: Position): string {
  return `${kind}@${start.line}:${start.column}`;
}

function armIndex(key: string): number {
  return Number(key.slice(key.lastIndexOf('/') + 1));
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
