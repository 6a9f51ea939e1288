import { fidelities, type Fidelity, type ReportFile } from './formats/report-format.ts';
import { basename, dirname } from '../paths.ts';
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

/** Reports of one folder that were written within this time are one run in several formats. */
const sameRunMs = 120_000;

/**
 * The measurements of a file that count: all that are not older than the file, else only the newest run. One run written
 * in several formats counts once, by its most exact format. `stale` is a sentence when none is as new as the file.
 */
export function chooseMeasurements(
  all: readonly Measurement[],
  modified: number,
): { readonly chosen: readonly Measurement[]; readonly stale: string | undefined } {
  const runs = onePerRun(all, modified);
  const fresh = runs.filter((one) => one.measuredAt >= modified);
  if (fresh.length > 0) return { chosen: fresh, stale: undefined };
  const newest = runs.toSorted((left, right) => right.measuredAt - left.measuredAt)[0];
  return newest === undefined
    ? { chosen: [], stale: undefined }
    : { chosen: [newest], stale: staleFile(newest.measuredAt, modified, false) };
}

function onePerRun(all: readonly Measurement[], modified: number): readonly Measurement[] {
  const folders = new Map<string, Map<string, Measurement[]>>();
  for (const one of all) {
    const folder = one.report === undefined ? '' : folderOfRun(one.report, one.format);
    const formats = folders.get(folder) ?? new Map<string, Measurement[]>();
    folders.set(folder, formats);
    const same = formats.get(one.format);
    if (same === undefined) formats.set(one.format, [one]);
    else same.push(one);
  }
  return [...folders.values()].flatMap((formats) => bestOf([...formats.values()], modified));
}

/** Of the formats that lie in one folder. A format may have several reports: V8 writes one for each process. */
function bestOf(formats: readonly (readonly Measurement[])[], modified: number): readonly Measurement[] {
  const ranked = formats.toSorted((left, right) => rankOf(left, modified) - rankOf(right, modified) || newestOf(right) - newestOf(left));
  // Far apart in time, the newer one is what the last run wrote and the other was left behind by an older run.
  return ranked.reduce((best, other) => (newestOf(other) - newestOf(best) > sameRunMs ? other : best));
}

/** The better the measurements of a format name their arms, the lower the number. */
function rankOf(measurements: readonly Measurement[], modified: number): number {
  const [first] = measurements;
  if (first === undefined || first.fidelity === 'own') return -1;
  const rank = fidelities.indexOf(first.fidelity);
  // c8 makes blocks of V8's own data; with the text that ran at hand, that data tells arms. Another text would tell wrong ones.
  return first.format === 'v8' ? rank + (newestOf(measurements) >= modified ? -0.5 : 0.5) : rank;
}

function newestOf(measurements: readonly Measurement[]): number {
  return measurements.reduce((newest, one) => Math.max(newest, one.measuredAt), Number.NEGATIVE_INFINITY);
}

/** c8 keeps what V8 wrote in a folder `tmp` below the one of its reports. */
function folderOfRun(report: string, format: string): string {
  const folder = dirname(report);
  return format === 'v8' && basename(folder) === 'tmp' ? dirname(folder) : folder;
}
