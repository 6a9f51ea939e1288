import * as vscode from 'vscode';
import type { TreeNode } from '../../protocol/messages.ts';
import { colorIds, commandIds } from '../contributions.ts';

/** A node as it is drawn. A filtered tree opens by itself, down to the arms. */
export function toTreeItem(node: TreeNode, isFiltered: boolean): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label, collapsible(node, isFiltered));
  item.id = isFiltered ? `filtered:${node.id}` : node.id;
  item.description = node.description;
  item.tooltip = node.tooltip;
  item.contextValue = contextOf(node);
  item.accessibilityInformation = { label: `${node.label}, ${node.description}` };
  const icon = nodeIcon(node);
  if (icon) item.iconPath = icon;
  if (node.uri !== undefined && (node.kind === 'file' || node.kind === 'folder')) item.resourceUri = vscode.Uri.parse(node.uri);
  if (node.kind === 'arm') item.command = { command: commandIds.goToArm, title: 'Go to Branch', arguments: [node] };
  return item;
}

/** What the manifest's menus ask for: only what can be covered is offered. */
function contextOf(node: TreeNode): string {
  if (node.kind === 'arm' && node.state === 'hit') return 'covered';
  return node.coverable === false ? `${node.kind}-only-shown` : node.kind;
}

function collapsible(node: TreeNode, isFiltered: boolean): vscode.TreeItemCollapsibleState {
  if (node.kind === 'arm') return vscode.TreeItemCollapsibleState.None;
  return isFiltered ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}

function nodeIcon(node: TreeNode): vscode.ThemeIcon | undefined {
  switch (node.kind) {
    case 'folder':
      return vscode.ThemeIcon.Folder;
    case 'file':
      return vscode.ThemeIcon.File;
    case 'function':
      return new vscode.ThemeIcon('symbol-method');
    case 'arm':
      return armIcon(node);
  }
}

function armIcon(node: TreeNode): vscode.ThemeIcon {
  if (node.stale !== undefined) return new vscode.ThemeIcon('history', new vscode.ThemeColor(colorIds.stale));
  switch (node.state ?? 'unknown') {
    case 'hit':
      return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
    case 'not-taken':
      return new vscode.ThemeIcon('circle-large-outline', new vscode.ThemeColor(colorIds.notTaken));
    case 'never-evaluated':
      return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor(colorIds.neverEvaluated));
    case 'unknown':
      return new vscode.ThemeIcon('question', new vscode.ThemeColor(colorIds.unknown));
  }
}
