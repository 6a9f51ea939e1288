import { takenArms, type Arm, type Branch, type Certainty } from '../../core/coverage/coverage-map.ts';
import { commandIds } from '../../protocol/command-ids.ts';
import type { WirePosition } from '../../protocol/messages.ts';
import { code, commandLink, plain } from '../markdown.ts';
import type { PlacedBranch, PlacedFile } from '../placed-file.ts';
import { plural } from '../plural.ts';
import { armName } from './arm-name.ts';
import { armsOnLine } from './arms-at.ts';
import { describeConditions } from './describe-conditions.ts';

/** More decisions than this on one line (minified code) are only counted. */
const shownDecisions = 5;
const shownArms = 20;

/** Markdown for the decisions that have dark arms on a line, innermost first, and for conditions that never decided; undefined when there are none. */
export function hoverAt(file: PlacedFile, uri: string, position: WirePosition, links: boolean): string | undefined {
  const branches = [...new Set(armsOnLine(file, position).map((arm) => arm.branch))];
  const conditions = describeConditions(file, position.line + 1);
  if (branches.length === 0) return conditions;
  const sections = branches.slice(0, shownDecisions).map((branch) => describeBranch(file, branch, uri, links));
  const rest = branches.length - shownDecisions;
  if (rest > 0) sections.push(`… and ${plural(rest, 'more decision')} on this line.`);
  if (conditions !== undefined) sections.push(conditions);
  if (links) sections.push(commandLink('Next dark branch', commandIds.nextDarkBranch));
  return sections.join('\n\n---\n\n');
}

function describeBranch(file: PlacedFile, placed: PlacedBranch, uri: string, links: boolean): string {
  const { branch } = placed;
  const lines =
    branch.certainty === 'count' || branch.kind === 'block' ? [] : branch.arms.slice(0, shownArms).map((arm) => `- ${describeState(arm)}`);
  if (lines.length > 0 && branch.arms.length > shownArms) lines.push(`- … and ${plural(branch.arms.length - shownArms, 'more arm')}`);
  const parts = [titleOf(file, branch), ...(lines.length === 0 ? [] : [lines.join('\n')]), `_${certaintyInWords[branch.certainty]}_`];
  const stale = placed.stale ?? placed.missing.find((arm) => arm.stale !== undefined)?.stale;
  if (stale !== undefined) parts.push(`⚠ ${plain(sentence(stale))}`);
  if (links) parts.push(coverLinks(placed, uri));
  return parts.join('\n\n');
}

function titleOf(file: PlacedFile, branch: Branch): string {
  const kind = `**${kindInWords[branch.kind]}**`;
  if (branch.kind === 'block') return `${kind} · ${takenArms(branch) > 0 ? 'run' : 'never run'}`;
  const condition = conditionOf(file, branch);
  const outcomes = branch.certainty === 'count' ? 'outcome' : 'arm';
  return `${condition === undefined ? kind : `${kind} ${code(condition)}`} · ${takenArms(branch)} of ${plural(branch.arms.length, outcomes)} taken`;
}

function coverLinks({ missing }: PlacedBranch, uri: string): string {
  const link = (title: string, arms: readonly string[]): string => commandLink(title, commandIds.coverBranch, { uri, arms });
  const links = missing.slice(0, shownArms).map(({ arm }) => link(`Cover ${armName(arm)}`, [arm.key]));
  if (missing.length > 1) {
    links.push(
      link(
        `Cover all ${missing.length}`,
        missing.map(({ arm }) => arm.key),
      ),
    );
  }
  return links.join(' · ');
}

function describeState(arm: Arm): string {
  const name = plain(arm.label);
  switch (arm.state) {
    case 'hit':
      return `✓ ${name}: ${arm.count === undefined ? 'taken' : `taken ${arm.count.toLocaleString('en-US')}×`}`;
    case 'not-taken':
      return `✗ ${name}: never taken, although the decision ran`;
    case 'never-evaluated':
      return `✗ ${name}: the decision itself never ran`;
    case 'unknown':
      return `? ${name}: the report does not say`;
  }
}

const kindInWords: Readonly<Record<Branch['kind'], string>> = {
  if: 'if',
  switch: 'switch',
  'cond-expr': 'conditional',
  'binary-expr': 'logical expression',
  'default-arg': 'default argument',
  loop: 'loop',
  match: 'match',
  exception: 'exception edge',
  throw: 'call that may throw',
  block: 'block of code',
  unknown: 'branch',
};

const certaintyInWords: Readonly<Record<Certainty, string>> = {
  exact: 'The report names each arm.',
  arc: 'The report names the jump from line to line.',
  polarity: 'The report tells true from false, by line.',
  count: 'The report only counts the arms of this line: which of them is dark is not known.',
  none: 'The report knows no branches, only which code ran.',
};

/** Text of the decision as the source says it, found by the keys of its arms. */
function conditionOf(file: PlacedFile, branch: Branch): string | undefined {
  const keys = new Set(branch.arms.map((arm) => arm.key));
  return file.measured.source?.branches.find((found) => found.arms.some((arm) => keys.has(arm.key)))?.condition;
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
