import type { TestSource } from '../../generators/generator.ts';
import { loadTypeScript } from '../../suite/load-typescript.ts';
import { dirname, extension, joinPath } from '../../paths.ts';
import { judgeJavaScript } from '../honesty/judge-javascript.ts';

/** Why a JavaScript or TypeScript test is not honest, in words that follow "it"; undefined when it is. */
export async function dishonestyOf(test: {
  readonly path: string;
  readonly text: string;
  /** Absolute path of the unit under test, and how the test is meant to import it. */
  readonly sourceFile: string;
  readonly importSpecifier: string;
}): Promise<string | undefined> {
  const unit = withoutExtension(test.sourceFile);
  const isUnit = (module: string): boolean =>
    module === test.importSpecifier || (module.startsWith('.') && withoutExtension(joinPath(dirname(test.path), module)) === unit);
  return judgeJavaScript(await loadTypeScript(), { path: test.path, text: test.text, isUnit });
}

function withoutExtension(path: string): string {
  const ending = extension(path);
  const bare = /^\.[cm]?[jt]sx?$/.test(ending) ? path.slice(0, -ending.length) : path;
  return bare.replace(/[\\/]index$/, '');
}

/** Ids of tests whose full title another test before them already has: a runner could not tell them apart. */
export function repeatedTitles(tests: readonly { readonly id: string; readonly test: TestSource }[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { id, test } of tests) {
    const title = `${test.group ?? ''} ${test.title}`;
    if (seen.has(title)) repeated.add(id);
    seen.add(title);
  }
  return repeated;
}
