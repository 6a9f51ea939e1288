import { AppError } from '../../core/errors.ts';
import { isNote, type Totals } from '../../core/coverage/coverage-map.ts';
import { armsAndBlocks } from '../../core/coverage/summary.ts';
import type { ReadProgress, ReportInfo } from '../../core/coverage/session.ts';
import type { Status } from '../../protocol/messages.ts';
import type { FolderSession } from '../folder-session.ts';
import { code, plain } from '../markdown.ts';
import { relativePath } from '../paths.ts';
import { plural } from '../plural.ts';

export interface StatusOptions {
  readonly trusted: boolean;
  readonly describeTime: (milliseconds: number) => string;
}

/** The state of all folders together, in words. */
export function describeStatus(folders: readonly FolderSession[], options: StatusOptions): Status {
  if (folders.length === 0) {
    return {
      state: 'empty',
      text: 'no folder',
      detail: 'No folder is open: coverage reports are looked for in workspace folders. Open the folder of your project.',
    };
  }
  const totals = sum(folders.flatMap((folder) => (folder.engine?.session.files() ?? []).map(armsAndBlocks)));
  const hasReports = folders.some((folder) => hasData(folder));
  const state = stateOf(folders, hasReports);
  const sections = folders.map((folder) => describeFolder(folder, options.describeTime, folders.length > 1));
  if (!options.trusted) sections.push('This workspace is not trusted: coverage is shown, and nothing is run. Trust it to cover branches.');
  return { state, text: textOf(folders, state, totals, hasReports), detail: sections.join('\n\n') };
}

function stateOf(folders: readonly FolderSession[], hasReports: boolean): Status['state'] {
  if (folders.some((folder) => folder.state === 'starting')) return 'starting';
  if (folders.some((folder) => folder.state === 'reading')) return 'reading';
  if (folders.some(hasProblem)) return 'problem';
  return hasReports ? 'ready' : 'empty';
}

function hasProblem(folder: FolderSession): boolean {
  const reports = folder.engine?.session.reports ?? [];
  return (
    folder.failure !== undefined ||
    folder.settingProblems.length > 0 ||
    reports.some((report) => report.problems.some((problem) => !isNote(problem)))
  );
}

function hasData(folder: FolderSession): boolean {
  return (folder.engine?.session.files().length ?? 0) > 0;
}

function textOf(folders: readonly FolderSession[], state: Status['state'], totals: Totals, hasReports: boolean): string {
  const reading = folders.find((folder) => folder.progress !== undefined)?.progress;
  if (reading !== undefined) return `reading ${Math.floor((reading.bytesRead / reading.bytes) * 100)} %`;
  if (hasReports) return `${totals.covered}/${totals.total} arms`;
  switch (state) {
    case 'starting':
      return 'starting';
    case 'reading':
      return 'reading reports';
    case 'problem':
      return 'problem';
    case 'ready':
    case 'empty':
      return 'no report';
  }
}

function describeFolder(folder: FolderSession, describeTime: StatusOptions['describeTime'], named: boolean): string {
  const parts = named ? [`**${plain(folder.name)}**`] : [];
  if (folder.failure !== undefined) parts.push(describeFailure(folder.failure));
  const session = folder.engine?.session;
  if (session === undefined) {
    if (folder.failure === undefined) parts.push('Starting.');
  } else {
    const files = session.files();
    if (files.length > 0)
      parts.push(describeTotals(sum(files.map((file) => file.branches)), sum(files.map((file) => file.blocks)), files.length));
    else if (folder.state === 'ready') parts.push(session.explain());
    else if (folder.progress !== undefined) parts.push(describeProgress(folder.root, folder.progress));
    else parts.push('Reading the reports.');
    if (session.reports.length > 0)
      parts.push(session.reports.map((report) => describeReport(folder.root, report, describeTime)).join('\n'));
  }
  const left = folder.engine?.restored.length ?? 0;
  if (left > 0) parts.push(`An interrupted run had left ${plural(left, 'trial file')}: removed.`);
  for (const problem of folder.settingProblems) parts.push(`⚠ ${plain(problem)}`);
  return parts.join('\n\n');
}

function describeProgress(root: string, { report, bytesRead, bytes }: ReadProgress): string {
  return `Reading ${code(relativePath(root, report))}: ${Math.floor((bytesRead / bytes) * 100)} % of ${Math.round(bytes / 1e6)} MB.`;
}

function describeTotals(totals: Totals, blocks: Totals, files: number): string {
  if (totals.total === 0 && blocks.total > 0)
    return `${blocks.covered} of ${plural(blocks.total, 'block')} run, in ${plural(files, 'file')}. The reports know no branches.`;
  if (totals.total === 0) return `The reports hold no branches: ${plural(files, 'file')} with lines only. Measure with branch coverage on.`;
  const dark = totals.total - totals.covered;
  const percent = Math.floor((totals.covered / totals.total) * 1000) / 10;
  return `${totals.covered} of ${plural(totals.total, 'arm')} taken (${percent} %), ${dark} dark, in ${plural(files, 'file')}.`;
}

function describeReport(root: string, report: ReportInfo, describeTime: StatusOptions['describeTime']): string {
  const what = report.formatName ?? 'unknown format';
  const head = `- ${code(relativePath(root, report.path))} (${what}), ${describeTime(report.modified)}, ${plural(report.files, 'file')}`;
  const shown = report.problems.slice(0, 5).map((problem) => {
    const at = problem.at === undefined ? '' : ` (${problem.at})`;
    return `  - ${isNote(problem) ? 'ⓘ' : '⚠'} ${plain(problem.message)}${plain(at)}`;
  });
  const rest = report.problems.length - shown.length;
  if (rest > 0) shown.push(`  - … and ${plural(rest, 'more problem')}`);
  return [head, ...shown].join('\n');
}

function describeFailure(failure: Error): string {
  if (!(failure instanceof AppError)) return '⚠ Branchlight could not start here. Its log has the details.';
  return `⚠ ${plain(failure.message)}${failure.hint === undefined ? '' : ` ${plain(failure.hint)}`}`;
}

function sum(all: readonly Totals[]): Totals {
  return all.reduce((a, b) => ({ covered: a.covered + b.covered, total: a.total + b.total }), { covered: 0, total: 0 });
}
