import type { Arm, Certainty } from '../../core/coverage/coverage-map.ts';
import { commandIds } from '../../protocol/command-ids.ts';
import type { WirePosition } from '../../protocol/messages.ts';
import { code, commandLink, plain } from '../markdown.ts';
import { toPosition } from '../paths.ts';
import { branchesOnLine, type PlacedBranch, type PlacedFile } from '../placed-file.ts';
import { plural } from '../plural.ts';

/** More decisions than this on one line (minified code) are only counted. */
const shownDecisions = 5;
const shownArms = 20;

/** Markdown for the decisions of a line that have dark arms, innermost first; undefined when there are none. */
export function hoverAt(file: PlacedFile, uri: string, position: WirePosition, links: boolean): string | undefined {
  const branches = branchesOnLine(file, toPosition(position)).filter((branch) => branch.missing.length > 0);
  if (branches.length === 0) return undefined;
  const sections = branches.slice(0, shownDecisions).map((branch) => describeBranch(file, branch, uri, links));
  const rest = branches.length - shownDecisions;
  if (rest > 0) sections.push(`… and ${plural(rest, 'more decision')} on this line.`);
  if (links) sections.push(commandLink('Next dark branch', commandIds.nextDarkBranch));
  return sections.join('\n\n---\n\n');
}

function describeBranch(file: PlacedFile, { branch, missing, arms, stale }: PlacedBranch, uri: string, links: boolean): string {
  const condition = conditionOf(file, branch.arms);
  const known = branch.arms.filter((arm) => arm.state !== 'unknown').length > 0;
  const taken = branch.arms.filter((arm) => arm.state === 'hit').length;
  const title =
    condition === undefined ? `**${plain(kindInWords[branch.kind])}**` : `**${plain(kindInWords[branch.kind])}** ${code(condition)}`;
  const counts = known ? `${taken} of ${plural(branch.arms.length, 'arm')} taken` : plural(branch.arms.length, 'arm');
  const lines = arms.slice(0, shownArms).map(({ arm }) => `- ${describeState(arm)}`);
  if (arms.length > shownArms) lines.push(`- … and ${plural(arms.length - shownArms, 'more arm')}`);
  const parts = [`${title} · ${counts}`, lines.join('\n'), `_${certaintyInWords[branch.certainty]}_`];
  if (stale !== undefined) parts.push(`⚠ ${plain(sentence(stale))}`);
  if (links) {
    const cover = (title: string, keys: readonly string[]): string => commandLink(title, commandIds.coverBranch, { uri, arms: keys });
    const keys = missing.map(({ arm }) => arm.key);
    const each = missing.slice(0, shownArms).map(({ arm }) => cover(`Cover ${armName(arm)}`, [arm.key]));
    if (keys.length > 1) each.push(cover(`Cover all ${keys.length}`, keys));
    parts.push(each.join(' · '));
  }
  return parts.join('\n\n');
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

const kindInWords = {
  if: 'if',
  switch: 'switch',
  'cond-expr': 'conditional',
  'binary-expr': 'logical expression',
  'default-arg': 'default argument',
  loop: 'loop',
  match: 'match',
  exception: 'exception edge',
  unknown: 'branch',
} as const;

const certaintyInWords: Readonly<Record<Certainty, string>> = {
  exact: 'The report names each arm.',
  arc: 'The report names the jump from line to line.',
  count: 'The report only counts the arms of this line: which of them is dark is not known.',
};

/** Text of the decision as the source says it, found by the keys of its arms. */
function conditionOf(file: PlacedFile, arms: readonly Arm[]): string | undefined {
  const keys = new Set(arms.map((arm) => arm.key));
  return file.measured.source?.branches.find((branch) => branch.arms.some((arm) => keys.has(arm.key)))?.condition;
}

function armName(arm: Arm): string {
  return arm.label === '' ? 'this arm' : arm.label;
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
