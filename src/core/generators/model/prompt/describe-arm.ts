import type { Position, Range } from '../../../coverage/coverage-map.ts';
import type { SourceBranch, SourceModel } from '../../../source/source-model.ts';
import type { Target } from '../../../targets/target.ts';

/** An arm as the prompt names it. */
export interface NumberedArm {
  /** `A1`, `A2`, … in the order of the source. */
  readonly id: string;
  readonly target: Target;
}

/** Targets in the order of the source with their names for the prompt. */
export function numberArms(targets: readonly Target[]): NumberedArm[] {
  const ordered = targets.toSorted(
    (a, b) => a.branch.line - b.branch.line || columnOf(a) - columnOf(b) || a.arm.key.localeCompare(b.arm.key),
  );
  return ordered.map((target, index) => ({ id: `A${index + 1}`, target }));
}

function columnOf({ branch, arm }: Target): number {
  return (branch.range ?? arm.range)?.start.column ?? 0;
}

/** One line in words: ``the arm "else" of the if `qty > 100` (line 42) was never taken``. */
export function describeArm({ branch, arm, condition }: Target): string {
  const decision = condition === undefined ? '' : ` \`${condition}\``;
  const isArc = branch.certainty === 'arc' && arm.label.startsWith('line ');
  const what = isArc ? arm.label : `the arm "${arm.label}" of the ${kindWord(branch.kind)}${decision} (line ${branch.line})`;
  switch (arm.state) {
    case 'never-evaluated':
      return `${what} was never evaluated: its decision was never reached`;
    case 'unknown':
      return `${what} may never have been taken`;
    case 'not-taken':
    case 'hit':
      return `${what} was never taken`;
  }
}

function kindWord(kind: Target['branch']['kind']): string {
  switch (kind) {
    case 'cond-expr':
      return 'conditional expression';
    case 'binary-expr':
      return 'logical expression';
    case 'default-arg':
      return 'default argument';
    case 'exception':
      return 'exception handler';
    case 'throw':
      return 'call that may throw';
    case 'unknown':
      return 'decision';
    case 'if':
    case 'switch':
    case 'loop':
    case 'match':
    case 'block':
      return kind;
  }
}

/** Decisions around the target that must go a certain way to reach it, outermost first, one line each. */
export function pathConditions(target: Target, source: SourceModel): string[] {
  const start = target.branch.range?.start ?? { line: target.branch.line, column: 0 };
  const conditions: { readonly at: Position; readonly text: string }[] = [];
  for (const branch of source.branches) {
    if (isSameBranch(branch, target)) continue;
    const arm = branch.arms.find((candidate) => candidate.range !== undefined && contains(candidate.range, start));
    if (arm === undefined) continue;
    conditions.push({ at: branch.range.start, text: `line ${branch.range.start.line}, \`${branch.condition}\`: must take "${arm.label}"` });
  }
  return conditions.toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column).map(({ text }) => text);
}

function isSameBranch(branch: SourceBranch, target: Target): boolean {
  return branch.arms.some((arm) => arm.key === target.arm.key);
}

function contains(range: Range, position: Position): boolean {
  return !isBefore(position, range.start) && isBefore(position, range.end);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}
