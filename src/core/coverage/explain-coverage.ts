import type { ReportProblem } from './coverage-map.ts';
import type { UnresolvedPath } from './load-report.ts';
import { displayPath } from '../paths.ts';
import type { ReportInfo } from './session.ts';
import type { FileTotals } from './summary.ts';

/** All that a sentence about missing coverage can rest on. */
export interface ExplainFacts {
  /** Absolute. */
  readonly root: string;
  readonly globs: readonly string[];
  /** False until the reports were read for the first time. */
  readonly wasRefreshed: boolean;
  /** The walk through the folder stopped at its limit. */
  readonly incomplete: boolean;
  readonly reports: readonly ReportInfo[];
  /** Paths of the reports that lead to no file. */
  readonly unresolved: readonly UnresolvedPath[];
  readonly resolvedFiles: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** One file's part; undefined when no report speaks of it. */
export interface ExplainFile extends FileTotals {
  readonly stale: string | undefined;
  /** Reports that speak of it, absolute. */
  readonly from: readonly string[];
  /** What the source does not confirm. */
  readonly disagreements: readonly ReportProblem[];
}

const howToMeasure =
  'Run the suite with coverage first, for example `npx vitest run --coverage --coverage.reporter=json` or `pytest --cov --cov-branch --cov-report=json`.';

/** Why the whole folder shows the coverage that it shows, in sentences. */
export function explainFolder(facts: ExplainFacts): string {
  if (!facts.wasRefreshed) return 'The coverage reports have not been read yet.';
  if (facts.reports.length === 0) {
    if (facts.resolvedFiles > 0) return 'No coverage report was found; what is shown was measured by a run of Branchlight.';
    return [`No coverage report was found in ${facts.root}.`, lookedFor(facts), howToMeasure].join(' ');
  }
  const sentences = facts.reports.map((report) => describeReport(report, facts));
  if (facts.resolvedFiles === 0) sentences.push(nothingResolves(facts));
  else if (facts.unresolved.length > 0) {
    sentences.push(
      `${count(facts.unresolved.length, 'path')} of the reports could not be used, for example: ${facts.unresolved[0]?.problem.message ?? ''}`,
    );
  }
  if (facts.incomplete) sentences.push('The folder is so large that not every file of it was looked at.');
  return sentences.join('\n\n');
}

/** Why one file shows the coverage that it shows, in sentences. */
export function explainFile(path: string, file: ExplainFile | undefined, facts: ExplainFacts): string {
  const name = displayPath(path, facts.root);
  if (file === undefined) return explainMissing(path, name, facts);
  const { covered, total } = file.branches;
  const from = file.from.length === 0 ? 'a run of Branchlight' : file.from.map((report) => displayPath(report, facts.root)).join(', ');
  const sentences = [
    total > 0
      ? `${name}: ${covered} of ${total} arms are taken, as measured by ${from}.`
      : file.blocks.total > 0
        ? `${name}: ${file.blocks.covered} of ${count(file.blocks.total, 'block')} ran, as measured by ${from}, which knows no branches.`
        : `${name}: ${from} has ${count(file.lines.total, 'line')} of it and no branches.`,
  ];
  const problems = facts.reports.filter((report) => file.from.includes(report.path)).flatMap((report) => report.problems);
  const telling = problems.filter((problem) => problem.code === 'report/only-totals' || (total === 0 && isAboutBranches(problem)));
  sentences.push(...telling.map((problem) => problem.message));
  sentences.push(...file.disagreements.map((problem) => problem.message));
  if (file.stale !== undefined) sentences.push(file.stale);
  return sentences.join(' ');
}

function explainMissing(path: string, name: string, facts: ExplainFacts): string {
  if (!facts.wasRefreshed || (facts.reports.length === 0 && facts.resolvedFiles === 0)) return explainFolder(facts);
  const ownName = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const alike = facts.unresolved.filter((one) => one.path.split(/[\\/]/).at(-1) === ownName);
  const reports = facts.reports.map((report) => displayPath(report.path, facts.root)).join(', ');
  const sentences = [`No report speaks of ${name}. Read: ${reports === '' ? 'a run of Branchlight' : reports}.`];
  // A torn report may have held the file.
  for (const report of facts.reports) {
    if (report.problems.some((problem) => !isAboutBranches(problem))) sentences.push(describeReport(report, facts));
  }
  if (alike.length > 0) sentences.push(...alike.slice(0, 3).map((one) => describeUnresolved(one, facts)));
  else if (facts.resolvedFiles === 0) sentences.push(nothingResolves(facts));
  else
    sentences.push(
      'It may never be loaded by the tests, or be left out by the coverage settings of the project (include, exclude, source).',
    );
  return sentences.join(' ');
}

/** The message, and every place that was looked at. */
function describeUnresolved({ problem, tried }: UnresolvedPath, facts: ExplainFacts): string {
  if (tried.length === 0) return problem.message;
  const shown = tried.map((path) => `\`${displayPath(path, facts.root)}\``);
  return `${problem.message} Tried: ${shown.join(', ')}, then the ends of all paths.`;
}

function lookedFor(facts: ExplainFacts): string {
  return `Looked for ${facts.globs.map((glob) => `\`${glob}\``).join(', ')} (setting \`branchlight.reports.globs\`).`;
}

function describeReport(report: ReportInfo, facts: ExplainFacts): string {
  const name = displayPath(report.path, facts.root);
  const format = report.formatName ?? 'not readable';
  const problems = report.problems.slice(0, 3).map((problem) => `${problem.message}${problem.at === undefined ? '' : ` (${problem.at})`}`);
  const more = report.problems.length > 3 ? [`${report.problems.length - 3} more problems.`] : [];
  return [
    `${name} (${format}, written ${age(facts.now - report.modified)} ago): ${count(report.files, 'file')}.`,
    ...problems,
    ...more,
  ].join(' ');
}

function nothingResolves(facts: ExplainFacts): string {
  const example = facts.unresolved[0];
  if (example === undefined) return `None of the reports holds a file. ${howToMeasure}`;
  return `None of the files that the reports speak of is in this folder. ${example.problem.message}`;
}

function isAboutBranches(problem: ReportProblem): boolean {
  return problem.code === 'report/no-branches' || problem.code === 'report/exception-arms-hidden';
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function age(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 120) return count(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return hours < 48 ? count(hours, 'hour') : count(Math.round(hours / 24), 'day');
}
