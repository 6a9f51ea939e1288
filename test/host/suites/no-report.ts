import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { actionTitles, explanation, fileOf, open } from '../inside.ts';

describe('A folder without a report', () => {
  it('says what was looked for and what to do', async () => {
    await open('src/alone.ts');
    const page = await explanation(fileOf('src/alone.ts'));
    assert.match(page, /No coverage report/i);
    assert.match(page, /coverage-final\.json/);
  });

  it('offers nothing to cover and says so when asked', async () => {
    const editor = await open('src/alone.ts');
    editor.selection = new vscode.Selection(0, 30, 0, 30);
    assert.deepEqual(
      (await actionTitles(fileOf('src/alone.ts'), 1, 30)).filter((title) => title.startsWith('Cover')),
      [],
    );
    // Ends with a message, not with an exception and not never.
    await vscode.commands.executeCommand('branchlight.coverBranch');
  });
});
