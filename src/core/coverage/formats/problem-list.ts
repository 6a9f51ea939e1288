import type { ReportProblem } from '../coverage-map.ts';

const shownOfAKind = 20;

/** Gathers problems of one report; of each code only the first 20 are kept, and one line counts the rest. */
export interface ProblemList {
  add(code: string, message: string, at?: string): void;
  all(): readonly ReportProblem[];
}

/** A new, empty list. */
export function createProblemList(): ProblemList {
  const kept: ReportProblem[] = [];
  const counts = new Map<string, number>();
  return {
    add(code, message, at) {
      const count = (counts.get(code) ?? 0) + 1;
      counts.set(code, count);
      if (count <= shownOfAKind) kept.push(at === undefined ? { code, message } : { code, message, at });
    },
    all() {
      const rest = [...counts].filter(([, count]) => count > shownOfAKind);
      return [...kept, ...rest.map(([code, count]) => ({ code, message: `${count - shownOfAKind} more problems of the same kind.` }))];
    },
  };
}

/** A piece of a report as a message can hold it. */
export function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
