import type { CoverOutcome } from '../../core/campaign/cover-outcome.ts';
import type { RunEvent } from '../../core/run-event.ts';
import { createProgressBar } from './progress-bar.ts';
import { renderTests } from './render-tests.ts';
import { renderSuite } from './render-suite.ts';
import { renderReport, renderReportedFile } from './render-report.ts';
import type { ListedArm, Listing, Output, Reporter } from './reporter.ts';

type Targets = Extract<RunEvent, { kind: 'started' }>['targets'];

/** Text for people: results on standard output, what is going on on standard error. */
export function createHumanReporter(stdout: Output, stderr: Output): Reporter {
  const progress = createProgressBar(stderr);
  let targets: Targets = [];
  const print = (output: Output, text: string): void => {
    progress.clear();
    output.write(`${text}\n`);
  };
  return {
    event(event) {
      if (event.kind === 'started') targets = event.targets;
      const line = describeEvent(event);
      if (line !== undefined) print(stderr, line);
      const now = progressOf(event);
      if (now !== undefined) progress.show(now.message, now.done, now.total);
    },
    listing: (listing) => print(stdout, renderListing(listing)),
    reportFile: (file) => print(stdout, renderReportedFile(file)),
    report: (report) => print(stdout, renderReport(report)),
    suite: (report, root) => print(stdout, `${renderSuite(report, root)}\n`),
    tests: (suite, root) => print(stdout, `${renderTests(suite, root)}\n`),
    outcome: (outcome) => print(stderr, renderOutcome(outcome, targets)),
    warning: (message) => print(stderr, `! ${message}`),
    failure: ({ code, message, hint }) => print(stderr, `${message}${hint === undefined ? '' : `\n  → ${hint}`}\n  (${code})`),
  };
}

/** The line that stays on screen for an event; undefined when it only moves the progress bar. */
export function describeEvent(event: RunEvent): string | undefined {
  switch (event.kind) {
    case 'started':
      return [`Covering ${event.targets.length} dark ${event.targets.length === 1 ? 'arm' : 'arms'} of ${event.file}`]
        .concat(event.targets.map((target) => `  ${String(target.line).padStart(5)}  ${target.label}`))
        .join('\n');
    case 'baseline-reused':
      return `• baseline: reused the run of ${timeOfDay(event.measuredAt)}, nothing has changed since`;
    case 'suite-finished':
      return event.status === 'completed'
        ? `• ${event.label}: ${event.passed} passed${event.failed > 0 ? `, ${event.failed} failed` : ''} (${seconds(event.durationMs)})`
        : `• ${event.label}: ${event.status.replaceAll('-', ' ')}`;
    case 'generated':
      return `• ${event.generator}: ${event.candidates} ${event.candidates === 1 ? 'candidate' : 'candidates'}, ${event.unsolved} not found (${seconds(event.durationMs)}${event.cost.usd > 0 ? `, $${event.cost.usd.toFixed(3)}` : ''})`;
    case 'verdict':
      return `  ${event.accepted ? '✓' : '✗'} ${event.title}${event.reason === '' ? '' : `: ${event.reason}`}`;
    case 'accepted':
      return `Wrote ${event.testFile}`;
    case 'suite-started':
    case 'suite-report':
    case 'generating':
    case 'progress':
    case 'gate':
    case 'unsolved':
    case 'proposed':
    case 'finished':
      return undefined;
  }
}

function progressOf(event: RunEvent): { readonly message: string; readonly done?: number; readonly total?: number } | undefined {
  switch (event.kind) {
    case 'suite-started':
      return { message: `running: ${event.label}` };
    case 'generating':
      return { message: `${event.generator}: looking for ${event.targets} arms` };
    case 'progress':
      return event;
    case 'gate':
      return { message: `${event.result.gate}: ${event.title}` };
    case 'started':
    case 'baseline-reused':
    case 'suite-finished':
    case 'suite-report':
    case 'generated':
    case 'verdict':
    case 'unsolved':
    case 'proposed':
    case 'accepted':
    case 'finished':
      return undefined;
  }
}

export function renderListing(listing: Listing): string {
  if (listing.explanation !== undefined) return listing.explanation;
  const blocks = listing.files.filter((file) => file.arms.length > 0 || file.stale !== undefined).map(renderFile);
  const covered = listing.files.reduce((sum, file) => sum + file.covered, 0);
  const total = listing.files.reduce((sum, file) => sum + file.total, 0);
  const dark = listing.files.reduce((sum, file) => sum + file.arms.length, 0);
  blocks.push(`${dark} dark of ${total} arms in ${listing.files.length} files; ${percent(covered, total)} covered`);
  return blocks.join('\n\n');
}

function renderFile(file: Listing['files'][number]): string {
  const lines = [`${file.file}  ${file.arms.length} of ${file.total} dark`];
  if (file.stale !== undefined) lines.push(`  stale: ${file.stale}`);
  let current: string | undefined;
  for (const arm of file.arms) {
    if (arm.function !== current) {
      current = arm.function;
      lines.push(`  ${current ?? '(top level)'}`);
    }
    lines.push(renderArm(arm));
  }
  return lines.join('\n');
}

function renderArm(arm: ListedArm): string {
  const place = `${arm.line}:${arm.column}`.padStart(9);
  return `  ${place}  ${arm.condition === undefined ? arm.label : `${arm.label.padEnd(34)} ${arm.condition}`}`.trimEnd();
}

export function renderOutcome(outcome: CoverOutcome, targets: Targets): string {
  const lines: string[] = [];
  switch (outcome.status) {
    case 'cancelled':
      return 'Cancelled; nothing was left behind.';
    case 'nothing-dark':
      return 'Nothing dark there: every arm that was asked for is taken already.';
    case 'nothing-found':
    case 'proposed':
      lines.push(`${outcome.covered} of ${outcome.asked} ${outcome.asked === 1 ? 'arm' : 'arms'} covered.`);
  }
  const shared = sharedEnding(outcome.unsolved.map(({ reason }) => reason));
  for (const { arm, reason } of outcome.unsolved) {
    const target = targets.find((one) => one.arm === arm);
    const own = reason.slice(0, reason.length - shared.length).trimEnd();
    lines.push(`  still dark: ${target === undefined ? arm : `line ${target.line}, ${target.label}`}${own === '' ? '' : `: ${own}`}`);
  }
  if (shared !== '') lines.push(`  ${shared.trim()}`);
  return lines.join('\n');
}

/** The last sentence of all reasons, if several end in the same one: it is said once. */
function sharedEnding(reasons: readonly string[]): string {
  const [first = ''] = reasons;
  const ending = first.slice(first.lastIndexOf('. ') + 1);
  return reasons.length > 1 && reasons.every((reason) => reason.endsWith(ending)) ? ending : '';
}

function percent(covered: number, total: number): string {
  return total === 0 ? '–' : `${((100 * covered) / total).toFixed(1)} %`;
}

/** `12:03`, in the time zone of the machine. */
function timeOfDay(milliseconds: number): string {
  return new Date(milliseconds).toTimeString().slice(0, 5);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
