import type { PackageJson } from '../javascript/package-json.ts';
import { splitCommands } from '../javascript/script-commands.ts';

/** Options of Node that take the next word as their value. Source: `node --help`. */
const valued = new Set(
  (
    '-r --require --import --loader --experimental-loader -C --conditions --env-file --env-file-if-exists --test-reporter ' +
    '--test-reporter-destination --test-name-pattern --test-skip-pattern --test-concurrency --test-timeout --test-shard ' +
    '--test-isolation --experimental-test-isolation --test-coverage-include --test-coverage-exclude --test-coverage-branches ' +
    '--test-coverage-functions --test-coverage-lines --test-global-setup --test-rerun-failures --watch-path --title --input-type --icu-data-dir'
  ).split(' '),
);

/** What `tsx --test` runs when it is told no files. Source: tsx, `src/cli.ts`. */
const tsxGlob = '**/{test,test/**/*,test-*,*[.-_]test}.?(c|m)@(t|j)s';

/** What a run of ours decides itself. */
const ours = /^--(?:test$|watch|experimental-test-coverage|test-coverage|test-reporter|inspect|test-update-snapshots|test-rerun-failures)/;
/** What narrows a run. */
const narrowing = /^--test-(?:name-pattern|skip-pattern|only|shard)/;

/** How a project starts Node's test runner. */
export interface NodeTestScript {
  /** Options of Node with their values, without {@link ours}. */
  readonly options: readonly string[];
  /** Reporters with their destinations. */
  readonly reporters: readonly { readonly name: string; readonly destination: string }[];
  /** Files and globs. */
  readonly specs: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** The script that starts Node's test runner, `test` before all others; undefined when none does. */
export function findNodeTestScript({ scripts }: PackageJson): NodeTestScript | undefined {
  const names = [...scripts.keys()].toSorted((a, b) => rank(a) - rank(b));
  for (const name of names) {
    for (const words of splitCommands(scripts.get(name) ?? '')) {
      const script = readScript(words);
      if (script !== undefined) return script;
    }
  }
  return undefined;
}

function rank(name: string): number {
  return name === 'test' ? 0 : /unit/.test(name) ? 1 : /e2e|integration|watch|debug|update|cov/.test(name) ? 3 : 2;
}

function readScript(words: readonly string[]): NodeTestScript | undefined {
  const at = words.findIndex((word) => /^(?:.*[\\/])?(?:node|tsx)(?:\.exe|\.cmd)?$/.test(word));
  if (at === -1) return undefined;
  const rest = words.slice(at + 1);
  if (!rest.some((word) => word === '--test')) return undefined;
  const environment = Object.fromEntries(
    words
      .slice(0, at)
      .filter((word) => /^[A-Za-z_]\w*=/.test(word))
      .map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
  );
  const { options, specs, reporters } = readWords(rest);
  const throughTsx = /tsx(?:\.cmd)?$/.test(words[at] ?? '');
  return {
    options: throughTsx ? ['--import', 'tsx', ...options] : options,
    specs: throughTsx && specs.length === 0 ? [tsxGlob] : specs,
    reporters,
    environment,
  };
}

function readWords(words: readonly string[]): Omit<NodeTestScript, 'environment'> {
  const options: string[] = [];
  const specs: string[] = [];
  const names: string[] = [];
  const destinations: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') continue;
    if (!word.startsWith('-')) {
      specs.push(word);
      continue;
    }
    const [name = word] = word.split('=', 1);
    const next = valued.has(word) ? words[(at += 1)] : undefined;
    const value = next ?? word.slice(name.length + 1);
    if (name === '--test-reporter') names.push(value);
    else if (name === '--test-reporter-destination') destinations.push(value);
    if (!ours.test(name)) options.push(word, ...(next === undefined ? [] : [next]));
  }
  const reporters = names.map((name, index) => ({ name, destination: destinations[index] ?? 'stdout' }));
  return { options, specs, reporters };
}

/** The options of a script for a run of a few files: nothing is narrowed by what the script wants. */
export function withoutNarrowing(options: readonly string[]): readonly string[] {
  return options.filter(
    (word, at) => !narrowing.test(word) && !(narrowing.test(options[at - 1] ?? '') && valued.has(options[at - 1] ?? '')),
  );
}
