import * as vscode from 'vscode';
import type { RunTestsParams } from '../../protocol/messages.ts';
import type { Client } from '../client.ts';
import { mayRun } from '../cover/may-run.ts';

/** Runs the suites of the workspace. With coverage the marks follow by themselves. */
export function runSuite(client: Client, coverage: boolean): () => Promise<void> {
  return () => runAndSay(client, { coverage }, 'the suite');
}

/** Runs the tests of the active test file, or those that belong to the active source file. */
export function runTestsOfFile(client: Client): () => Promise<void> {
  return async () => {
    const uri = vscode.window.activeTextEditor?.document.uri;
    if (uri?.scheme !== 'file') {
      client.notify.info('Open a file of your project first: its tests are run.');
      return;
    }
    await runAndSay(client, { uri: uri.toString(), coverage: false }, `the tests of ${vscode.workspace.asRelativePath(uri)}`);
  };
}

async function runAndSay(client: Client, request: Omit<RunTestsParams, 'run'>, what: string): Promise<void> {
  if (!mayRun(client, 'Running tests runs the code of this workspace.')) return;
  const result = await client.runner.runTests(request, what);
  if (result === undefined) return;
  const showResults = { title: 'Show Results', run: () => vscode.commands.executeCommand('workbench.panel.testResults.view.focus') };
  if (result.green) client.notify.info(result.message, showResults);
  else client.notify.warn(result.message, showResults);
}
