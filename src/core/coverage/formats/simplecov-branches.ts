import type { Arm, ArmState, Branch, BranchKind, Range } from '../coverage-map.ts';
import { isJson, membersOf, type Json } from './json-report.ts';
import { countOf, isLine, mostArmsOnLine } from './numbers.ts';
import { readSimplecovTuple } from './simplecov-tuple.ts';

/** Says what could not be read. */
export type Complain = (what: string) => void;

type Lines = ReadonlyMap<number, number>;

/** `{"[:if, 0, 4, 4, 10, 7]": {"[:then, 1, 5, 6, 5, 11]": 1, "[:else, 2, 4, 4, 10, 7]": 0}}` of a resultset. */
export function tupleBranches(value: unknown, lines: Lines, complain: Complain): readonly Branch[] {
  const branches: Branch[] = [];
  const places = new Map<string, number>();
  const onLine = new Map<number, number>();
  for (const [name, arms] of membersOf(value)) {
    const decision = readSimplecovTuple(name);
    if (decision === undefined || !isJson(arms)) {
      complain('a branch is not named as SimpleCov names it');
      continue;
    }
    const { line, column } = decision.range.start;
    const read = tupleArms(arms, decision.range, complain);
    const total = (onLine.get(line) ?? 0) + read.length;
    if (read.length === 0 || total > mostArmsOnLine) continue;
    onLine.set(line, total);
    const kind = kindOf(
      decision.type,
      read.map((arm) => arm.type),
    );
    const place = `${kind}@${line}:${column}`;
    const nth = (places.get(place) ?? 0) + 1;
    places.set(place, nth);
    // a&.b&.c: two decisions that begin at one place.
    branches.push(branchOf({ kind, key: nth === 1 ? place : `${place}#${nth}`, line, range: decision.range, arms: read }, lines));
  }
  return branches;
}

interface RawArm {
  readonly type: string;
  readonly range: Range | undefined;
  readonly count: number;
}

function tupleArms(value: Json, whole: Range, complain: Complain): readonly RawArm[] {
  const arms: RawArm[] = [];
  for (const [name, hits] of Object.entries(value)) {
    const arm = readSimplecovTuple(name);
    if (arm === undefined || typeof hits !== 'number') complain('an arm is not named or counted as SimpleCov does');
    // An else that is not written has the place of the whole decision, and so have both arms of `&.` on its left.
    else arms.push({ type: arm.type, range: isSame(arm.range, whole) ? undefined : arm.range, count: countOf(hits).count });
  }
  return arms;
}

/** `[{"type": "then", "start_line": 5, "end_line": 5, "coverage": 1, "inline": false, "report_line": 4}]` of coverage.json. */
export function listedBranches(list: readonly unknown[], lines: Lines, complain: Complain): readonly Branch[] {
  const groups: { readonly line: number; readonly arms: RawArm[] }[] = [];
  for (const entry of list) {
    const type = isJson(entry) ? entry['type'] : undefined;
    const start = isJson(entry) ? entry['start_line'] : undefined;
    if (!isJson(entry) || typeof type !== 'string' || !isLine(start)) {
      complain('a branch has no type or no line');
      continue;
    }
    // Code that a comment takes out of the measurement.
    if (entry['coverage'] === 'ignored') continue;
    const line = isLine(entry['report_line']) ? entry['report_line'] : start;
    const arm = { type, range: undefined, count: countOf(entry['coverage']).count };
    const open = groups.at(-1);
    if (open !== undefined && belongsTo(open.arms, type)) open.arms.push(arm);
    else groups.push({ line, arms: [arm] });
  }
  const seen = new Map<number, number>();
  const onLine = new Map<number, number>();
  return groups.flatMap(({ line, arms }) => {
    const nth = seen.get(line) ?? 0;
    const total = (onLine.get(line) ?? 0) + arms.length;
    seen.set(line, nth + 1);
    onLine.set(line, total);
    const types = arms.map((arm) => arm.type);
    const kind = types.includes('when') || types.includes('in') ? kindOf('case', types) : 'unknown';
    return total > mostArmsOnLine ? [] : [branchOf({ kind, key: `branch@${line}#${nth}`, line, range: undefined, arms }, lines)];
  });
}

/** The list says not where a decision ends: an `if` is one `then` and one `else` in any order, a `case` ends with its `else`. */
function belongsTo(open: readonly RawArm[], type: string): boolean {
  const types = open.map((arm) => arm.type);
  if (type === 'when' || type === 'in') return types.every((one) => one === type);
  if (type === 'else')
    return (
      types.length > 0 &&
      types.every((one) => one === 'when' || one === 'in' || one === 'then') &&
      !(types.length > 1 && types.includes('then'))
    );
  return type === 'then' && types.length === 1 && types[0] === 'else';
}

interface RawBranch {
  readonly kind: BranchKind;
  readonly key: string;
  readonly line: number;
  readonly range: Range | undefined;
  readonly arms: readonly RawArm[];
}

function branchOf({ kind, key, line, range, arms }: RawBranch, lines: Lines): Branch {
  const dark = darkState(kind, arms, lines.get(line));
  const cases = arms.filter((arm) => arm.type === 'when' || arm.type === 'in').length;
  return {
    kind,
    certainty: 'exact',
    line,
    ...(range === undefined ? {} : { range }),
    arms: arms.map((arm, index): Arm => ({
      key: `${key}/${index}`,
      label: arm.type === 'when' || arm.type === 'in' ? `${arm.type} ${index + 1} of ${cases}` : arm.type,
      state: arm.count > 0 ? 'hit' : dark,
      count: arm.count,
      ...(arm.range === undefined ? {} : { range: arm.range }),
    })),
  };
}

/** A loop is evaluated without its body being run; of any other decision one arm is always taken. */
function darkState(kind: BranchKind, arms: readonly RawArm[], lineCount: number | undefined): ArmState {
  if (arms.some((arm) => arm.count > 0)) return 'not-taken';
  return (kind === 'loop' || arms.length === 1) && (lineCount ?? 0) > 0 ? 'not-taken' : 'never-evaluated';
}

function kindOf(type: string, arms: readonly string[]): BranchKind {
  switch (type) {
    case 'if':
    case 'unless':
      return 'if';
    case 'while':
    case 'until':
      return 'loop';
    case 'case':
      return arms.includes('in') ? 'match' : 'switch';
    case '&.':
      return 'cond-expr';
    default:
      return 'unknown';
  }
}

function isSame(left: Range, right: Range): boolean {
  return (
    left.start.line === right.start.line &&
    left.start.column === right.start.column &&
    left.end.line === right.end.line &&
    left.end.column === right.end.column
  );
}
