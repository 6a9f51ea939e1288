import type { GenerationRequest } from '../generator.ts';

/** How the test imports another file of the project: relative, with or without an extension as the file under test is imported. */
export function specifierFor(file: string, request: Pick<GenerationRequest, 'testFile' | 'importSpecifier' | 'file'>): string {
  const from = segments(request.testFile).slice(0, -1);
  const to = segments(file);
  let shared = 0;
  while (shared < from.length && from[shared] === to[shared]) shared += 1;
  const up = from.length - shared;
  const path = [...(up === 0 ? ['.'] : Array.from({ length: up }, () => '..')), ...to.slice(shared)].join('/');
  const written = /\.[mc]?[jt]sx?$/.exec(request.importSpecifier)?.[0];
  if (written === undefined) return path.replace(/\.[mc]?[jt]sx?$/, '');
  return written.includes('js') ? path.replace(/\.([mc]?)tsx?$/, '.$1js') : path;
}

function segments(path: string): string[] {
  return path.split(/[\\/]/);
}
