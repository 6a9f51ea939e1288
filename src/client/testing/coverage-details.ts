import * as vscode from 'vscode';
import type { FileDetails, WireRange } from '../../protocol/messages.ts';

/** Lines, branches and functions as VS Code's own coverage has them. A branch is a statement with labelled arms. */
export function toDetails(details: FileDetails): vscode.FileCoverageDetail[] {
  return [
    ...details.lines.map((line) => new vscode.StatementCoverage(line.count, new vscode.Position(line.line, 0))),
    ...details.branches.map(
      (branch) =>
        new vscode.StatementCoverage(
          branch.count,
          toRange(branch.range),
          branch.arms.map((arm) => new vscode.BranchCoverage(arm.count, arm.range && toRange(arm.range), arm.label)),
        ),
    ),
    ...details.functions.map((declared) => new vscode.DeclarationCoverage(declared.name, declared.count, toRange(declared.range))),
  ];
}

function toRange(range: WireRange): vscode.Range {
  return new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
}
