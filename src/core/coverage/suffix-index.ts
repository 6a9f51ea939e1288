/**
 * Finds files by the end of their path. A tree of names from the last one upwards that is only as deep as it must be to
 * tell the files apart, so that building it and each look-up are linear in the length of the paths.
 */
export interface SuffixIndex {
  /** The files that share the longest end with `path`, and how many names that end has. Files beyond the first `most` are only counted. */
  longest(path: string, most: number): SuffixMatch;
}

export interface SuffixMatch {
  readonly files: readonly string[];
  readonly count: number;
  readonly shared: number;
}

/** The names of a path from its root to the file, drives and `.`, `..` left out. */
export function segmentsOf(path: string): readonly string[] {
  return path.split(/[\\/]/).filter((part) => part !== '' && part !== '.' && part !== '..' && !/^[A-Za-z]:$/.test(part));
}

interface Node {
  /** Below this node there is one file only; it has not been told apart further. */
  only: string | undefined;
  /** The file whose whole path ends here, while others go on. */
  here: string | undefined;
  count: number;
  children: Map<string, Node> | undefined;
}

/** `fold` makes names equal that the file system takes for the same. */
export function indexSuffixes(files: readonly string[], fold: (name: string) => string): SuffixIndex {
  const top: Node = { only: undefined, here: undefined, count: 0, children: new Map() };
  for (const file of files) insert(top, file, fold);
  return {
    longest(path, most) {
      const wanted = segmentsOf(path).map(fold);
      let node = top;
      let shared = 0;
      while (shared < wanted.length && node.children !== undefined) {
        const child = node.children.get(wanted.at(-1 - shared) ?? '');
        if (child === undefined) break;
        node = child;
        shared += 1;
      }
      if (node === top) return { files: [], count: 0, shared: 0 };
      if (node.only !== undefined) {
        const names = segmentsOf(node.only).map(fold);
        while (shared < wanted.length && shared < names.length && wanted.at(-1 - shared) === names.at(-1 - shared)) shared += 1;
      }
      return { files: gather(node, most), count: node.count, shared };
    },
  };
}

function insert(top: Node, file: string, fold: (name: string) => string): void {
  const names = segmentsOf(file).map(fold);
  let node = top;
  top.count += 1;
  for (let depth = 0; depth < names.length; depth += 1) {
    const name = names.at(-1 - depth) ?? '';
    node.children ??= new Map();
    // The file that was alone here goes one name further up.
    if (node.only !== undefined) pushDown(node, node.only, depth, fold);
    const child = node.children.get(name);
    if (child === undefined) {
      node.children.set(name, { only: file, here: undefined, count: 1, children: undefined });
      return;
    }
    child.count += 1;
    node = child;
  }
  if (node.only !== undefined) {
    node.children = new Map();
    pushDown(node, node.only, names.length, fold);
  }
  node.here = file;
}

function pushDown(node: Node, file: string, depth: number, fold: (name: string) => string): void {
  const name = segmentsOf(file)
    .map(fold)
    .at(-1 - depth);
  node.only = undefined;
  if (name === undefined) node.here = file;
  else node.children?.set(name, { only: file, here: undefined, count: 1, children: undefined });
}

function gather(node: Node, most: number): readonly string[] {
  const found: string[] = [];
  const pending: Node[] = [node];
  for (let next = pending.pop(); next !== undefined && found.length < most; next = pending.pop()) {
    if (next.here !== undefined) found.push(next.here);
    if (next.only !== undefined) found.push(next.only);
    else for (const child of next.children?.values() ?? []) pending.push(child);
  }
  return found.sort();
}
