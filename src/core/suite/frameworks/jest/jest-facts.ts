import type { Project } from '../../framework.ts';

/** What detection noted of a Jest project for its commands. */
export interface JestFacts {
  /** Options of the script that starts Jest, as far as they say which tests there are and how they run. */
  readonly arguments: readonly string[];
  /** Paths that the script restricts its run to. */
  readonly patterns: readonly string[];
  /** What the script gives to Node itself. */
  readonly nodeArguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The project's own `testResultsProcessor`. */
  readonly processor: string | undefined;
  /** Absolute `rootDir`; undefined when there may be several or none can be told. */
  readonly rootFolder: string | undefined;
  /** What a test file must match; empty: Jest's defaults. */
  readonly testRegex: readonly string[];
  /** Absolute folders that tests lie in. */
  readonly roots: readonly string[];
  /** `pnpm add -D` or the like. */
  readonly add: string;
}

/** Reads {@link Project.facts} of a Jest project. */
export function jestFacts({ facts = {} }: Pick<Project, 'facts'>): JestFacts {
  const list = (name: string): readonly string[] => {
    const value = facts[name];
    return Array.isArray(value) ? (value as readonly string[]) : [];
  };
  const text = (name: string): string | undefined => {
    const value = facts[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    arguments: list('arguments'),
    patterns: list('patterns'),
    nodeArguments: list('nodeArguments'),
    environment: Object.fromEntries(
      list('environment').map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
    ),
    processor: text('processor'),
    rootFolder: text('rootFolder'),
    testRegex: list('testRegex'),
    roots: list('roots'),
    add: text('add') ?? 'npm i -D',
  };
}

/** What {@link jestFacts} reads again. */
export function noteJestFacts(facts: JestFacts): NonNullable<Project['facts']> {
  const { environment, processor, rootFolder, ...plain } = facts;
  return {
    ...plain,
    environment: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    ...(processor === undefined ? {} : { processor }),
    ...(rootFolder === undefined ? {} : { rootFolder }),
  };
}
