import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { actionTitles, fileOf, folder, open, shownProposal, snapshot, until, whenRead } from '../inside.ts';

describe('A workspace of two folders', () => {
  it('reads the report of each', async () => {
    assert.deepEqual(
      vscode.workspace.workspaceFolders?.map(({ name }) => name),
      ['first', 'second'],
    );
    for (const index of [0, 1]) {
      await open('src/label.ts', index);
      await whenRead(fileOf('src/label.ts', index), 2);
      assert.ok((await actionTitles(fileOf('src/label.ts', index), 2, 4)).some((title) => title.includes('right of ??')));
    }
  });

  it('goes from one folder to the other', async () => {
    const editor = await open('src/price.ts', 0);
    editor.selection = new vscode.Selection(9, 0, 9, 0);
    const seen: string[] = [];
    for (let step = 0; step < 4; step++) {
      await vscode.commands.executeCommand('branchlight.nextDarkBranch');
      const uri = vscode.window.activeTextEditor?.document.uri;
      seen.push((uri && vscode.workspace.getWorkspaceFolder(uri)?.name) ?? '');
    }
    assert.ok(seen.includes('second'), seen.join(', '));
  });

  it('covers in the folder of the file and leaves the other alone', async () => {
    const others = await snapshot(folder(0).uri.fsPath);
    const cwds: string[] = [];
    const listener = vscode.tasks.onDidStartTask(({ execution }) => {
      const { scope } = execution.task;
      cwds.push(typeof scope === 'object' ? scope.name : String(scope));
    });
    const editor = await open('src/label.ts', 1);
    editor.selection = new vscode.Selection(1, 20, 1, 20);
    await vscode.commands.executeCommand('branchlight.coverBranch');
    const proposal = await until('a proposal', shownProposal, (document) => document !== undefined, 120_000);
    listener.dispose();
    assert.ok(proposal?.uri.path.startsWith(folder(1).uri.path), proposal?.uri.path);
    assert.deepEqual([...new Set(cwds)], ['second']);
    await vscode.commands.executeCommand('branchlight.rejectProposal');
    assert.deepEqual(await snapshot(folder(0).uri.fsPath), others);
  }).timeout(180_000);
});
