import type { PlacedArm } from '../../placed-file.ts';
import type { BranchesOfFunction } from './functions-of.ts';

/** Words that must all occur in `path function label` of an arm, in any order and case. */
export interface TreeFilter {
  /** Every arm of the file matches. */
  matchesPath(path: string): boolean;
  matchesArm(path: string, within: BranchesOfFunction, arm: PlacedArm): boolean;
}

/** undefined: nothing is filtered. */
export function treeFilter(text: string | undefined): TreeFilter | undefined {
  const words = (text ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return undefined;
  const matches = (haystack: string): boolean => {
    const lower = haystack.toLowerCase();
    return words.every((word) => lower.includes(word));
  };
  return {
    matchesPath: matches,
    matchesArm: (path, within, arm) => matches(`${path} ${within.name} ${arm.label}`),
  };
}
