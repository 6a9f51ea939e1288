import type ts from 'typescript';
import {
  findObjectLiteral,
  isLiteralObject,
  literalStrings,
  readConfigLiterals,
  type LiteralObject,
} from '../javascript/config-literals.ts';

/** What is written down literally in a Vitest or Vite config; everything computed is left out. */
export interface VitestConfig {
  /** Whether it says anything of tests. */
  readonly configured: boolean;
  readonly include: readonly string[];
  readonly globals: boolean;
  readonly provider: string | undefined;
  /** Names of the configured reporters; undefined: none are named, or they are computed. */
  readonly reporters: readonly string[] | undefined;
}

export const noVitestConfig: VitestConfig = { configured: false, include: [], globals: false, provider: undefined, reporters: undefined };

/**
 * Reads the literals of `test: { … }` out of a config's source without running it. What projects within it look for
 * counts as what the whole looks for.
 */
export function readVitestConfig(typescript: typeof ts, fileName: string, text: string): VitestConfig {
  const { test: direct } = readConfigLiterals(typescript, fileName, text);
  const test = isLiteralObject(direct) ? direct : findObjectLiteral(typescript, fileName, text, 'test');
  if (test === undefined) return { ...noVitestConfig, configured: direct !== undefined };
  const projects = Array.isArray(test['projects'])
    ? test['projects'].flatMap((project: LiteralObject[string]) =>
        isLiteralObject(project) && isLiteralObject(project['test']) ? [project['test']] : [],
      )
    : [];
  const all = [test, ...projects];
  const coverage = test['coverage'];
  const provider = isLiteralObject(coverage) ? coverage['provider'] : undefined;
  return {
    configured: true,
    include: all.flatMap((one) => literalStrings(one['include']) ?? []),
    globals: test['globals'] === true || (projects.length > 0 && projects.every((project) => project['globals'] === true)),
    provider: typeof provider === 'string' ? provider : undefined,
    reporters: reportersOf(test['reporters']),
  };
}

/** `'dot'`, `['default', ['junit', { … }]]`: their options stay in the config, where Vitest finds them by the name. */
function reportersOf(value: LiteralObject[string]): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return undefined;
  const names = value.map((one: LiteralObject[string]) => (Array.isArray(one) ? (one[0] as LiteralObject[string]) : one));
  return names.every((name) => typeof name === 'string') ? names : undefined;
}
