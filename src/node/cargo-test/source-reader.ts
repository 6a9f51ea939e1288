import { readFileSync, statSync } from 'node:fs';

/** Reads sources, each once; undefined where there is no file. */
export function createSourceReader(): (file: string) => string | undefined {
  const texts = new Map<string, string | undefined>();
  return (file) => {
    if (!texts.has(file))
      texts.set(file, statSync(file, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(file, 'utf8') : undefined);
    return texts.get(file);
  };
}
