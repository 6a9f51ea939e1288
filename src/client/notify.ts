import * as vscode from 'vscode';
import { commandIds } from './contributions.ts';
import { describeFailure } from './describe-failure.ts';

/** A button of a message. */
export interface Choice {
  readonly title: string;
  readonly run: () => unknown;
}

/** The only place that shows messages. Nothing here waits for an answer unless its name says so. */
export interface Notify {
  info(message: string, ...choices: readonly Choice[]): void;
  warn(message: string, ...choices: readonly Choice[]): void;
  /** A failure in words: message and hint; the stack only goes to the log. Cancellations are quiet. */
  failure(thrown: unknown, ...choices: readonly Choice[]): void;
  /** A line in the status bar that goes away by itself. */
  hint(message: string): void;
  /** Asks in a dialog and waits for yes or no; closing it is no. */
  confirm(question: { readonly message: string; readonly detail: string }, yes: string): Promise<boolean>;
  /** Runs an action of a person and turns what it throws into a message. */
  guard(action: () => unknown): Promise<void>;
}

/** Of the error that says that Anthropic refused the key. */
export const refusedKeyCode = 'anthropic/unauthorized';

export const setKeyChoice: Choice = { title: 'Set Anthropic Key', run: () => vscode.commands.executeCommand(commandIds.setApiKey) };

export function createNotify(log: vscode.LogOutputChannel): Notify {
  type Show = (message: string, ...items: string[]) => Thenable<string | undefined>;

  async function show(showMessage: Show, message: string, choices: readonly Choice[]): Promise<void> {
    const picked = await showMessage(message, ...choices.map((choice) => choice.title));
    await choices.find((choice) => choice.title === picked)?.run();
  }

  function open(showMessage: Show, message: string, choices: readonly Choice[]): void {
    show(showMessage, message, choices).catch((thrown: unknown) => notify.failure(thrown));
  }

  const showLog: Choice = { title: 'Show Log', run: () => vscode.commands.executeCommand(commandIds.showLog) };

  const notify: Notify = {
    info: (message, ...choices) => {
      log.info(message);
      open(vscode.window.showInformationMessage, message, choices);
    },
    warn: (message, ...choices) => {
      log.warn(message);
      open(vscode.window.showWarningMessage, message, choices);
    },
    failure: (thrown, ...choices) => {
      const failure = describeFailure(thrown);
      if (failure.cancelled) {
        log.info('Cancelled.');
        return;
      }
      log.error(failure.detail);
      const shown = failure.isBug ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
      open(shown, failure.message, [...choices, ...(failure.code === refusedKeyCode ? [setKeyChoice] : []), showLog]);
    },
    hint: (message) => {
      log.info(message);
      vscode.window.setStatusBarMessage(`Branchlight: ${message}`, 6000);
    },
    confirm: async ({ message, detail }, yes) => (await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) === yes,
    guard: async (action) => {
      try {
        await action();
      } catch (thrown) {
        notify.failure(thrown);
      }
    },
  };
  return notify;
}
