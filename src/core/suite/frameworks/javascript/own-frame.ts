import { isAbsolutePath, isInside, nativePath } from '../../../paths.ts';
import { normalisePath } from '../../../coverage/normalise-path.ts';

/**
 * Where the topmost frame of a stack of V8 stands in the project's own code: neither in a dependency nor in Node itself.
 * undefined when there is none.
 */
export function ownFrame(stack: string, root: string): { readonly file: string; readonly line: number } | undefined {
  for (const frame of stack.split('\n')) {
    const [, place, line] = /^\s*at (?:.*\()?(.+?):(\d+)(?::\d+)?\)?$/.exec(frame) ?? [];
    if (place === undefined || place.startsWith('node:') || /[\\/]node_modules[\\/]/.test(place)) continue;
    const file = nativePath(normalisePath(place.replace(/[?#].*$/, ''), root), root);
    if (isAbsolutePath(file) && isInside(root, file)) return { file, line: Number(line) };
  }
  return undefined;
}

/** What an error's `stack` holds: its message with its name, and the frames below. */
export function splitStack(text: string): { readonly message: string; readonly frames: string } {
  const at = /(?:^|\n)\s+at (?:.+:\d+|<anonymous>|new |async |.*\(<anonymous>\))/.exec(text)?.index ?? text.length;
  return { message: text.slice(0, at).trimEnd(), frames: text.slice(at).replace(/^\n/, '') };
}
