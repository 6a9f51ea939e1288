import type ts from 'typescript';

/** The TypeScript compiler, loaded when it is first needed: it is by far the largest module of the engine. */
export async function loadTypeScript(): Promise<typeof ts> {
  const module = await import('typescript');
  return module.default;
}
