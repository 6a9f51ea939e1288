import * as vscode from 'vscode';
import { coverageChanged, treeChildren, type Status, type TreeNode } from '../../protocol/messages.ts';
import { contextKeys, treeViewId } from '../contributions.ts';
import type { LanguageServer } from '../language-server.ts';
import { toTreeItem } from './tree-item.ts';

/** Refreshes at most this often, in ms. */
const refreshDelay = 150;

/** The Branches view: folder → file → function → arm, each level asked for when it is opened. */
export class BranchTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #server: LanguageServer;
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #parents = new Map<string, TreeNode | undefined>();
  readonly #disposables: vscode.Disposable[];
  #filter = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(server: LanguageServer) {
    this.#server = server;
    this.#view = vscode.window.createTreeView(treeViewId, { treeDataProvider: this, showCollapseAll: true });
    this.#disposables = [this.#view, this.#changed, server.onNotification(coverageChanged, () => this.#refreshSoon())];
  }

  get filter(): string {
    return this.#filter;
  }

  /** Empty: everything is shown. */
  setFilter(filter: string): void {
    this.#filter = filter.trim();
    this.#showFilter(true);
    void vscode.commands.executeCommand('setContext', contextKeys.filtered, this.#filter !== '');
    this.#refreshSoon();
  }

  showStatus(status: Status): void {
    this.#view.description = status.state === 'ready' ? status.text : '';
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return toTreeItem(node, this.#filter !== '');
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    const children = await this.#server.request(treeChildren, {
      ...(node && { parent: node.id }),
      ...(this.#filter !== '' && { filter: this.#filter }),
    });
    for (const child of children) this.#parents.set(child.id, node);
    if (node === undefined) this.#showFilter(children.length > 0);
    return [...children];
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return this.#parents.get(node.id);
  }

  /** Selects the innermost node around a place of a file. false: the file is not in the tree. */
  async reveal(uri: vscode.Uri, line: number): Promise<boolean> {
    let found: TreeNode | undefined;
    let level = await this.getChildren();
    while (level.length > 0) {
      const next = this.#step(level, uri, line);
      if (!next) break;
      found = next;
      level = next.kind === 'arm' ? [] : await this.getChildren(next);
    }
    if (!found || found.kind === 'folder') return false;
    await this.#view.reveal(found, { select: true, focus: true, expand: true });
    return true;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #step(level: readonly TreeNode[], uri: vscode.Uri, line: number): TreeNode | undefined {
    const key = uri.toString();
    const relative = vscode.workspace.asRelativePath(uri, false);
    const around = level.filter((node) => {
      // A folder inside a workspace folder is known by its path alone.
      if (node.uri === undefined) return node.kind === 'folder' && relative.slice(0, relative.lastIndexOf('/')) === node.label;
      const nodeKey = vscode.Uri.parse(node.uri).toString();
      if (node.kind === 'folder') return key.startsWith(`${nodeKey}/`);
      if (nodeKey !== key) return false;
      return node.kind === 'file' || (node.range !== undefined && node.range.start.line <= line && line <= node.range.end.line);
    });
    return around.sort((a, b) => (b.uri?.length ?? 0) - (a.uri?.length ?? 0))[0];
  }

  #showFilter(hasMatches: boolean): void {
    if (this.#filter === '') this.#view.message = '';
    else this.#view.message = hasMatches ? `Filter: ${this.#filter}` : `Nothing matches the filter: ${this.#filter}`;
  }

  #refreshSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#parents.clear();
      this.#changed.fire(undefined);
    }, refreshDelay);
  }
}
