import { basename } from '../../../paths.ts';
import type { PackageJson } from './package-json.ts';

/** A program that a script of a package.json starts. */
export interface ScriptCommand {
  /** Name of the script. */
  readonly script: string;
  /** The last part of what is started, without ending: `jest` for `node_modules/jest/bin/jest.js` too. */
  readonly program: string;
  readonly args: readonly string[];
  /** Variables that the script sets for it. */
  readonly environment: Readonly<Record<string, string>>;
  /** What Node itself is given, where the script starts it. */
  readonly nodeArguments: readonly string[];
}

/** What only starts another command: the words after it, without its own options, are that command. */
const launchers = new Set([
  'npx',
  'pnpx',
  'bunx',
  'cross-env',
  'cross-env-shell',
  'env',
  'c8',
  'nyc',
  'exec',
  'dotenv',
  'time',
  'nice',
  'command',
]);
/** Package managers: `yarn jest`, `pnpm exec jest`. */
const managers = new Set(['npm', 'pnpm', 'yarn', 'bun']);
const valued = new Set([
  '-r',
  '--require',
  '--import',
  '--loader',
  '--experimental-loader',
  '-C',
  '--conditions',
  '-p',
  '-e',
  '--env-file',
]);

/** The commands of all scripts that start `program`, those of scripts that sound like the unit tests first. */
export function scriptsStarting(program: string, { scripts }: PackageJson): readonly ScriptCommand[] {
  const found = [...scripts].flatMap(([name, line]) => commandsOf(name, line).filter((command) => command.program === program));
  return found.toSorted((a, b) => rank(a.script) - rank(b.script));
}

function rank(script: string): number {
  if (script === 'test') return 0;
  if (/unit/.test(script)) return 1;
  if (/e2e|integration|watch|debug|update|cov/.test(script)) return 3;
  return 2;
}

/** Every command of a script's line. Quotes are honoured, substitutions are not made. */
export function commandsOf(script: string, line: string): readonly ScriptCommand[] {
  return splitCommands(line).flatMap((words) => {
    const command = readCommand(words);
    return command === undefined ? [] : [{ script, ...command }];
  });
}

function readCommand(words: readonly string[]): Omit<ScriptCommand, 'script'> | undefined {
  const environment: Record<string, string> = {};
  const nodeArguments: string[] = [];
  let isNode = false;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const assigned = /^([A-Za-z_]\w*)=(.*)$/s.exec(word);
    if (assigned !== null) {
      environment[assigned[1] ?? ''] = assigned[2] ?? '';
      continue;
    }
    if (word.startsWith('-')) {
      if (isNode) nodeArguments.push(word);
      if (valued.has(word)) {
        at += 1;
        if (isNode) nodeArguments.push(words[at] ?? '');
      }
      continue;
    }
    const program = nameOf(word);
    if (program === 'node') isNode = true;
    else if (managers.has(program)) {
      if (words[at + 1] === 'exec' || words[at + 1] === 'dlx' || words[at + 1] === 'x') at += 1;
      else if (words[at + 1] === 'run') return undefined;
    } else if (!launchers.has(program)) return { program, args: words.slice(at + 1), environment, nodeArguments };
  }
  return undefined;
}

function nameOf(word: string): string {
  return basename(word).replace(/\.(?:[cm]?js|cmd|exe)$/, '');
}

/** The words of each command between `&&`, `||`, `;`, `|` and `&`. */
export function splitCommands(line: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  for (const [token, doubleQuoted, singleQuoted] of line.matchAll(/&&|\|\||[;|&]|(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|\\.|[^\s;|&"'\\])+/gs)) {
    if (/^(?:&&|\|\||[;|&])$/.test(token)) commands.push([]);
    else if (doubleQuoted === undefined && singleQuoted === undefined) commands.at(-1)?.push(token.replace(/\\(.)/gs, '$1'));
    else commands.at(-1)?.push(unquoted(token));
  }
  return commands;
}

function unquoted(token: string): string {
  return token.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/gs, (_all, double?: string, single?: string, escaped?: string) =>
    double === undefined ? (single ?? escaped ?? '') : double.replace(/\\(["\\$`])/g, '$1'),
  );
}
