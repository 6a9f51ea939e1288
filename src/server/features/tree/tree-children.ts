import { takenArms, type Totals } from '../../../core/coverage/coverage-map.ts';
import { isCoverable } from '../../../core/targets/is-coverable.ts';
import { armsAndBlocks } from '../../../core/coverage/summary.ts';
import type { TreeNode } from '../../../protocol/messages.ts';
import type { CoverageView } from '../../coverage-view.ts';
import type { FolderSession } from '../../folder-session.ts';
import { pathToUri, relativePath, toWireRange } from '../../paths.ts';
import type { PlacedArm } from '../../placed-file.ts';
import { functionsOf, type BranchesOfFunction } from './functions-of.ts';
import { treeFilter, type TreeFilter } from './tree-filter.ts';
import { parseTreeNodeId, treeNodeId } from './tree-node-id.ts';
import { basename, dirname } from 'node:path';

export interface TreeRequest {
  readonly parent?: string;
  readonly filter?: string;
}

interface ListedFile {
  readonly folder: FolderSession;
  readonly path: string;
  /** Relative to the folder's root, forward slashes. */
  readonly name: string;
  readonly branches: Totals;
}

/**
 * Children of a node, what is missing most first; only what is missing something. Workspace folders stand at the top
 * when there are several, then come directories, files, functions, arms.
 */
export async function treeChildren(
  folders: readonly FolderSession[],
  view: CoverageView,
  request: TreeRequest,
): Promise<readonly TreeNode[]> {
  const filter = treeFilter(request.filter);
  const tree = { view, filter };
  if (request.parent === undefined) {
    const [only] = folders;
    if (folders.length === 1 && only !== undefined) return directoriesAndFiles(await listFiles(tree, only));
    const roots = await Promise.all(folders.map(async (folder) => workspaceNode(folder, await listFiles(tree, folder))));
    return mostMissingFirst(roots.filter((node) => node.dark > 0));
  }
  const place = parseTreeNodeId(request.parent);
  const folder = folders.find((found) => found.root === place?.root);
  if (place === undefined || folder === undefined) return [];
  switch (place.kind) {
    case 'workspace':
      return directoriesAndFiles(await listFiles(tree, folder));
    case 'folder': {
      const files = await listFiles(tree, folder);
      return mostMissingFirst(files.filter((file) => directoryOf(file) === place.directory && isMissing(file)).map(fileNode));
    }
    case 'file':
      return functionNodes(tree, folder, place.path);
    case 'function':
      return armNodes(tree, folder, place);
  }
}

interface Tree {
  readonly view: CoverageView;
  readonly filter: TreeFilter | undefined;
}

/** All files of a folder, so that sums are those of the folder; with a filter only those with something missing that matches. */
async function listFiles(tree: Tree, folder: FolderSession): Promise<readonly ListedFile[]> {
  const all = (folder.engine?.session.files() ?? []).map((file) => ({
    folder,
    path: file.path,
    name: relativePath(folder.root, file.path),
    branches: armsAndBlocks(file),
  }));
  const { filter } = tree;
  if (filter === undefined) return all;
  const kept: ListedFile[] = [];
  // One file after the other: each may have to be parsed, and an editor asks meanwhile for other things.
  for (const file of all.filter(isMissing)) {
    if (filter.matchesPath(file.name) || (await matchingFunctions(tree, folder, file.path)).length > 0) kept.push(file);
  }
  return kept;
}

async function matchingFunctions(tree: Tree, folder: FolderSession, path: string): Promise<readonly BranchesOfFunction[]> {
  const file = await tree.view.file(folder, path);
  return file === undefined ? [] : functionsOf(file).filter((found) => shownArms(tree, folder, path, found).length > 0);
}

function shownArms(tree: Tree, folder: FolderSession, path: string, within: BranchesOfFunction): readonly PlacedArm[] {
  const name = relativePath(folder.root, path);
  return within.branches
    .flatMap((branch) => branch.missing)
    .filter((arm) => tree.filter === undefined || tree.filter.matchesArm(name, within, arm));
}

function directoriesAndFiles(files: readonly ListedFile[]): readonly TreeNode[] {
  const directories = new Map<string, ListedFile[]>();
  for (const file of files) {
    const directory = directoryOf(file);
    directories.set(directory, [...(directories.get(directory) ?? []), file]);
  }
  const atTop = directories.get('.') ?? [];
  directories.delete('.');
  const nodes = [...[...directories].map(([directory, inside]) => directoryNode(directory, inside)), ...atTop.map(fileNode)];
  return mostMissingFirst(nodes.filter((node) => node.dark > 0));
}

function isMissing({ branches }: ListedFile): boolean {
  return branches.covered < branches.total;
}

function directoryOf(file: ListedFile): string {
  return dirname(file.name);
}

function workspaceNode(folder: FolderSession, files: readonly ListedFile[]): TreeNode {
  return {
    id: treeNodeId({ kind: 'workspace', root: folder.root }),
    kind: 'folder',
    label: folder.name,
    ...counts(sumOf(files)),
    tooltip: folder.root,
    uri: folder.uri,
  };
}

function directoryNode(directory: string, files: readonly ListedFile[]): TreeNode {
  const root = files[0]?.folder.root ?? '';
  return {
    id: treeNodeId({ kind: 'folder', root, directory }),
    kind: 'folder',
    label: directory,
    ...counts(sumOf(files)),
    tooltip: `${root}/${directory}`,
  };
}

function fileNode(file: ListedFile): TreeNode {
  return {
    id: treeNodeId({ kind: 'file', root: file.folder.root, path: file.path }),
    kind: 'file',
    label: basename(file.path),
    ...counts(file.branches),
    tooltip: file.path,
    uri: pathToUri(file.path),
    ...coverable(file.path),
  };
}

async function functionNodes(tree: Tree, folder: FolderSession, path: string): Promise<readonly TreeNode[]> {
  const found = await matchingFunctions(tree, folder, path);
  const stale = (await tree.view.file(folder, path))?.measured.stale;
  return mostMissingFirst(
    found.map((within) => {
      const arms = within.branches.flatMap((branch) => branch.branch.arms);
      const covered = within.branches.reduce((sum, { branch }) => sum + takenArms(branch), 0);
      const label = within.name === '' ? 'top level' : within.name;
      const range = within.range ?? within.branches[0]?.range;
      return {
        id: treeNodeId({ kind: 'function', root: folder.root, path, name: within.name, nth: within.nth }),
        kind: 'function' as const,
        label,
        ...counts({ covered, total: arms.length }),
        tooltip: stale === undefined ? label : `${label}\n${stale}`,
        uri: pathToUri(path),
        ...coverable(path),
        ...(range === undefined ? {} : { range: toWireRange(range) }),
        ...(stale === undefined ? {} : { stale }),
      };
    }),
  );
}

async function armNodes(
  tree: Tree,
  folder: FolderSession,
  place: { readonly path: string; readonly name: string; readonly nth: number },
): Promise<readonly TreeNode[]> {
  const file = await tree.view.file(folder, place.path);
  if (file === undefined) return [];
  const within = functionsOf(file).find((found) => found.name === place.name && found.nth === place.nth);
  if (within === undefined) return [];
  return shownArms(tree, folder, place.path, within).map((arm) => {
    const text = file.textOf(arm.range.start.line)?.trim() ?? '';
    const title = `line ${arm.range.start.line}: ${arm.label}`;
    return {
      id: JSON.stringify({ kind: 'arm', path: place.path, arm: arm.arm.key }),
      kind: 'arm' as const,
      label: arm.label,
      description: text === '' ? `line ${arm.range.start.line}` : text,
      tooltip: arm.stale === undefined ? title : `${title}\n${arm.stale}`,
      dark: 1,
      total: 1,
      uri: pathToUri(place.path),
      ...coverable(place.path),
      range: toWireRange(arm.range),
      arm: arm.arm.key,
      state: arm.arm.state,
      ...(arm.stale === undefined ? {} : { stale: arm.stale }),
    };
  });
}

function coverable(path: string): Pick<TreeNode, 'coverable'> {
  return isCoverable(path) ? {} : { coverable: false };
}

function counts(totals: Totals): Pick<TreeNode, 'description' | 'dark' | 'total'> {
  const dark = totals.total - totals.covered;
  return { description: `${dark} of ${totals.total} dark`, dark, total: totals.total };
}

function sumOf(files: readonly ListedFile[]): Totals {
  return files.reduce((sum, { branches }) => ({ covered: sum.covered + branches.covered, total: sum.total + branches.total }), {
    covered: 0,
    total: 0,
  });
}

/** The order of nodes that miss as much stays that of their path or position: the sort is stable. */
function mostMissingFirst(nodes: readonly TreeNode[]): readonly TreeNode[] {
  return nodes.toSorted((a, b) => b.dark - a.dark);
}
