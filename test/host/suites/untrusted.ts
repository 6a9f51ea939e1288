import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { actionTitles, fileOf, open, shownProposal, snapshot, whenRead } from '../inside.ts';

describe('An untrusted workspace', () => {
  it('shows its coverage', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    await open('src/price.ts');
    await whenRead(fileOf('src/price.ts'), 3);
    assert.ok((await actionTitles(fileOf('src/price.ts'), 6, 4)).some((title) => title.startsWith('Cover this branch')));
  });

  it('runs nothing, whatever is asked', async () => {
    const before = await snapshot();
    const started: string[] = [];
    const listener = vscode.tasks.onDidStartTask(({ execution }) => started.push(execution.task.name));
    const editor = await open('src/price.ts');
    editor.selection = new vscode.Selection(2, 6, 2, 6);
    for (const command of ['coverBranch', 'coverFunction', 'coverFile']) await vscode.commands.executeCommand(`branchlight.${command}`);
    listener.dispose();
    assert.deepEqual(started, []);
    assert.equal(await shownProposal(), undefined);
    assert.deepEqual(await snapshot(), before);
  });
});
