import type { SourceModel } from '../source/source-model.ts';
import type { Measurement } from './choose-measurements.ts';
import { combineMeasurements } from './combine-measurements.ts';

/** A text that may be the one which was measured, and what its parser says of it. */
export interface CandidateText {
  readonly text: string;
  readonly source: SourceModel | undefined;
}

/**
 * The one text that the measurements can have been made of: every measured line of theirs is a line with something on it,
 * and the source confirms every branch. undefined when none fits, or when several differing ones do: then it is not known.
 */
export function pickMeasuredText(measurements: readonly Measurement[], candidates: readonly CandidateText[]): CandidateText | undefined {
  const fitting = candidates.filter((candidate) => fits(measurements, candidate));
  const [first] = fitting;
  return fitting.every((candidate) => candidate.text === first?.text) ? first : undefined;
}

function fits(measurements: readonly Measurement[], { text, source }: CandidateText): boolean {
  const lines = text.split(/\r\n|\r|\n/);
  const isThere = (line: number): boolean => (lines[line - 1] ?? '').trim() !== '';
  const files = measurements.map((one) => one.file.load());
  if (!files.every((file) => [...file.lines.keys()].every(isThere) && file.branches.every((branch) => isThere(branch.line)))) return false;
  return source === undefined || combineMeasurements(measurements, source).problems.length === 0;
}
