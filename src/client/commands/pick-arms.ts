import * as vscode from 'vscode';
import type { Mark } from '../../protocol/messages.ts';

/** Which of several arms are meant. One arm is not asked about. undefined: dismissed. */
export async function pickArms(marks: readonly Mark[]): Promise<readonly Mark[] | undefined> {
  if (marks.length <= 1) return marks;
  const items: (vscode.QuickPickItem & { readonly marks: readonly Mark[] })[] = [
    ...marks.map((mark) => ({
      label: mark.label,
      description: `line ${mark.range.start.line + 1}:${mark.range.start.character + 1}`,
      ...(mark.stale !== undefined && { detail: mark.stale }),
      marks: [mark],
    })),
    { label: `All ${marks.length} arms`, description: 'in one run', marks },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: 'Branchlight: cover which arm?', matchOnDescription: true });
  return picked?.marks;
}
