import { commandIds } from '../../protocol/command-ids.ts';
import type { Mark, WireRange } from '../../protocol/messages.ts';
import { toPosition } from '../paths.ts';
import { contains, functionAround, type PlacedFile } from '../placed-file.ts';
import { armsAt } from './arms-at.ts';
import { CodeActionKind, CodeActionTriggerKind, type CodeAction, type CodeActionContext, type Diagnostic } from 'vscode-languageserver';

/** More arms than this on one line are offered together only. */
const offeredArms = 10;

/**
 * What can be covered from a place: each dark arm of the line, its function, its file. Quick fixes where an arm is
 * meant, so that the light bulb shows; the wider ones are refactorings.
 */
export function codeActionsAt(file: PlacedFile, uri: string, range: WireRange, context: CodeActionContext): readonly CodeAction[] {
  const arms = armsAt(file, range.start);
  // A light bulb on every line of a file would be noise: unasked, only lines with dark arms get one.
  if (arms.length === 0 && context.triggerKind === CodeActionTriggerKind.Automatic) return [];
  const fixes = context.diagnostics.filter((diagnostic) => diagnostic.source === 'branchlight');
  const actions = arms
    .slice(0, offeredArms)
    .map((mark) => coverArms(`Cover this branch: ${nameOf(file, mark)} of line ${mark.line + 1}`, uri, [mark], fixes));
  if (arms.length > 1) actions.push(coverArms(`Cover all ${arms.length} dark arms here`, uri, arms, fixes));
  return [...actions, ...widerActions(file, uri, range)].filter((action) => isWanted(action, context.only));
}

function coverArms(title: string, uri: string, marks: readonly Mark[], diagnostics: readonly Diagnostic[]): CodeAction {
  const labels = new Set(marks.map((mark) => mark.label));
  const fixed = diagnostics.filter((diagnostic) =>
    [...labels].some((label) => typeof diagnostic.message === 'string' && diagnostic.message.startsWith(label)),
  );
  return {
    title,
    kind: CodeActionKind.QuickFix,
    ...(fixed.length === 0 ? {} : { diagnostics: fixed }),
    command: { title, command: commandIds.coverBranch, arguments: [{ uri, arms: marks.map((mark) => mark.arm) }] },
  };
}

function widerActions(file: PlacedFile, uri: string, range: WireRange): readonly CodeAction[] {
  const missing = file.branches.filter((branch) => branch.missing.length > 0);
  if (missing.length === 0) return [];
  const around = functionAround(file.measured, file.measuredPosition(toPosition(range.start)));
  const actions: CodeAction[] = [];
  if (around !== undefined) {
    if (missing.some((branch) => contains(around.range, file.measuredPosition(branch.start)))) {
      const title = `Cover all dark branches in ${around.name}`;
      actions.push(refactoring(title, commandIds.coverFunction, { uri, position: range.start }));
    }
  }
  actions.push(refactoring('Cover all dark branches in this file', commandIds.coverFile, { uri }));
  return actions;
}

function refactoring(title: string, command: string, argument: unknown): CodeAction {
  return { title, kind: CodeActionKind.Refactor, command: { title, command, arguments: [argument] } };
}

/** The arm's own name: `else`, `case 'EUR'`. */
function nameOf(file: PlacedFile, mark: Mark): string {
  for (const branch of file.branches) {
    for (const { arm } of branch.missing) {
      if (arm.key === mark.arm && arm.label !== '') return arm.label;
    }
  }
  return mark.label;
}

/** Kinds are a hierarchy by dots: `refactor` asks for `refactor.extract` too. */
function isWanted(action: CodeAction, only: readonly string[] | undefined): boolean {
  return only === undefined || only.some((kind) => kind === '' || action.kind === kind || action.kind?.startsWith(`${kind}.`) === true);
}
