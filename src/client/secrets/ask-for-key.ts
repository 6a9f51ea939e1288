import * as vscode from 'vscode';

/** Asks for the key in an input box that stays open while one fetches it elsewhere. undefined: not now. */
export function askForKey(reason: string): Promise<string | undefined> {
  const box = vscode.window.createInputBox();
  const notNow: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('close'), tooltip: 'Not now' };
  box.title = 'Branchlight: Anthropic API key';
  box.prompt = `${reason} It is kept in VS Code's secret storage. Press Escape for “not now”.`;
  box.placeholder = 'sk-ant-…';
  box.password = true;
  box.ignoreFocusOut = true;
  box.buttons = [notNow];
  return new Promise((resolve) => {
    let answer: string | undefined;
    box.onDidChangeValue(() => {
      box.validationMessage = undefined;
    });
    box.onDidTriggerButton(() => box.hide());
    box.onDidAccept(() => {
      const key = box.value.trim();
      if (key === '' || /\s/.test(key)) {
        box.validationMessage = key === '' ? 'Paste a key, or press Escape.' : 'A key has no spaces.';
        return;
      }
      answer = key;
      box.hide();
    });
    box.onDidHide(() => {
      box.dispose();
      resolve(answer);
    });
    box.show();
  });
}
