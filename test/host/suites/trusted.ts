import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { actionTitles, explanation, extensionId, fileOf, hoverText, open, shownProposal, snapshot, until, whenRead } from '../inside.ts';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('Activation', () => {
  it('happens by itself and registers every command of the manifest', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension);
    await until(
      'activation',
      () => extension.isActive,
      (active) => active,
    );
    const known = new Set(await vscode.commands.getCommands(true));
    const promised = (extension.packageJSON as Manifest).contributes.commands.map(({ command }) => command);
    assert.ok(promised.length > 10);
    assert.deepEqual(
      promised.filter((command) => !known.has(command)),
      [],
    );
  });
});

describe('What a file says of its dark branches', () => {
  before(async () => {
    await open('src/price.ts');
    await whenRead(fileOf('src/price.ts'), 3);
  });

  it('names each arm in a code action', async () => {
    const titles = await actionTitles(fileOf('src/price.ts'), 10, 4);
    assert.deepEqual(
      titles.filter((title) => title.startsWith('Cover')),
      [
        'Cover this branch: “if” of line 10',
        'Cover this branch: “else” of line 10',
        'Cover all 2 dark arms here',
        'Cover all dark branches in size',
        'Cover all dark branches in this file',
      ],
    );
  });

  it('offers nothing of the kind where nothing is dark', async () => {
    const titles = await actionTitles(fileOf('src/price.ts'), 1);
    assert.deepEqual(
      titles.filter((title) => title.startsWith('Cover this branch')),
      [],
    );
  });

  it('counts and explains in the hover', async () => {
    const dark = await hoverText(fileOf('src/price.ts'), 3, 4);
    assert.match(dark, /cents < 0/);
    assert.match(dark, /1 of 2 arms taken/);
    assert.match(dark, /else: taken 1×/);
    assert.match(dark, /never taken, although the decision ran/);
    assert.match(dark, /The report names each arm\./);
    const asleep = await hoverText(fileOf('src/price.ts'), 10, 4);
    assert.match(asleep, /the decision itself never ran/);
  });

  it('lists them as diagnostics when that is asked for', async () => {
    const found = await until(
      'diagnostics',
      () => vscode.languages.getDiagnostics(fileOf('src/price.ts')).filter(({ source }) => source === 'branchlight'),
      (diagnostics) => diagnostics.length > 0,
    );
    assert.deepEqual(
      [...new Set(found.map(({ range }) => range.start.line + 1))].sort((a, b) => a - b),
      [3, 6, 10],
    );
    assert.ok(found.every(({ severity }) => severity === vscode.DiagnosticSeverity.Warning));
  });

  it('explains itself on a page', async () => {
    assert.match(await explanation(fileOf('src/price.ts')), /coverage-final\.json/);
  });
});

describe('Next and previous dark branch', () => {
  const place = (): string => {
    const editor = vscode.window.activeTextEditor;
    return editor === undefined
      ? ''
      : `${vscode.workspace.asRelativePath(editor.document.uri)}:${String(editor.selection.active.line + 1)}`;
  };

  it('go on across files and come back', async () => {
    const editor = await open('src/label.ts');
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    const visited: string[] = [];
    for (const command of ['nextDarkBranch', 'nextDarkBranch', 'nextDarkBranch', 'previousDarkBranch']) {
      await vscode.commands.executeCommand(`branchlight.${command}`);
      visited.push(place());
    }
    assert.deepEqual(visited, ['src/label.ts:2', 'src/price.ts:3', 'src/price.ts:6', 'src/price.ts:3']);
  });
});

describe('Cover This Branch', () => {
  it('runs the suite as VS Code tasks, offers a proven test, and Accept writes it', async () => {
    const before = await snapshot();
    const tasks: string[] = [];
    const exitCodes: (number | undefined)[] = [];
    const listeners = [
      vscode.tasks.onDidStartTask(({ execution }) => tasks.push(`${execution.task.source}: ${execution.task.definition.type}`)),
      vscode.tasks.onDidEndTaskProcess(({ exitCode }) => exitCodes.push(exitCode)),
    ];
    const editor = await open('src/price.ts');
    editor.selection = new vscode.Selection(2, 6, 2, 6);
    await vscode.commands.executeCommand('branchlight.coverBranch');
    const proposal = await until('a proposal', shownProposal, (document) => document !== undefined, 120_000);
    for (const listener of listeners) listener.dispose();
    assert.ok(tasks.length > 0, 'tasks were started');
    assert.deepEqual([...new Set(tasks)], ['Branchlight: branchlight']);
    assert.ok(exitCodes.includes(0), `exit codes ${exitCodes.join(', ')}`);
    assert.match(proposal?.getText() ?? '', /expect\(/);
    assert.deepEqual(await snapshot(), before, 'nothing is in the tree before Accept');

    await vscode.commands.executeCommand('branchlight.showEvidence');
    const evidence = vscode.window.activeTextEditor?.document;
    assert.equal(evidence?.languageId, 'branchlight-receipt');
    assert.match(evidence.getText(), /^Branchlight evidence\n[^]*\n  line 3: .*\n      not taken → taken 1×/);
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', evidence.uri);
    const arm = links.find((link) => evidence.getText(link.range) === 'line 3');
    assert.match(arm?.target?.toString() ?? '', /^file:.*\/src\/price\.ts#L3$/);

    await vscode.commands.executeCommand('branchlight.acceptProposal');
    const after = await snapshot();
    const created = Object.keys(after).filter((path) => !Object.hasOwn(before, path));
    assert.equal(created.length, 1, created.join(', '));
    assert.equal(after[created[0] ?? ''], proposal?.getText());
    for (const [path, text] of Object.entries(before)) assert.equal(after[path], text, `${path} is untouched`);
  }).timeout(180_000);
});
