import type { FileCoverage, FunctionCoverage } from '../coverage-map.ts';
import { mostArmsOnLine } from './numbers.ts';
import { ordinalBranch } from './ordinal-branch.ts';
import { shortened, type ProblemList } from './problem-list.ts';

/** A statement that reaches over more lines than this marks only its first one: a torn number must not become millions of lines. */
const longestStatement = 1000;

/** Gathers what one module says of one file. */
export interface OpenCoverFile {
  addLines(from: number, to: number, count: number): void;
  addDecision(line: number, counts: readonly number[]): void;
  addFunction(fn: FunctionCoverage): void;
  file(path: string, problems: ProblemList): FileCoverage;
}

/** A new, empty file. A line with several statements ran as often as the most of them. */
export function createOpenCoverFile(): OpenCoverFile {
  const lines = new Map<number, number>();
  const decisions: { readonly line: number; readonly nth: number; readonly counts: readonly number[] }[] = [];
  const onLine = new Map<number, { decisions: number; arms: number }>();
  const functions: FunctionCoverage[] = [];
  return {
    addLines(from, to, count) {
      const last = to - from > longestStatement ? from : to;
      for (let line = from; line <= last; line += 1) lines.set(line, Math.max(lines.get(line) ?? 0, count));
    },
    addDecision(line, counts) {
      const seen = onLine.get(line) ?? { decisions: 0, arms: 0 };
      onLine.set(line, seen);
      seen.arms += counts.length;
      if (seen.arms <= mostArmsOnLine) decisions.push({ line, nth: seen.decisions, counts });
      seen.decisions += 1;
    },
    addFunction(fn) {
      functions.push(fn);
    },
    file(path, problems) {
      for (const [line, { arms }] of onLine) {
        if (arms > mostArmsOnLine)
          problems.add('report/too-many-arms', `${shortened(path)}: line ${line} has ${arms} arms; only the first ones were kept.`);
      }
      const branches = decisions.map((decision) => ordinalBranch({ ...decision, lineCount: lines.get(decision.line) }));
      return { path, lines, functions, branches };
    },
  };
}
