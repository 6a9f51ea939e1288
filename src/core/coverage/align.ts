import type { FileCoverage, ReportProblem } from './coverage-map.ts';
import type { SourceModel } from '../source/source-model.ts';
import { alignArcs } from './align-arcs.ts';
import { alignArms } from './align-arms.ts';
import { alignBlocks } from './align-blocks.ts';

/**
 * Gives every branch of a report the key, the words and the ranges that the source itself gives, so that two tools that
 * measured the same text end with the same keys. Nothing is guessed: a branch that the source does not confirm keeps
 * what its report said of it, under a key of its own, and is named in a problem. Aligning twice changes nothing.
 */
export function alignWithSource(
  coverage: FileCoverage,
  source: SourceModel,
): { readonly coverage: FileCoverage; readonly problems: readonly ReportProblem[] } {
  switch (source.language) {
    case 'python':
      return { coverage: alignArcs(coverage, source), problems: [] };
    case 'go':
      return alignArms(alignBlocks(coverage, source), source);
    case 'javascript':
    case 'typescript':
      return alignArms(coverage, source);
  }
}
