import { commandIds } from '../../protocol/command-ids.ts';
import type { WireRange } from '../../protocol/messages.ts';
import { toPosition } from '../paths.ts';
import { contains, functionAround, type MissingArm, type PlacedFile } from '../placed-file.ts';
import { armName } from './arm-name.ts';
import { armsAt, armsOnLine } from './arms-at.ts';
import { CodeActionKind, CodeActionTriggerKind, type CodeAction, type CodeActionContext, type Diagnostic } from 'vscode-languageserver';

/** More arms than this on one line are offered together only. */
const offeredArms = 10;

/**
 * What can be covered from a place: each dark arm of the line, its function, its file. Quick fixes where an arm is
 * meant, so that the light bulb shows; the wider ones are refactorings.
 */
export function codeActionsAt(file: PlacedFile, uri: string, range: WireRange, context: CodeActionContext): readonly CodeAction[] {
  // A light bulb on every line of a dark block would be noise: unasked, only the lines that carry a mark get one.
  const unasked = context.triggerKind === CodeActionTriggerKind.Automatic;
  const arms = unasked ? armsOnLine(file, range.start) : armsAt(file, range.start);
  if (unasked && arms.length === 0) return [];
  const fixes = context.diagnostics.filter((diagnostic) => diagnostic.source === 'branchlight');
  const actions = arms
    .slice(0, offeredArms)
    .map((arm) => coverArms(`Cover this branch: ${armName(arm.arm)} of line ${arm.range.start.line}`, uri, [arm], fixes));
  if (arms.length > 1) actions.push(coverArms(`Cover all ${arms.length} dark arms here`, uri, arms, fixes));
  return [...actions, ...widerActions(file, uri, range)].filter((action) => isWanted(action, context.only));
}

function coverArms(title: string, uri: string, arms: readonly MissingArm[], diagnostics: readonly Diagnostic[]): CodeAction {
  const fixed = diagnostics.filter(({ message }) => typeof message === 'string' && arms.some((arm) => message.startsWith(arm.label)));
  return {
    title,
    kind: CodeActionKind.QuickFix,
    ...(fixed.length === 0 ? {} : { diagnostics: fixed }),
    command: { title, command: commandIds.coverBranch, arguments: [{ uri, arms: arms.map(({ arm }) => arm.key) }] },
  };
}

function widerActions(file: PlacedFile, uri: string, range: WireRange): readonly CodeAction[] {
  if (file.missing.length === 0) return [];
  const actions: CodeAction[] = [];
  const around = functionAround(file.measured, file.measuredPosition(toPosition(range.start)));
  if (around !== undefined && file.missing.some(({ branch }) => contains(around.range, file.measuredPosition(branch.range.start)))) {
    const title = `Cover all dark branches in ${around.name}`;
    actions.push(refactoring(title, commandIds.coverFunction, { uri, position: range.start }));
  }
  actions.push(refactoring('Cover all dark branches in this file', commandIds.coverFile, { uri }));
  return actions;
}

function refactoring(title: string, command: string, argument: unknown): CodeAction {
  return { title, kind: CodeActionKind.Refactor, command: { title, command, arguments: [argument] } };
}

/** Kinds are a hierarchy by dots: `refactor` asks for `refactor.extract` too. */
function isWanted(action: CodeAction, only: readonly string[] | undefined): boolean {
  return only === undefined || only.some((kind) => kind === '' || action.kind === kind || action.kind?.startsWith(`${kind}.`) === true);
}
