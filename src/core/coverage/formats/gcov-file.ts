import type { Arm, Branch, ConditionCoverage, FileCoverage, FunctionCoverage } from '../coverage-map.ts';
import { addCounts, isLine, mostArmsOnLine } from './numbers.ts';
import type { ProblemList } from './problem-list.ts';
import { labelOfThrow, separateThrows, type ArmGroup } from './separate-throws.ts';

/** One arc out of a block of code, as gcov names it. */
export interface GcovArm {
  /** Times taken; undefined when the report only says whether. */
  readonly count: number | undefined;
  readonly taken: boolean;
  /** Whether its block ran at all, where the report says so. */
  readonly evaluated: boolean | undefined;
  /** Control goes on with the next block. A block has at most one such arm. */
  readonly fallthrough: boolean;
  /** Taken when something is thrown. */
  readonly throws: boolean;
  /** The block that it leaves, where the report says so (gcc 14 on, gcovr). */
  readonly block: string | undefined;
}

/** What was measured of one decision with `-fcondition-coverage` (gcc 14 on). */
export interface GcovDecision {
  /** How many conditions it has. */
  readonly size: number;
  /** Places of the conditions that were never seen to decide the outcome by being true, by being false. */
  readonly notTrue: ReadonlySet<number>;
  readonly notFalse: ReadonlySet<number>;
}

/** One line of one function. */
export interface GcovLine {
  readonly line: number;
  readonly count: number;
  /** Where the function begins: instances of one template share it. */
  readonly place: string;
  readonly arms: readonly GcovArm[];
  readonly decisions: readonly GcovDecision[];
}

/** Gathers what gcov says of one source file. */
export interface GcovFile {
  addLine(line: GcovLine): void;
  addFunction(fn: FunctionCoverage): void;
  /** Empty when nothing was added. */
  readonly isEmpty: boolean;
  finish(): FileCoverage;
}

/** What one function place has on one line. */
interface Part {
  readonly arms: GcovArm[];
  readonly decisions: GcovDecision[];
}

/**
 * A file of gcov or gcovr. Instances of a template, which repeat their lines, are summed arm by arm in their order; other
 * functions that stand on the same line keep their own branches. A call that may throw is a branch of kind `throw` with the
 * arms `normal return` and `exception`.
 */
export function createGcovFile(path: string, problems: ProblemList): GcovFile {
  const lines = new Map<number, number>();
  const parts = new Map<number, Map<string, Part>>();
  const functions: FunctionCoverage[] = [];
  return {
    addLine({ line, count, place, arms, decisions }) {
      if (!isLine(line)) {
        // Line 0 is code of the compiler's own, such as destructors at the end of the program.
        if (line !== 0) problems.add('report/bad-record', `${path}: ${String(line)} is not a line.`);
        return;
      }
      lines.set(line, addCounts(lines.get(line) ?? 0, count));
      if (arms.length === 0 && decisions.length === 0) return;
      const onLine = parts.get(line) ?? new Map<string, Part>();
      parts.set(line, onLine);
      const before = onLine.get(place);
      onLine.set(place, before === undefined ? { arms: [...arms], decisions: [...decisions] } : sumOf(before, arms, decisions));
    },
    addFunction(fn) {
      functions.push(fn);
    },
    get isEmpty() {
      return lines.size === 0 && functions.length === 0;
    },
    finish() {
      const branches: Branch[] = [];
      const conditions: ConditionCoverage[] = [];
      for (const [line, onLine] of [...parts].sort(([left], [right]) => left - right)) {
        const groups = [...onLine]
          .sort(([left], [right]) => comparePlaces(left, right))
          .flatMap(([, part]) => blocksOf(part.arms))
          .flatMap(separateThrows);
        branches.push(...branchesOf(path, line, groups, problems));
        conditions.push(...conditionsOf(line, [...onLine.values()]));
      }
      return { path, lines, functions, branches, ...(conditions.length === 0 ? {} : { conditions }) };
    },
  };
}

function sumOf(part: Part, arms: readonly GcovArm[], decisions: readonly GcovDecision[]): Part {
  const longer = part.arms.length >= arms.length ? part.arms : arms;
  const shorter = longer === part.arms ? arms : part.arms;
  return {
    arms: longer.map((arm, index) => {
      const other = shorter[index];
      if (other === undefined) return arm;
      return {
        ...arm,
        count: arm.count === undefined || other.count === undefined ? undefined : addCounts(arm.count, other.count),
        taken: arm.taken || other.taken,
        evaluated: arm.evaluated === undefined || other.evaluated === undefined ? undefined : arm.evaluated || other.evaluated,
      };
    }),
    decisions: Array.from({ length: Math.max(part.decisions.length, decisions.length) }, (_, index) =>
      eitherDecision(part.decisions[index], decisions[index]),
    ).filter((decision) => decision !== undefined),
  };
}

function eitherDecision(left: GcovDecision | undefined, right: GcovDecision | undefined): GcovDecision | undefined {
  if (left === undefined || right === undefined || left.size !== right.size) return left ?? right;
  const both = (one: ReadonlySet<number>, other: ReadonlySet<number>): ReadonlySet<number> =>
    new Set([...one].filter((index) => other.has(index)));
  return { size: left.size, notTrue: both(left.notTrue, right.notTrue), notFalse: both(left.notFalse, right.notFalse) };
}

/**
 * Arms that leave the same block are one decision. Where the report does not name blocks, two arms next to each other are
 * taken as one when that explains every arm of the line: each pair has exactly one that falls through. Else (a `switch`
 * stands on the line) they stay together.
 */
function blocksOf(arms: readonly GcovArm[]): readonly (readonly GcovArm[])[] {
  if (arms.length === 0) return [];
  if (arms.every((arm) => arm.block !== undefined)) {
    const blocks = new Map<string | undefined, GcovArm[]>();
    for (const arm of arms) {
      const block = blocks.get(arm.block);
      if (block === undefined) blocks.set(arm.block, [arm]);
      else block.push(arm);
    }
    return [...blocks.values()];
  }
  const pairs = Array.from({ length: arms.length / 2 }, (_, index) => arms.slice(index * 2, index * 2 + 2));
  const isPaired = arms.length % 2 === 0 && pairs.every(isPair);
  return isPaired ? pairs : [arms];
}

/** Text of gcov does not say which arm falls through where the block never ran. */
function isPair(pair: readonly GcovArm[]): boolean {
  return pair.filter((arm) => arm.fallthrough).length === 1 || pair.every((arm) => arm.evaluated === false);
}

function branchesOf(path: string, line: number, groups: readonly ArmGroup<GcovArm>[], problems: ProblemList): readonly Branch[] {
  let room = mostArmsOnLine;
  const total = groups.reduce((sum, group) => sum + group.arms.length, 0);
  if (total > room) problems.add('report/too-many-arms', `${path}: line ${line} has ${total} arms; the first ${mostArmsOnLine} were kept.`);
  const branches: Branch[] = [];
  for (const [nth, group] of groups.entries()) {
    const kept = group.arms.slice(0, room);
    room -= kept.length;
    if (kept.length > 0) branches.push(branchOf(line, nth, kept, group.isThrow));
  }
  return branches;
}

function branchOf(line: number, nth: number, group: readonly GcovArm[], isThrow: boolean): Branch {
  // A block that runs leaves by one of its arms, so the arms tell whether it ran.
  const ran = group.some((arm) => arm.taken);
  const arms = group.map((arm, index): Arm => ({
    key: `branch@${line}#${nth}/${index}`,
    label: isThrow ? labelOfThrow(group, index) : group.length === 1 ? 'block' : `arm ${index + 1} of ${group.length}`,
    state: arm.taken ? 'hit' : (arm.evaluated ?? ran) ? 'not-taken' : 'never-evaluated',
    ...(arm.count === undefined ? {} : { count: arm.count }),
  }));
  return { kind: isThrow ? 'throw' : 'unknown', certainty: 'exact', line, arms };
}

function conditionsOf(line: number, parts: readonly Part[]): readonly ConditionCoverage[] {
  return parts
    .flatMap((part) => part.decisions)
    .flatMap(({ size, notTrue, notFalse }, decision) =>
      Array.from({ length: size }, (_, index) => {
        return { line, decision, index, whenTrue: !notTrue.has(index), whenFalse: !notFalse.has(index) };
      }),
    );
}

const numeric = new Intl.Collator('en', { numeric: true });

/** By the place of the function, so that two reports of the same source number its branches alike. */
function comparePlaces(left: string, right: string): number {
  return numeric.compare(left, right);
}
