import type { Arm, Branch } from '../coverage-map.ts';
import { unnamedTarget } from '../name-arcs.ts';
import { isLine } from './numbers.ts';
import type { LineRow } from './line-rows.ts';

/**
 * The branch of a line as coverage.py writes it: `missing-branches` names the targets that were not reached (lines, or
 * `exit`), the ratio how many there are. Where the taken ones lead to is not said: they are arms to an unnamed target,
 * `arc@12->?`. Written by coverage.py's `xmlreport.py`. Undefined where the line has no branch.
 */
export function arcsOfRow({ line, hits, total, covered }: LineRow, missing: string): Branch | undefined {
  if (total === 0) return undefined;
  const targets = new Set<string>();
  for (const part of missing.split(',')) {
    const target = part.trim();
    if (target === 'exit' || isLine(Number(target))) targets.add(target === 'exit' ? target : String(Number(target)));
  }
  const evaluated = hits > 0 || covered > 0;
  const dark = evaluated ? 'not-taken' : 'never-evaluated';
  // The ratio decides how many there are: with several exits only one is named.
  const named = [...targets].slice(0, total - covered).sort(byLine);
  // In front, so that the first arm is one that was taken where there is one: it is drawn at the decision.
  const arms = Array.from({ length: total - named.length }, (_, nth): Arm => ({
    key: `arc@${line}->${unnamedTarget}${nth === 0 ? '' : nth + 1}`,
    label: `line ${line} → elsewhere`,
    state: nth < covered ? 'hit' : dark,
  }));
  for (const target of named) arms.push({ key: `arc@${line}->${target}`, label: `line ${line} → ${target}`, state: dark });
  return { kind: 'unknown', certainty: 'arc', line, arms };
}

function byLine(left: string, right: string): number {
  if (left === right) return 0;
  if (left === 'exit') return 1;
  return right === 'exit' ? -1 : Number(left) - Number(right);
}
