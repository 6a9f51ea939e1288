import type { Logger } from '../core/ports.ts';
import type { CoverRuns } from './cover-runs.ts';
import { executeCommand, type EditorWindow } from './features/execute-command.ts';
import { answering } from './response-error.ts';
import { randomUUID } from 'node:crypto';
import { MessageType, ShowMessageNotification, type Connection, type ExecuteCommandParams } from 'vscode-languageserver';

/** Answers `workspace/executeCommand`, for clients that have no commands of ours. */
export function registerCommands(connection: Connection, runs: CoverRuns, logger: Logger, canShow: boolean): void {
  // The connection's own `showInformationMessage` is a question, which an editor may leave open for ever.
  const tell = (message: string): void =>
    void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message });
  const window: EditorWindow = {
    async ask(message, answers) {
      const chosen = await connection.window.showInformationMessage(message, ...answers.map((title) => ({ title })));
      return chosen?.title;
    },
    tell,
    async show(uri) {
      if (canShow) await connection.window.showDocument({ uri, takeFocus: true });
      else tell(`Written: ${uri}`);
    },
    log: (text) => logger.info(text),
  };
  connection.onExecuteCommand((params: ExecuteCommandParams, token, progress) =>
    answering('workspace/executeCommand', logger, async () => {
      await executeCommand({ runs, window, newId: randomUUID }, params.command, params.arguments?.[0], token, progress);
      return null;
    })(params, token),
  );
}
