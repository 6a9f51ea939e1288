import type { CoverOutcome } from '../../core/campaign/cover-outcome.ts';
import { rekeySelection } from '../../core/campaign/rekey.ts';
import type { MeasuredFile } from '../../core/coverage/session.ts';
import { AppError } from '../../core/errors.ts';
import type { RunEvent } from '../../core/run-event.ts';
import type { Selection } from '../../core/targets/target.ts';
import { renderReceipt } from '../../core/verify/render-receipt.ts';
import type { Engine } from '../../node/engine.ts';
import type { CoverParams, CoverResult, WireSelection } from '../../protocol/messages.ts';
import type { FolderSession } from '../folder-session.ts';
import { relativePath, toPosition } from '../paths.ts';
import { functionAround, type PlacedFile } from '../placed-file.ts';
import { plural } from '../plural.ts';
import { basename } from 'node:path';

export interface CoverPlace {
  readonly path: string;
  readonly folder: FolderSession;
  readonly engine: Engine;
  /** undefined when no report speaks of the file; the run measures it first. */
  readonly file: PlacedFile | undefined;
  readonly trusted: boolean;
  /** The editor holds a text that is not the one on disk. */
  readonly unsaved: boolean;
}

/**
 * Covers what a person selected in the current text.
 * @throws AppError `workspace/untrusted`, `cover/unsaved-changes`, `cover/no-function`, and those of {@link Engine.cover}
 */
export async function cover(
  place: CoverPlace,
  params: CoverParams,
  signal: AbortSignal,
  emit: (event: RunEvent) => void,
): Promise<CoverResult> {
  if (!place.trusted) {
    throw new AppError('workspace/untrusted', 'Nothing is run in a workspace that is not trusted.', {
      hint: 'Trust this workspace, then cover the branch again.',
    });
  }
  if (place.unsaved) {
    throw new AppError(
      'cover/unsaved-changes',
      `${basename(place.path)} has changes that are not saved: the suite would run the old text.`,
      {
        hint: 'Save the file, then cover the branch again.',
      },
    );
  }
  const selection = toSelection(params.selection, place);
  const outcome = await place.engine.cover(
    {
      file: place.path,
      selection,
      ...(params.seed === undefined ? {} : { seed: params.seed }),
      ...(params.insteadOf === undefined ? {} : { insteadOf: params.insteadOf }),
    },
    { signal, emit },
  );
  return {
    status: outcome.status,
    ...(outcome.proposal === undefined ? {} : { proposal: { ...outcome.proposal, evidence: renderReceipt(outcome.proposal.receipt) } }),
    asked: outcome.asked,
    covered: outcome.covered,
    unsolved: outcome.unsolved,
    message:
      outcome.status === 'nothing-dark' && isGone(selection, place.file?.measured, await place.engine.session.file(place.path))
        ? goneMessage
        : describeOutcome(outcome, place.folder.root, params.insteadOf !== undefined),
  };
}

const goneMessage =
  'The branch is not in the code any more: its text was changed since it was measured. The marks are those of the text as it is now.';

/** None of the chosen arms is in the text that the run has measured. */
function isGone(selection: Selection, before: MeasuredFile | undefined, after: MeasuredFile | undefined): boolean {
  if (selection.kind !== 'arms' || after === undefined) return false;
  const moved = rekeySelection(selection, before, after);
  const keys = new Set(moved.kind === 'arms' ? moved.keys : []);
  return !after.coverage.branches.some((branch) => branch.arms.some((arm) => keys.has(arm.key)));
}

/** The selection in positions of the measured text. */
function toSelection(selection: WireSelection, place: CoverPlace): Selection {
  switch (selection.kind) {
    case 'arms':
      return armsOrLine(selection.arms, place.file);
    case 'file':
      return { kind: 'file' };
    case 'function': {
      const { file } = place;
      const around = file && functionAround(file.measured, file.measuredPosition(toPosition(selection.position)));
      if (around === undefined) {
        throw new AppError(
          'cover/no-function',
          `There is no measured function at line ${selection.position.line + 1} of ${basename(place.path)}.`,
          {
            hint: 'Put the cursor into a function, or cover the dark branches of the whole file.',
          },
        );
      }
      return { kind: 'range', range: around.range };
    }
  }
}

/** Which arm of a counted branch is dark nobody knows before the run has measured it exactly: its whole line is meant. */
function armsOrLine(keys: readonly string[], file: PlacedFile | undefined): Selection {
  const counted = file?.missing.find(({ arm }) => arm.state === 'unknown' && keys.includes(arm.key));
  return counted === undefined ? { kind: 'arms', keys } : { kind: 'line', line: counted.branch.branch.line };
}

/** One or two sentences: what came of it, and what is next. `again`: another test than a waiting one was looked for. */
export function describeOutcome(outcome: CoverOutcome, root: string, again: boolean): string {
  switch (outcome.status) {
    case 'proposed': {
      const file = outcome.proposal === undefined ? 'A new test file' : relativePath(root, outcome.proposal.testFile);
      const done =
        outcome.covered >= outcome.asked ? plural(outcome.covered, 'arm') : `${outcome.covered} of ${plural(outcome.asked, 'arm')}`;
      const rest = outcome.covered >= outcome.asked ? '' : ` ${reasonsOf(outcome)}`;
      return `${file} takes ${done} and passed every gate: review it.${rest}`;
    }
    case 'nothing-found':
      if (again) {
        return `No other test was found for ${outcome.asked === 1 ? 'this arm' : `these ${outcome.asked} arms`}. ${reasonsOf(outcome)}`.trim();
      }
      return `No test was found that takes ${outcome.asked === 1 ? 'this arm' : `any of these ${outcome.asked} arms`} and passes every gate. ${reasonsOf(outcome)}`.trim();
    case 'nothing-dark':
      return 'Nothing is dark here: every arm is taken by now.';
    case 'cancelled':
      return 'Cancelled. Nothing was changed.';
  }
}

/** The most frequent reason in full, the others counted. */
function reasonsOf(outcome: CoverOutcome): string {
  const byReason = new Map<string, number>();
  for (const { reason } of outcome.unsolved) byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
  const [first] = [...byReason].sort((a, b) => b[1] - a[1]);
  if (first === undefined) return '';
  const others = outcome.unsolved.length - first[1];
  return others === 0 ? first[0] : `${first[0]} (${plural(others, 'other arm')}: see the log.)`;
}
