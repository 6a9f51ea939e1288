import type { Target } from '../../targets/target.ts';

/** Arms of one request: more make answers long and careless, fewer pay for the same prompt again. */
const mostArms = 8;

/** Targets in batches for one request each: those of one function together, in the order of the source. */
export function batchArms(targets: readonly Target[]): Target[][] {
  const byFunction = new Map<string, Target[]>();
  for (const target of targets.toSorted((a, b) => a.branch.line - b.branch.line)) {
    const { enclosing } = target;
    const name = enclosing === undefined ? '' : `${enclosing.range.start.line}:${enclosing.range.start.column}`;
    byFunction.set(name, [...(byFunction.get(name) ?? []), target]);
  }
  const batches: Target[][] = [];
  for (const group of byFunction.values()) {
    for (let from = 0; from < group.length; from += mostArms) {
      const part = group.slice(from, from + mostArms);
      const last = batches.at(-1);
      if (last !== undefined && last.length + part.length <= mostArms) last.push(...part);
      else batches.push(part);
    }
  }
  return batches;
}
