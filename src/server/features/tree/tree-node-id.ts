/** What a node of the tree stands for. Its id is this as JSON, so that the server keeps no list of nodes. */
export type TreePlace =
  | { readonly kind: 'workspace'; readonly root: string }
  /** `directory` relative to the root, forward slashes. */
  | { readonly kind: 'folder'; readonly root: string; readonly directory: string }
  | { readonly kind: 'file'; readonly root: string; readonly path: string }
  /** The n-th function of this name in the file, from 0; an empty name stands for the top level. */
  | { readonly kind: 'function'; readonly root: string; readonly path: string; readonly name: string; readonly nth: number };

export function treeNodeId(place: TreePlace): string {
  return JSON.stringify(place);
}

/** undefined for text that is no id of ours. */
export function parseTreeNodeId(id: string): TreePlace | undefined {
  try {
    const place = JSON.parse(id) as TreePlace | null;
    return typeof place === 'object' && place !== null && typeof place.root === 'string' ? place : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
