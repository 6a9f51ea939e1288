import type * as vscode from 'vscode';
import type { CoverRunner } from './cover/cover-runner.ts';
import type { LanguageServer } from './language-server.ts';
import type { MarkStore } from './marks/mark-store.ts';
import type { Notify } from './notify.ts';
import type { Proposals } from './proposals/proposals.ts';
import type { ApiKeys } from './secrets/api-keys.ts';
import type { TextPages } from './text-pages.ts';
import type { BranchTree } from './tree/branch-tree.ts';

/** What the commands work with; made once by `activate`. */
export interface Client {
  readonly server: LanguageServer;
  readonly log: vscode.LogOutputChannel;
  readonly notify: Notify;
  readonly marks: MarkStore;
  readonly tree: BranchTree;
  readonly runner: CoverRunner;
  readonly proposals: Proposals;
  readonly apiKeys: ApiKeys;
  readonly pages: TextPages;
}
