import * as vscode from 'vscode';
import { suiteResults, type RunTestsParams, type SuiteResultsParams, type WireTestResult } from '../../protocol/messages.ts';
import type { Client } from '../client.ts';
import { mayRun } from '../cover/may-run.ts';
import type { NativeCoverage } from './native-coverage.ts';

/** What an item stands for, so that it can be run again. */
type Place = Omit<RunTestsParams, 'run' | 'coverage'>;

/**
 * The results of the project's own tests in Test Results and the Testing view: suite → file → group → test. Items appear with
 * the first result and can be run again from there. Every run carries the coverage as it is then: VS Code shows that of the last run.
 */
export function showSuiteResults(client: Client, native: NativeCoverage): vscode.Disposable {
  const controller = vscode.tests.createTestController('branchlight.suites', 'Branchlight Suites');
  const places = new WeakMap<vscode.TestItem, Place>();

  async function runAgain(request: vscode.TestRunRequest, token: vscode.CancellationToken, coverage: boolean): Promise<void> {
    if (!mayRun(client, 'Running tests runs the code of this workspace.')) return;
    const items = request.include ?? [...controller.items].map(([, item]) => item);
    for (const item of items) {
      if (token.isCancellationRequested) return;
      await client.runner.runTests({ ...places.get(item), coverage }, item.label, { token });
    }
  }
  const profile = (name: string, kind: vscode.TestRunProfileKind): vscode.TestRunProfile =>
    controller.createRunProfile(
      name,
      kind,
      (request, token) => client.notify.guard(() => runAgain(request, token, kind === vscode.TestRunProfileKind.Coverage)),
      true,
    );

  function child(parent: vscode.TestItemCollection, id: string, label: string, uri: vscode.Uri | undefined, place: Place): vscode.TestItem {
    const item = parent.get(id) ?? controller.createTestItem(id, label, uri);
    if (parent.get(id) === undefined) parent.add(item);
    places.set(item, place);
    return item;
  }

  function itemOf(suite: vscode.TestItem, root: vscode.Uri, result: WireTestResult): vscode.TestItem {
    const { uri, group, title, line } = result;
    const path = uri === undefined ? undefined : vscode.Uri.parse(uri);
    const filePlace: Place = { uri: uri ?? root.toString() };
    const file = path === undefined ? suite : child(suite.children, path.toString(), relativeTo(root, path), path, filePlace);
    const around = group === undefined ? file : child(file.children, `group ${group}`, group, path, filePlace);
    const only = { ...(group === undefined ? {} : { group }), title };
    const item = child(around.children, `test ${title}`, title, path, uri === undefined ? filePlace : { uri, only });
    if (line !== undefined) item.range = new vscode.Range(line, 0, line, 0);
    return item;
  }

  async function show(results: SuiteResultsParams): Promise<void> {
    const root = vscode.Uri.parse(results.uri);
    const suite = child(controller.items, `${results.name} ${results.uri}`, suiteLabel(results, root), root, { uri: results.uri });
    const run = controller.createTestRun(
      new vscode.TestRunRequest([suite], undefined, coverageProfile),
      `${results.name}: ${results.label}`,
      false,
    );
    for (const result of results.tests) showResult(run, itemOf(suite, root, result), result);
    for (const error of results.errors) run.appendOutput(`${lines(error)}\r\n`);
    if (results.errors.length > 0)
      run.errored(
        suite,
        results.errors.map((error) => new vscode.TestMessage(error)),
      );
    run.appendOutput(`${results.name}, ${results.label}: ${countWords(results.tests)}\r\n`);
    await client.notify.guard(() => native.addTo(run));
    run.end();
  }

  const runProfile = profile('Run', vscode.TestRunProfileKind.Run);
  const coverageProfile = profile('Run with Coverage', vscode.TestRunProfileKind.Coverage);
  coverageProfile.loadDetailedCoverage = native.loadDetails;
  return vscode.Disposable.from(
    controller,
    runProfile,
    coverageProfile,
    client.server.onNotification(suiteResults, (results) => void client.notify.guard(() => show(results))),
  );
}

function showResult(run: vscode.TestRun, item: vscode.TestItem, result: WireTestResult): void {
  switch (result.status) {
    case 'passed':
      run.passed(item, result.durationMs);
      return;
    case 'failed':
      run.failed(item, messageOf(item, result), result.durationMs);
      return;
    case 'error':
      run.errored(item, messageOf(item, result), result.durationMs);
      return;
    case 'skipped':
    case 'pending':
    case 'todo':
      run.skipped(item);
  }
}

function messageOf(
  item: vscode.TestItem,
  { message = 'It failed without a message.', stack, advice, expected, actual, failedAt, line }: WireTestResult,
): vscode.TestMessage {
  const parts = [message, ...(stack === undefined || message.includes(stack) ? [] : [stack])].join('\n');
  const text = advice === undefined ? parts : `${parts}\n\n→ ${advice}`;
  const shown =
    expected !== undefined && actual !== undefined ? vscode.TestMessage.diff(text, expected, actual) : new vscode.TestMessage(text);
  if (failedAt !== undefined) shown.location = new vscode.Location(vscode.Uri.parse(failedAt.uri), new vscode.Position(failedAt.line, 0));
  else if (item.uri !== undefined && line !== undefined) shown.location = new vscode.Location(item.uri, new vscode.Position(line, 0));
  return shown;
}

function suiteLabel({ name }: SuiteResultsParams, root: vscode.Uri): string {
  const folder = vscode.workspace.asRelativePath(root, true);
  return folder === root.fsPath ? name : `${name} (${folder})`;
}

function relativeTo(root: vscode.Uri, file: vscode.Uri): string {
  return file.path.startsWith(`${root.path}/`) ? file.path.slice(root.path.length + 1) : vscode.workspace.asRelativePath(file);
}

function countWords(tests: readonly WireTestResult[]): string {
  const counts = new Map<string, number>();
  for (const { status } of tests) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} ${status}`).join(', ') || 'no tests';
}

/** A terminal wants both characters at the end of a line. */
function lines(text: string): string {
  return text.replaceAll(/\r?\n/g, '\r\n');
}
