import type { Arm } from '../../core/coverage/coverage-map.ts';

/** The arm in the title of an action: `“else”`, `“case 'EUR'”`. Which arm of a counted branch is meant nobody can say. */
export function armName(arm: Arm): string {
  if (arm.state === 'unknown' || arm.key.startsWith('count@')) return 'outcome not taken';
  return arm.label === '' ? 'arm' : `“${arm.label}”`;
}
