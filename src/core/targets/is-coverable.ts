import { languageOf } from '../source/language-of.ts';

/** True for a file whose branches tests can be generated for: its language is parsed, and there are suites that are run for it. */
export function isCoverable(pathOrUri: string): boolean {
  return languageOf(pathOrUri) !== undefined;
}
