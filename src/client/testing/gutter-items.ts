import * as vscode from 'vscode';
import type { CoverResult, Mark } from '../../protocol/messages.ts';
import type { Client } from '../client.ts';
import { describeEvent } from '../cover/describe-event.ts';
import { coverMarks } from '../cover/cover-marks.ts';
import { isClick, planLines, type PlannedLine } from './gutter-plan.ts';

const updateDelay = 200;

/**
 * Test items on lines with dark arms of open files: the one way to a left click in the gutter. The tree is file → line →
 * arms without a range (where a line has several), so that a click asks for exactly one line.
 */
export function createGutterItems(
  client: Client,
  controller: vscode.TestController,
  coverageProfile: vscode.TestRunProfile,
  onRunEnded: () => void,
): vscode.Disposable {
  const marks = new WeakMap<vscode.TestItem, readonly Mark[]>();
  const changed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const run = async (request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> => {
    await client.notify.guard(() => runItems(client, controller, marks, request, token));
    onRunEnded();
  };
  const runProfile = controller.createRunProfile('Cover This Branch', vscode.TestRunProfileKind.Run, run, true);
  coverageProfile.runHandler = run;

  function isOn(): boolean {
    return vscode.workspace.getConfiguration('branchlight.marks').get('clickableGutter', true);
  }

  function update(uri: vscode.Uri): void {
    const lines = isOn() && client.marks.isCoverable(uri) ? planLines(client.marks.lines(uri)) : [];
    const id = uri.toString();
    if (lines.length === 0) {
      controller.items.delete(id);
      return;
    }
    const known = controller.items.get(id);
    const file = known ?? controller.createTestItem(id, vscode.workspace.asRelativePath(uri), uri);
    if (!known) controller.items.add(file);
    file.children.replace(lines.map((line) => lineItem(file, uri, line)));
  }

  /** Items that stay the same keep their identity and with it their last result. */
  function lineItem(file: vscode.TestItem, uri: vscode.Uri, plan: PlannedLine): vscode.TestItem {
    const known = file.children.get(plan.id);
    const item = known?.label === plan.label ? known : controller.createTestItem(plan.id, plan.label, uri);
    item.range = new vscode.Range(plan.line, 0, plan.line, 0);
    item.sortText = String(plan.line).padStart(8, '0');
    item.description = `line ${plan.line + 1}`;
    item.children.replace(
      plan.arms.map((arm) => {
        const armItem = item.children.get(arm.id) ?? controller.createTestItem(arm.id, arm.label, uri);
        marks.set(armItem, [arm.mark]);
        return armItem;
      }),
    );
    marks.set(item, plan.marks);
    return item;
  }

  function updateChanged(): void {
    timer = undefined;
    for (const uri of changed) update(vscode.Uri.parse(uri));
    changed.clear();
  }

  function updateSoon(uris: readonly string[]): void {
    for (const uri of uris) changed.add(uri);
    timer ??= setTimeout(updateChanged, updateDelay);
  }

  updateSoon(client.marks.uris());
  return vscode.Disposable.from(
    runProfile,
    client.marks.onDidChange((uri) => updateSoon([uri])),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('branchlight.marks.clickableGutter')) updateSoon(client.marks.uris());
    }),
    new vscode.Disposable(() => clearTimeout(timer)),
  );
}

async function runItems(
  client: Client,
  controller: vscode.TestController,
  marks: WeakMap<vscode.TestItem, readonly Mark[]>,
  request: vscode.TestRunRequest,
  token: vscode.CancellationToken,
): Promise<void> {
  const run = controller.createTestRun(request, undefined, false);
  try {
    const [item] = request.include ?? [];
    if (!item?.uri || !isClick(request)) {
      // Items stay as they are: a "skipped" sign in the gutter of every line would say that they cannot be clicked.
      run.appendOutput('Skipped: Branchlight writes tests only for one line or one arm that you choose. Click the mark in the gutter.\r\n');
      return;
    }
    run.started(item);
    const result = await coverMarks(client, item.uri, marks.get(item) ?? [], {
      token: anyCancelled(token, run.token),
      onEvent: (event) => {
        const text = describeEvent(event);
        if (text.level !== 'debug') run.appendOutput(`${text.log.replaceAll('\n', '\r\n')}\r\n`);
      },
    });
    showResult(run, item, result);
  } catch (error) {
    const [item] = request.include ?? [];
    if (item) run.errored(item, new vscode.TestMessage(error instanceof Error ? error.message : String(error)));
    throw error;
  } finally {
    run.end();
  }
}

function showResult(run: vscode.TestRun, item: vscode.TestItem, result: CoverResult | undefined): void {
  // Not run or cancelled: the item goes back to what it was.
  if (result === undefined || result.status === 'cancelled') return;
  if (result.status === 'proposed') run.passed(item);
  else run.errored(item, new vscode.TestMessage([result.message, ...result.unsolved.map((arm) => arm.reason)].join('\n')));
}

function anyCancelled(...tokens: readonly vscode.CancellationToken[]): vscode.CancellationToken {
  const source = new vscode.CancellationTokenSource();
  for (const token of tokens) {
    if (token.isCancellationRequested) source.cancel();
    token.onCancellationRequested(() => source.cancel());
  }
  return source.token;
}
