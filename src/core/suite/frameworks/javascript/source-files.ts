import { extension } from '../../../paths.ts';

const sourceExtensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/** Endings of the configuration files that JavaScript tools load, in the order in which they look for them. */
export const configExtensions = ['.js', '.ts', '.mts', '.cts', '.mjs', '.cjs'] as const;

/** Whether a file is JavaScript or TypeScript, by its ending. */
export function isScript(file: string): boolean {
  return sourceExtensions.includes(extension(file));
}

/** The language that a script is written in, by its ending. */
export function languageOf(file: string): 'typescript' | 'javascript' {
  return /^\.[mc]?tsx?$/.test(extension(file)) ? 'typescript' : 'javascript';
}

/** `a.test.ts`, `a.spec.mjs`. */
export function isNamedTest(file: string): boolean {
  return /\.(test|spec)\.[cm]?[jt]sx?$/.test(file);
}

/** Whether a file is a test, or lies where tests and what they pretend with lie. */
export function isUsualTestFile(file: string): boolean {
  return /\.(test|spec)$/.test(file.slice(0, file.length - extension(file).length)) || /[\\/]__(tests|mocks)__[\\/]/.test(file);
}
