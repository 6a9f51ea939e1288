import type { SourceModel } from '../source/source-model.ts';
import { alignWithSource } from './align.ts';
import type { Branch, FileCoverage, ReportProblem } from './coverage-map.ts';
import { mergeFiles } from './merge.ts';
import type { Measurement } from './choose-measurements.ts';

/**
 * One coverage out of several measurements of the same text. With the source at hand each is aligned first, so that all
 * speak of the same branches; without it, branches that a report only numbers (LCOV) count only when no other report names
 * them, because the same branch would stand there twice.
 */
export function combineMeasurements(
  measurements: readonly Measurement[],
  source: SourceModel | undefined,
): { readonly coverage: FileCoverage | undefined; readonly problems: readonly ReportProblem[] } {
  if (source === undefined) return { coverage: merge(namedOnly(measurements)), problems: [] };
  const aligned = measurements.map((one) => alignWithSource(one.file.load(), source));
  return {
    coverage: merge(withoutShadows(aligned.map((one) => one.coverage))),
    problems: aligned.flatMap((one) => one.problems),
  };
}

function merge(files: readonly FileCoverage[]): FileCoverage | undefined {
  return files.reduce<FileCoverage | undefined>((before, file) => (before === undefined ? file : mergeFiles(before, file)), undefined);
}

function namedOnly(measurements: readonly Measurement[]): readonly FileCoverage[] {
  const files = measurements.map((one) => one.file.load());
  const isNamed = (branch: Branch): boolean => namesArms(branch) && !(branch.arms[0]?.key.startsWith('branch@') ?? true);
  if (!files.some((file) => file.branches.some(isNamed))) return files;
  return files.map((file) => ({ ...file, branches: file.branches.filter(isNamed) }));
}

function namesArms(branch: Branch): boolean {
  return branch.certainty !== 'count' && branch.certainty !== 'none';
}

/** Drops branches that the source does not confirm where another measurement has confirmed ones on the same line. */
function withoutShadows(files: readonly FileCoverage[]): readonly FileCoverage[] {
  if (files.length < 2) return files;
  const isConfirmed = (branch: Branch): boolean => namesArms(branch) && !(branch.arms[0]?.key.includes('~') ?? true);
  const confirmed = files.map((file) => new Set(file.branches.filter(isConfirmed).map((branch) => branch.line)));
  return files.map((file, index) => ({
    ...file,
    branches: file.branches.filter(
      (branch) => isConfirmed(branch) || !confirmed.some((lines, other) => other !== index && lines.has(branch.line)),
    ),
  }));
}
