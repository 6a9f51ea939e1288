import type { ConditionCoverage } from '../coverage-map.ts';
import { isLine } from './numbers.ts';

/** A decision has a handful of conditions; this many on a line are a broken report. */
const mostOnLine = 1000;

/** Gathers the `MCDC` records of one section. */
export interface LcovConditions {
  /** What stands behind `MCDC:`; false when it is no such record. */
  add(value: string): boolean;
  all(): readonly ConditionCoverage[];
}

/**
 * `MCDC:line,[U]conditions of the decision,t|f,taken,index,expression` (geninfo(1) of lcov 2.2). lcov tells decisions of one
 * line apart by how many conditions they have. `U`: the outcome cannot be reached, so nothing is missing there.
 */
export function createLcovConditions(): LcovConditions {
  const lines = new Map<number, Map<string, Map<number, ConditionCoverage>>>();
  return {
    add(value) {
      const parts = /^(\d+),(U?)(\d+),([tf]),(\d+|-),(\d+)(?:,(.*))?$/.exec(value);
      const line = Number(parts?.[1]);
      const index = Number(parts?.[6]);
      if (parts === null || !isLine(line) || index >= mostOnLine) return false;
      const [, , unreachable = '', size = '', sense = '', taken = '', , text = ''] = parts;
      const decisions = lines.get(line) ?? new Map<string, Map<number, ConditionCoverage>>();
      lines.set(line, decisions);
      if (!decisions.has(size) && decisions.size >= mostOnLine) return false;
      const conditions = decisions.get(size) ?? new Map<number, ConditionCoverage>();
      decisions.set(size, conditions);
      const before = conditions.get(index);
      const isSensed = unreachable === 'U' || Number(taken) > 0;
      // Where the compiler did not keep the text, lcov writes the index again.
      const expression = text === '' || text === String(index) ? before?.expression : text;
      conditions.set(index, {
        line,
        decision: [...decisions.keys()].indexOf(size),
        index,
        ...(expression === undefined ? {} : { expression }),
        whenTrue: (before?.whenTrue ?? false) || (sense === 't' && isSensed),
        whenFalse: (before?.whenFalse ?? false) || (sense === 'f' && isSensed),
      });
      return true;
    },
    all() {
      return [...lines.values()].flatMap((decisions) => [...decisions.values()].flatMap((conditions) => [...conditions.values()]));
    },
  };
}
