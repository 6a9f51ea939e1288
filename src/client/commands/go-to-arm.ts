import type { TreeNode } from '../../protocol/messages.ts';
import { showPlace } from './editor-place.ts';

/** Shows the place of a tree node. */
export async function goToArm(node?: Partial<TreeNode>): Promise<void> {
  if (node?.uri === undefined) return;
  const start = { line: 0, character: 0 };
  await showPlace(node.uri, node.range ?? { start, end: start });
}
