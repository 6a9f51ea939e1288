import type { Arm, Branch } from './coverage-map.ts';

/** Begins what stands behind `->` in the key of an arm whose target its report does not name (coverage.py's XML names only missed ones). */
export const unnamedTarget = '?';

/**
 * Measurements of one decision with arcs, told in each other's words: what one of them names as missed and another does not
 * name at all was taken there, as that other names all that it missed. So as many of its unnamed taken arms get names, and
 * merging does not take one arm for two. Where more targets are named than a measurement took arms, it is left as it is:
 * which of them it took cannot be known.
 */
export function nameArcs(group: readonly Branch[]): readonly Branch[] {
  if (!group.some((branch) => branch.certainty === 'arc' && branch.arms.some(isUnnamed))) return group;
  const named = new Map<string, Arm>();
  for (const { arms } of group) for (const arm of arms) if (!isUnnamed(arm)) named.set(arm.key, arm);
  return group.map((branch) => {
    const own = new Set(branch.arms.map(({ key }) => key));
    const taken = branch.arms.filter((arm) => isUnnamed(arm) && arm.state === 'hit');
    const absent = [...named.values()].filter(({ key }) => !own.has(key));
    if (absent.length === 0 || absent.length > taken.length) return branch;
    // The last ones get names, so that those that stay unnamed are numbered from the first on in every measurement.
    const renamed = new Set(taken.slice(taken.length - absent.length));
    const arms = branch.arms.filter((arm) => !renamed.has(arm));
    return { ...branch, arms: [...arms, ...absent.map(takenOnce)] };
  });
}

/** How often the other measurement took it says nothing of this one. */
function takenOnce({ key, label, range }: Arm): Arm {
  return { key, label, state: 'hit', ...(range === undefined ? {} : { range }) };
}

function isUnnamed({ key }: Arm): boolean {
  return key.includes(`->${unnamedTarget}`);
}
