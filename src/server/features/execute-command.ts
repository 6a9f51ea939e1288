import { AppError } from '../../core/errors.ts';
import { commandIds, type CoverArmsArgument, type CoverFileArgument, type CoverFunctionArgument } from '../../protocol/command-ids.ts';
import type { CoverParams, OfferedProposal, WireSelection } from '../../protocol/messages.ts';
import type { CoverRuns } from '../cover-runs.ts';
import { relativePath } from '../paths.ts';
import { describeEvent } from './describe-event.ts';
import { basename, dirname } from 'node:path';
import type { CancellationToken, WorkDoneProgressReporter } from 'vscode-languageserver';

/** What an editor without commands of ours offers a person. */
export interface EditorWindow {
  /** Asks; undefined: dismissed. */
  ask(message: string, answers: readonly string[]): Promise<string | undefined>;
  tell(message: string): void;
  show(uri: string): Promise<void>;
  log(text: string): void;
}

export interface ExecuteCommandOptions {
  readonly runs: CoverRuns;
  readonly window: EditorWindow;
  readonly newId: () => string;
}

/**
 * Executes the cover commands for an editor that knows only LSP: progress, then the question whether to accept. The test
 * and its evidence are in the log to be read before.
 */
export async function executeCommand(
  options: ExecuteCommandOptions,
  command: string,
  argument: unknown,
  token: CancellationToken,
  progress: WorkDoneProgressReporter,
): Promise<void> {
  const params: CoverParams = { run: options.newId(), ...readArgument(command, argument) };
  progress.begin('Branchlight', undefined, 'starting', true);
  try {
    const result = await options.runs.cover(params, token, (event) => {
      const message = describeEvent(event);
      if (message !== undefined) progress.report(message);
    });
    if (result.proposal === undefined) options.window.tell(result.message);
    else await offer(options, result.proposal, result.message);
  } finally {
    progress.done();
  }
}

async function offer({ runs, window }: ExecuteCommandOptions, proposal: OfferedProposal, message: string): Promise<void> {
  const name = relativePath(dirname(dirname(proposal.testFile)), proposal.testFile);
  window.log(`${proposal.evidence}\n${proposal.testFile} would be:\n${proposal.text}`);
  const answer = await window.ask(`${message} The test and its evidence are in the log.`, ['Accept', 'Reject']);
  if (answer === 'Accept') await window.show(await runs.accept(proposal.id));
  else {
    runs.reject(proposal.id);
    window.tell(`${name} was not written.`);
  }
}

function readArgument(command: string, argument: unknown): { readonly uri: string; readonly selection: WireSelection } {
  const given = (typeof argument === 'object' && argument !== null ? argument : {}) as Partial<
    CoverArmsArgument & CoverFunctionArgument & CoverFileArgument
  >;
  const { uri, arms, position } = given;
  if (typeof uri === 'string') {
    if (command === commandIds.coverFile) return { uri, selection: { kind: 'file' } };
    if (command === commandIds.coverFunction && position !== undefined) return { uri, selection: { kind: 'function', position } };
    if (command === commandIds.coverBranch && Array.isArray(arms)) return { uri, selection: { kind: 'arms', arms } };
  }
  throw new AppError('command/bad-argument', `${basename(command)} was called without what it needs.`, {
    hint: 'Choose it from the code actions of a line with a dark branch.',
  });
}
