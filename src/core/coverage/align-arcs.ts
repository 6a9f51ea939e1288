import type { Arm, Branch, FileCoverage } from './coverage-map.ts';
import type { SourceArm, SourceBranch, SourceModel } from '../source/source-model.ts';

/** Python: the arcs stay those of the report, the tree only says what each of them is. */
export function alignArcs(coverage: FileCoverage, source: SourceModel): FileCoverage {
  const byLine = new Map<number, SourceBranch>();
  for (const branch of source.branches) if (!byLine.has(branch.range.start.line)) byLine.set(branch.range.start.line, branch);
  const branches = coverage.branches.map((branch) => {
    const found = branch.certainty === 'arc' ? byLine.get(branch.line) : undefined;
    return found === undefined ? branch : aligned(branch, found);
  });
  return { ...coverage, branches };
}

function aligned(branch: Branch, source: SourceBranch): Branch {
  const matches = branch.arms.map((arm) => matchOf(arm, source));
  const arms = branch.arms.map((arm, index): Arm => {
    const match = matches[index] ?? remaining(matches, source);
    if (match === undefined) return arm;
    const { range: _, ...rest } = arm;
    const leaves = arm.key.endsWith('->exit') && match.range === undefined;
    return {
      ...rest,
      label: leaves ? `line ${branch.line} → exit` : match.label.endsWith('→ exit') ? impliedLabel(source) : match.label,
      ...(match.range === undefined ? {} : { range: match.range }),
    };
  });
  return { ...branch, kind: source.kind, range: source.range, arms };
}

/** By the arc itself, else by a target that lies inside the arm's own code. */
function matchOf(arm: Arm, source: SourceBranch): SourceArm | undefined {
  const exact = source.arms.find((one) => one.key === arm.key);
  if (exact !== undefined) return exact;
  const target = Number(arm.key.slice(arm.key.indexOf('->') + 2));
  return source.arms.find(({ range }) => range !== undefined && range.start.line <= target && target <= range.end.line);
}

/** Of two arms, when one is known, the other is the other: however control flows on from there. */
function remaining(matches: readonly (SourceArm | undefined)[], source: SourceBranch): SourceArm | undefined {
  if (matches.length !== 2 || source.arms.length !== 2) return undefined;
  const known = matches.find((match) => match !== undefined);
  return known === undefined ? undefined : source.arms.find((arm) => arm !== known);
}

function impliedLabel(source: SourceBranch): string {
  return source.kind === 'loop' ? 'loop exit' : source.kind === 'if' ? 'else' : `not ${source.arms[0]?.label ?? 'taken'}`;
}
