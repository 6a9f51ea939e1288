import { asError } from '../errors.ts';
import type { Clock, FileStat, FileSystem, Logger, TextHistory } from '../ports.ts';
import type { Settings } from '../settings.ts';
import type { SourceAnalyser } from '../source/source-model.ts';
import type { CoverageMap, ReportProblem } from './coverage-map.ts';
import { chooseMeasurements, type Measurement } from './choose-measurements.ts';
import { combineMeasurements } from './combine-measurements.ts';
import { decodedFile } from './formats/indexed-report.ts';
import { readGoModules } from './go-modules.ts';
import { explainFile, explainFolder, type ExplainFacts } from './explain-coverage.ts';
import { findReports, isReport, type WorkspaceFiles } from './find-reports.ts';
import {
  loadReport,
  resolveReport,
  type BetweenSteps,
  type LoadedReport,
  type ResolvedReport,
  type UnresolvedPath,
} from './load-report.ts';
import { displayPath, nativePath } from '../paths.ts';
import { createPathResolver, type PathResolver } from './resolve-paths.ts';
import type { CoverageSession, MeasuredFile, ReadProgress, ReportInfo } from './session.ts';
import { pickMeasuredText, type CandidateText } from './measured-text.ts';
import { summarise } from './summary.ts';

export interface CoverageSessionOptions {
  /** Absolute path of the workspace folder. */
  readonly root: string;
  readonly fileSystem: FileSystem;
  readonly analyser: SourceAnalyser;
  readonly settings: () => Settings;
  readonly logger: Logger;
  readonly now: Clock['now'];
  /** Waits for some milliseconds; 0 lets everything else that waits run first, because reading a large report is done in short turns. */
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly history: TextHistory;
}

/** Everything that one refresh found; replaced as a whole. */
interface Snapshot {
  readonly walk: Walk;
  /** As the reports were read with. */
  readonly exceptionArms: Settings['reports']['exceptionArms'];
  readonly loaded: ReadonlyMap<string, LoadedReport>;
  readonly resolved: ReadonlyMap<string, ResolvedReport>;
  readonly infos: readonly ReportInfo[];
  readonly measured: ReadonlyMap<string, readonly Measurement[]>;
  readonly unresolved: readonly UnresolvedPath[];
  readonly modified: ReadonlyMap<string, number>;
  readonly incomplete: boolean;
}

/** The workspace folder as it was walked last. */
interface Walk {
  /** The settings that it rests on. */
  readonly key: string;
  readonly found: WorkspaceFiles;
  readonly resolver: PathResolver;
}

interface Choice {
  readonly chosen: readonly Measurement[];
  readonly stale: string | undefined;
  /** The text that was measured, when the file has changed since. */
  readonly seenText: string | undefined;
}

type NamedTotals = ReturnType<CoverageSession['files']>[number];

/** Milliseconds that the reading of a report may keep everything else waiting. */
const turnMs = 20;

/** What a report shows that is not written to its end. */
const tornCodes: ReadonlySet<string> = new Set([
  'report/truncated',
  'report/empty',
  'report/bad-json',
  'report/bad-xml',
  'report/unknown-format',
]);
/** Milliseconds after its last change that a report counts as written to its end. */
const restMs = 1000;
const lookAgainMs = 150;

/** The coverage of one workspace folder, kept in memory; see {@link CoverageSession}. Nothing is read before the first `refresh`. */
export function createCoverageSession(options: CoverageSessionOptions): CoverageSession {
  const { root, fileSystem, analyser, settings, logger, now, pause, history } = options;
  const listeners = new Set<() => void>();
  const progressListeners = new Set<(progress: ReadProgress) => void>();
  const own = new Map<string, Measurement>();
  const remembered = new Map<string, { readonly text: string; readonly modified: number }>();
  const answers = new Map<string, { readonly stamp: string; readonly answer: Promise<MeasuredFile | undefined> }>();
  // What the source does not confirm of a file's measurements, as it was found when the file was last asked for.
  const disagreements = new Map<string, readonly ReportProblem[]>();
  let snapshot: Snapshot | undefined;
  let totals: readonly NamedTotals[] | undefined;
  let generation = 0;
  let wholeRunAt = Number.NEGATIVE_INFINITY;
  let refreshing: Promise<void> = Promise.resolve();

  const changed = (): void => {
    generation += 1;
    totals = undefined;
    for (const listener of listeners) listener();
  };

  /**
   * What speaks of a file. A whole run of our own takes the place of every older report, a partial one stands beside them;
   * a report that is newer than our run takes the place of it.
   */
  const measurementsOf = (path: string): readonly Measurement[] => {
    const reports = (snapshot?.measured.get(path) ?? []).filter((one) => one.measuredAt > wholeRunAt);
    const run = own.get(path);
    return run === undefined || reports.some((one) => one.measuredAt > run.measuredAt) ? reports : [...reports, run];
  };

  /** The measurements that count, for the file as it is or, when it changed since, as it was last seen in its measured state. */
  const choose = (path: string, modified: number): Choice => {
    const all = measurementsOf(path);
    const current = chooseMeasurements(all, modified);
    const seen = remembered.get(path);
    if (current.stale === undefined || seen === undefined) return { ...current, seenText: undefined };
    const before = chooseMeasurements(all, seen.modified);
    return before.stale === undefined ? { ...before, seenText: seen.text } : { ...current, seenText: undefined };
  };

  const paths = (): readonly string[] =>
    [...new Set([...(snapshot?.measured.keys() ?? []), ...own.keys()])].filter((path) => measurementsOf(path).length > 0).sort();

  /** Where everything stands. After a change of some reports only they are looked at, not the whole folder. */
  async function walk(changedReports: readonly string[] | undefined, signal: AbortSignal | undefined): Promise<Walk> {
    const { globs } = settings().reports;
    const mappings = settings().pathMappings;
    const key = JSON.stringify([globs, mappings]);
    const before = snapshot?.walk;
    if (changedReports !== undefined && before?.key === key) {
      const reports = new Set(before.found.reports);
      for (const path of changedReports.filter((one) => isReport(root, one, globs))) {
        if ((await fileSystem.stat(path)) === undefined) reports.delete(path);
        else reports.add(path);
      }
      return { ...before, found: { ...before.found, reports: [...reports].sort() } };
    }
    const found = await findReports(fileSystem, root, globs, signal);
    const goModules = await readGoModules(fileSystem, found.goMods);
    return { key, found, resolver: createPathResolver(fileSystem, { root, sources: found.sources, goModules, mappings }) };
  }

  async function readAll(changedReports: readonly string[] | undefined, signal: AbortSignal | undefined): Promise<void> {
    const startedAt = now();
    const before = snapshot;
    const walked = await walk(changedReports, signal);
    const { exceptionArms } = settings().reports;
    const { found, resolver } = walked;
    const loaded = new Map<string, LoadedReport>();
    const resolvedReports = new Map<string, ResolvedReport>();
    const measured = new Map<string, Measurement[]>();
    const unresolved: UnresolvedPath[] = [];
    const infos: ReportInfo[] = [];
    for (const path of found.reports) {
      signal?.throwIfAborted();
      const stat = await fileSystem.stat(path);
      if (stat === undefined) continue;
      const old = before?.loaded.get(path);
      const same = old?.modified === stat.modified && old.size === stat.size && before?.exceptionArms === exceptionArms;
      const report = same ? old : await loadSettled(path, stat, exceptionArms, signal);
      loaded.set(path, report);
      const resolved =
        (same && before?.walk.resolver === resolver ? before.resolved.get(path) : undefined) ?? (await resolveReport(report, resolver));
      resolvedReports.set(path, resolved);
      for (const [name, file] of resolved.files) {
        if (report.format === undefined) continue;
        const { id: format, fidelity } = report.format;
        const list = measured.get(name) ?? [];
        list.push({ file, format, fidelity, report: path, measuredAt: report.modified });
        measured.set(name, list);
      }
      unresolved.push(...resolved.unresolved);
      const problems = [...report.problems, ...resolved.unresolved.map((one) => one.problem)];
      infos.push({
        path,
        format: report.format?.id,
        formatName: report.format?.name,
        modified: report.modified,
        files: resolved.files.size,
        problems,
      });
      if (!same)
        logger.info(
          `Read ${displayPath(path, root)}: ${report.format?.name ?? 'unknown format'}, ${report.files.length} files, ${problems.length} problems`,
        );
    }
    const modified = await modificationTimes([...measured.keys()], changedReports === undefined ? undefined : before?.modified, signal);
    snapshot = {
      walk: walked,
      exceptionArms,
      loaded,
      resolved: resolvedReports,
      infos,
      measured,
      unresolved,
      modified,
      incomplete: found.incomplete,
    };
    logger.debug(`Looked for reports in ${root}: ${found.reports.length} found in ${now() - startedAt} ms`);
    if (before === undefined || !isSame(before, snapshot)) changed();
  }

  /** A report that is torn and was written this moment is still being written: it is read again until it is whole or rests. */
  async function loadSettled(
    path: string,
    first: FileStat,
    exceptionArms: Snapshot['exceptionArms'],
    signal: AbortSignal | undefined,
  ): Promise<LoadedReport> {
    let stat = first;
    for (;;) {
      const report = await loadReport(fileSystem, path, stat, inTurns(path, signal), exceptionArms);
      const isTorn = report.problems.some((problem) => tornCodes.has(problem.code));
      if (!isTorn || now() - stat.modified > restMs) return report;
      await pause(lookAgainMs);
      signal?.throwIfAborted();
      stat = (await fileSystem.stat(path)) ?? stat;
    }
  }

  /** Between two steps of reading, at most every {@link turnMs}, everything else that waits has its turn. */
  function inTurns(path: string, signal: AbortSignal | undefined): BetweenSteps {
    let turnBegan = now();
    const takeTurn = async (bytesRead: number, bytes: number): Promise<void> => {
      await pause(0);
      signal?.throwIfAborted();
      for (const listener of progressListeners) listener({ report: path, bytesRead, bytes });
      turnBegan = now();
    };
    return (bytesRead, bytes) => (now() - turnBegan < turnMs ? undefined : takeTurn(bytesRead, bytes));
  }

  /** Of all files; those that `known` has are not looked at again. */
  async function modificationTimes(
    all: readonly string[],
    known: ReadonlyMap<string, number> | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<string, number>> {
    const times = new Map<string, number>();
    for (const file of all) times.set(file, known?.get(file) ?? Number.NaN);
    const files = all.filter((file) => Number.isNaN(times.get(file)));
    const atOnce = 64;
    for (let index = 0; index < files.length; index += atOnce) {
      signal?.throwIfAborted();
      const batch = files.slice(index, index + atOnce);
      const stats = await Promise.all(batch.map((file) => fileSystem.stat(file)));
      for (const [offset, file] of batch.entries()) times.set(file, stats[offset]?.modified ?? 0);
    }
    return times;
  }

  /** A measured file that is there; the stamp changes whenever the answer may. */
  async function locate(asked: string): Promise<{ readonly path: string; readonly modified: number; readonly stamp: string } | undefined> {
    const path = nativePath(asked, root);
    if (measurementsOf(path).length === 0) return undefined;
    const stat = await fileSystem.stat(path);
    if (stat?.kind !== 'file') return undefined;
    return { path, modified: stat.modified, stamp: `${generation} ${stat.modified} ${stat.size}` };
  }

  async function measure(
    path: string,
    modified: number,
    parse: (text: string) => Promise<MeasuredFile['source']>,
  ): Promise<MeasuredFile | undefined> {
    const { chosen, stale: changed, seenText } = choose(path, modified);
    if (chosen.length === 0) return undefined;
    const past = changed === undefined ? undefined : await pastText(path, chosen, parse);
    const stale = past === undefined ? changed : undefined;
    const measuredText = past?.text ?? seenText ?? (stale === undefined ? await currentText(path, modified) : undefined);
    const source = measuredText === undefined ? undefined : await parse(measuredText);
    const { coverage, problems } = combineMeasurements(chosen, source);
    for (const problem of problems) logger.warn(problem.message);
    disagreements.set(path, problems);
    return coverage === undefined ? undefined : { path, coverage: { ...coverage, path }, source, measuredText, stale };
  }

  /** The text that was measured, when the file has changed since and the past knows it. */
  async function pastText(
    path: string,
    chosen: readonly Measurement[],
    parse: (text: string) => Promise<MeasuredFile['source']>,
  ): Promise<CandidateText | undefined> {
    const measuredAt = Math.max(...chosen.map((one) => one.measuredAt));
    const texts = await history.around(path, measuredAt);
    const candidates = await Promise.all(texts.map(async (text) => ({ text, source: await parse(text) })));
    return pickMeasuredText(chosen, candidates);
  }

  async function currentText(path: string, modified: number): Promise<string | undefined> {
    try {
      const text = await fileSystem.readText(path);
      remembered.set(path, { text, modified });
      return text;
    } catch (error) {
      logger.warn(`${path} could not be read: ${asError(error).message}`);
      return undefined;
    }
  }

  async function analyse(path: string, text: string): Promise<MeasuredFile['source']> {
    try {
      return await analyser.analyse(path, text);
    } catch (error) {
      // The marks are drawn without the source's words then; the reason must not be lost.
      logger.error(`The source of ${path} could not be analysed`, error);
      return undefined;
    }
  }

  const filesNow = (): readonly NamedTotals[] =>
    paths().flatMap((path) => {
      const { chosen } = choose(path, snapshot?.modified.get(path) ?? 0);
      if (chosen.length === 1 && chosen[0] !== undefined) return [{ path, ...chosen[0].file.totals }];
      const { coverage } = combineMeasurements(chosen, undefined);
      return coverage === undefined ? [] : [{ path, ...summarise(coverage) }];
    });

  const facts = (): ExplainFacts => ({
    root,
    globs: settings().reports.globs,
    wasRefreshed: snapshot !== undefined,
    incomplete: snapshot?.incomplete ?? false,
    reports: snapshot?.infos ?? [],
    unresolved: snapshot?.unresolved ?? [],
    resolvedFiles: paths().length,
    now: now(),
  });

  const files = (): readonly NamedTotals[] => (totals ??= filesNow());

  return {
    refresh(signal, changedReports) {
      // One at a time, in order: a later one always sees what is on disk after it was asked for.
      const turn = refreshing.then(() => readAll(changedReports, signal));
      refreshing = turn.catch(() => undefined);
      return turn;
    },
    get reports() {
      return snapshot?.infos ?? [];
    },
    files,
    async file(asked) {
      const found = await locate(asked);
      if (found === undefined) return undefined;
      const { path, modified, stamp } = found;
      const before = answers.get(path);
      if (before?.stamp === stamp) return before.answer;
      const answer = measure(path, modified, (text) => analyse(path, text));
      answers.set(path, { stamp, answer });
      return answer;
    },
    async reported(asked) {
      const found = await locate(asked);
      if (found === undefined || answers.get(found.path)?.stamp === found.stamp) return undefined;
      return measure(found.path, found.modified, () => Promise.resolve(undefined));
    },
    adopt(coverage: CoverageMap, measuredAt, partial) {
      if (!partial) {
        own.clear();
        wholeRunAt = measuredAt;
      }
      for (const [asked, file] of coverage) {
        const path = nativePath(asked, root);
        own.set(path, { file: decodedFile({ ...file, path }), format: 'own', fidelity: 'own', report: undefined, measuredAt });
      }
      changed();
    },
    explain(asked) {
      if (asked === undefined) return explainFolder(facts());
      const path = nativePath(asked, root);
      const total = files().find((one) => one.path === path);
      if (total === undefined) return explainFile(path, undefined, facts());
      const { chosen, stale } = choose(path, snapshot?.modified.get(path) ?? 0);
      const from = chosen.flatMap((one) => (one.report === undefined ? [] : [one.report]));
      return explainFile(path, { ...total, stale, from, disagreements: disagreements.get(path) ?? [] }, facts());
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onProgress(listener) {
      progressListeners.add(listener);
      return () => void progressListeners.delete(listener);
    },
  };
}

function isSame(left: Snapshot, right: Snapshot): boolean {
  return (
    left.loaded.size === right.loaded.size &&
    [...right.loaded].every(([path, report]) => left.loaded.get(path) === report) &&
    left.measured.size === right.measured.size &&
    [...right.measured.keys()].every((path) => left.measured.has(path)) &&
    [...right.modified].every(([path, time]) => left.modified.get(path) === time)
  );
}
