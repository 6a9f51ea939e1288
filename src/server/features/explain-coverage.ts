import type { CoverageView } from '../coverage-view.ts';
import { plain } from '../markdown.ts';
import { uriToPath } from '../paths.ts';
import { plural } from '../plural.ts';
import type { FolderSession } from '../folder-session.ts';
import type { WorkspaceSession } from '../workspace-session.ts';

/** Why a document shows (no) coverage, or without a document what holds for all folders. Markdown. */
export async function explainCoverage(workspace: WorkspaceSession, view: CoverageView, uri: string | undefined): Promise<string> {
  if (uri === undefined) {
    if (workspace.folders.length === 0) return 'No folder is open: coverage reports are looked for in workspace folders.';
    const named = workspace.folders.length > 1;
    return workspace.folders.map((folder) => `${named ? `**${plain(folder.name)}**\n\n` : ''}${explainFolder(folder)}`).join('\n\n');
  }
  const path = uriToPath(uri);
  if (path === undefined) return 'This document is not a file on disk, so no report can speak of it.';
  const folder = workspace.folderOf(path);
  if (folder === undefined) return 'This file is in no folder of the workspace: reports are looked for in workspace folders only.';
  if (folder.engine === undefined) return explainFolder(folder);
  const file = await view.file(folder, path);
  const parts = [folder.engine.session.explain(path)];
  if (file !== undefined) {
    const missing = file.branches.flatMap((branch) => branch.missing).length;
    parts.unshift(
      missing === 0 ? 'The reports speak of this file, and no arm of it is dark.' : `${plural(missing, 'dark arm')} drawn in this file.`,
    );
    if (file.measured.stale !== undefined) parts.push(plain(file.measured.stale));
  }
  return parts.filter((part) => part !== '').join('\n\n');
}

function explainFolder(folder: FolderSession): string {
  if (folder.failure !== undefined) return plain(folder.failure.message);
  return folder.engine === undefined ? 'Starting.' : folder.engine.session.explain();
}
