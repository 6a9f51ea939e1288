import { basename, dirname, joinPath } from '../../../paths.ts';

/** Where a test stands; `line` of its function where only one of that name is there. */
export interface RustPlace {
  readonly file: string;
  /** 1-based. */
  readonly line?: number;
}

/**
 * The file of a test by its name (`stock::tests::takes_one`), from the root of its crate down its modules.
 * undefined: a module on the way was made by a macro or is not where Rust looks for it. `read`: text of a file, undefined
 * when there is none.
 */
export function locateRustTest(root: string, name: string, read: (file: string) => string | undefined): RustPlace | undefined {
  const modules = name.split('::');
  const title = modules.pop() ?? '';
  let file = root;
  /** Folder of the modules below the file. */
  let folder = dirname(root);
  for (const module of modules) {
    const text = read(file);
    if (text === undefined) return undefined;
    const declared = new RegExp(`(?:#\\[path *= *"([^"]+)"\\][^{;}]*?)?\\bmod\\s+(?:r#)?${module}\\s*([;{])`).exec(withoutComments(text));
    if (declared === null) return made(text, title, file);
    if (declared[2] === '{') {
      folder = joinPath(folder, module);
      continue;
    }
    const path = declared[1];
    const places =
      path === undefined ? [joinPath(folder, `${module}.rs`), joinPath(folder, module, 'mod.rs')] : [joinPath(dirname(file), path)];
    const found = places.find((place) => read(place) !== undefined);
    if (found === undefined) return undefined;
    file = found;
    folder = path === undefined ? joinPath(folder, module) : basename(found) === 'mod.rs' ? dirname(found) : found.replace(/\.rs$/, '');
  }
  const text = read(file);
  return text === undefined ? undefined : { file, ...lineOf(withoutComments(text), title) };
}

/** A crate of one file: whatever macro made the test, it stands there. */
function made(text: string, title: string, file: string): RustPlace | undefined {
  const plain = withoutComments(text);
  const alone = !/\bmod\s+\w+\s*;/.test(plain) && !/\binclude!/.test(plain);
  return alone ? { file, ...lineOf(plain, title) } : undefined;
}

function lineOf(text: string, title: string): { readonly line?: number } {
  const matches = [...text.matchAll(new RegExp(`\\bfn\\s+(?:r#)?${title}\\s*[(<]`, 'g'))];
  const [only] = matches;
  return matches.length === 1 && only !== undefined ? { line: text.slice(0, only.index).split('\n').length } : {};
}

/** Comments as blanks, lines kept. Strings that hold comment signs make no difference for what is looked for. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '));
}
