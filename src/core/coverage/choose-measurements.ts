import { fidelities, type Fidelity, type ReportFile } from './formats/report-format.ts';
import { dirname } from '../paths.ts';
import { staleFile } from './stale.ts';

/** What one report, or one run of our own, says of one file. */
export interface Measurement {
  readonly file: ReportFile;
  /** Id of the report's format; `own` is a run of our own. */
  readonly format: string;
  /** `own` is better than any report, because it was aligned with the source when it was made. */
  readonly fidelity: Fidelity | 'own';
  /** Absolute path of the report; undefined for a run of our own. */
  readonly report: string | undefined;
  /** Milliseconds since the epoch. */
  readonly measuredAt: number;
}

/** Reports that lie in one folder and were written within this time are one run in several formats. */
const sameRunMs = 120_000;

/** The better a measurement names its arms, the lower its number. */
function rankOf(measurement: Measurement): number {
  return measurement.fidelity === 'own' ? -1 : fidelities.indexOf(measurement.fidelity);
}

/**
 * The measurements of a file that count: all that are not older than the file, else only the newest run. One run written
 * in several formats counts once, by its most exact format. `stale` is a sentence when none is as new as the file.
 */
export function chooseMeasurements(
  all: readonly Measurement[],
  modified: number,
): { readonly chosen: readonly Measurement[]; readonly stale: string | undefined } {
  const runs = onePerRun(all);
  const fresh = runs.filter((one) => one.measuredAt >= modified);
  if (fresh.length > 0) return { chosen: fresh, stale: undefined };
  const newest = runs.toSorted((left, right) => right.measuredAt - left.measuredAt)[0];
  return newest === undefined
    ? { chosen: [], stale: undefined }
    : { chosen: [newest], stale: staleFile(newest.measuredAt, modified, false) };
}

function onePerRun(all: readonly Measurement[]): readonly Measurement[] {
  const kept: Measurement[] = [];
  for (const one of all.toSorted((left, right) => rankOf(left) - rankOf(right) || right.measuredAt - left.measuredAt)) {
    const twin = kept.findIndex((other) => isSameFolderOtherFormat(one, other));
    if (twin === -1) {
      kept.push(one);
      continue;
    }
    // Far apart in time, the newer one is what the last run wrote and the other was left behind by an older run.
    const other = kept[twin];
    if (other !== undefined && one.measuredAt - other.measuredAt > sameRunMs) kept[twin] = one;
  }
  return kept;
}

function isSameFolderOtherFormat(left: Measurement, right: Measurement): boolean {
  if (left.report === undefined || right.report === undefined || left.format === right.format) return false;
  return dirname(left.report) === dirname(right.report);
}
