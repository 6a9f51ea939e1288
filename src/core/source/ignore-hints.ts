import type ts from 'typescript';

export type IgnoreHint = 'if' | 'else' | 'next' | 'file';

// The same expressions as istanbul-lib-instrument (visitor.js) and ast-v8-to-istanbul (ignore-hints).
const hint = /^\s*(?:istanbul|[cv]8|node:coverage)\s+ignore\s+(if|else|next|file)(?=\W|$)/;
const region = /\s*(?:istanbul|[cv]8|node:coverage)\s+ignore\s+(start|stop)(?=\W|$)/;

/** Hint comments of one file. */
export interface IgnoreHints {
  /** The hint that stands directly before `node`. */
  before(node: ts.Node): IgnoreHint | undefined;
  /** True inside an `ignore start` … `ignore stop` region. */
  ignoresLine(line: number): boolean;
  /** `ignore file` stands somewhere. */
  readonly wholeFile: boolean;
}

/** Finds the comments with which people take code out of the measurement. */
export function readIgnoreHints(typescript: typeof ts, file: ts.SourceFile, text: string): IgnoreHints {
  if (!/\bignore\s/.test(text)) return { before: () => undefined, ignoresLine: () => false, wholeFile: false };
  const lines = ignoredLines(text);
  const before = (node: ts.Node): IgnoreHint | undefined => {
    const position = node.getFullStart();
    // On the same line as the token before, TypeScript calls a comment "trailing".
    const comments = [
      ...(typescript.getTrailingCommentRanges(text, position) ?? []),
      ...(typescript.getLeadingCommentRanges(text, position) ?? []),
    ];
    let found: IgnoreHint | undefined;
    for (const comment of comments) {
      if (comment.end > node.getStart(file)) continue;
      const content = text.slice(comment.pos, comment.end).replace(/^\/\*+|^\/\/|\*+\/$/g, '');
      found = (hint.exec(content)?.[1] as IgnoreHint | undefined) ?? found;
    }
    return found;
  };
  return {
    before,
    ignoresLine: (line) => lines.has(line),
    wholeFile: /\/[*/]\s*(?:istanbul|[cv]8|node:coverage)\s+ignore\s+file(?=\W|$)/.test(text),
  };
}

function ignoredLines(text: string): ReadonlySet<number> {
  const ignored = new Set<number>();
  let inside = false;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const word = region.exec(line)?.[1];
    if (word === 'start') inside = true;
    if (inside) ignored.add(index + 1);
    if (word === 'stop') inside = false;
  }
  return ignored;
}
