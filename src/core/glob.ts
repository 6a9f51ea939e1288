import picomatch from 'picomatch/posix.js';

/**
 * Who reads a glob of a user decides what it means: `vitest` as Vitest's `include` (Vitest asks the same library by
 * these options), `vscode` as VS Code's settings, where parentheses are letters like any other.
 */
export type GlobDialect = 'vitest' | 'vscode';

/**
 * A matcher for paths relative to a folder, with forward slashes; `./` before either means nothing. A dot at the start
 * of a name is a letter like any other. Never throws: what is no glob takes the path that is written like it.
 */
export function compileGlob(glob: string, dialect: GlobDialect): (path: string) => boolean {
  const bare = withoutDot(glob);
  const matches = compile(bare, dialect);
  return (path) => {
    const relative = withoutDot(path);
    return relative === bare || matches(relative);
  };
}

/** The glob that takes this path and no other. */
export function escapeGlob(path: string): string {
  return path.replace(/[\\*?[\]{}()!+@|^$]/g, String.raw`\$&`);
}

function compile(glob: string, dialect: GlobDialect): (path: string) => boolean {
  if (glob === '') return () => false;
  switch (dialect) {
    case 'vitest':
      return picomatch(glob, { dot: true, posix: true });
    case 'vscode':
      return picomatch(glob.replace(/[()]/g, String.raw`\$&`), { dot: true, posix: true, noextglob: true, nonegate: true });
  }
}

function withoutDot(path: string): string {
  return path.replace(/^\.?\//, '');
}
