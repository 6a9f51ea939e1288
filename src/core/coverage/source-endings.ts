/** Endings of files that a coverage report may speak of, in any language that a report is known for; lower case, without the dot. */
// prettier-ignore
export const sourceEndings: readonly string[] = [
  'js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx', 'mjsx', 'cjsx', 'mtsx', 'ctsx', 'vue', 'svelte', 'astro',
  'py', 'pyw', 'go', 'rs', 'java', 'kt', 'kts', 'groovy', 'scala', 'cs', 'fs', 'vb',
  'c', 'cc', 'cpp', 'cxx', 'c++', 'm', 'mm', 'h', 'hh', 'hpp', 'hxx', 'inl', 'ipp', 'swift', 'd', 'zig', 'nim',
  'rb', 'php', 'pl', 'pm', 'lua', 'dart', 'ex', 'exs', 'erl', 'hs', 'ml', 'jl', 'r', 'f90', 'f', 'for', 'pas',
  'sol', 'ps1', 'psm1', 'sh',
];

const endings: ReadonlySet<string> = new Set(sourceEndings);

/** True for the path or name of a file that a report may speak of. */
export function isSourceFile(path: string): boolean {
  const dot = path.lastIndexOf('.');
  return dot !== -1 && endings.has(path.slice(dot + 1).toLowerCase());
}
