import { languageOf } from '../source/language-of.ts';

/** True for a file whose branches tests can be generated for: its language is parsed, and tests are written in it. */
export function isCoverable(pathOrUri: string): boolean {
  const language = languageOf(pathOrUri);
  return language === 'javascript' || language === 'typescript' || language === 'python';
}
