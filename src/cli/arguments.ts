import { parseArgs } from 'node:util';
import { AppError } from '../core/errors.ts';
import type { GeneratorId } from '../core/generators/generator.ts';

export const usage = `Usage
  branchlight list [path…]                        dark arms of the workspace, or of these files and folders
  branchlight report <report…>                    what coverage reports say, wherever their sources are
  branchlight test [path…]                        run the suites of the workspace, test files, or the tests of source files
  branchlight tests [path…]                       the tests of the workspace, of folders, or those that have to do with files
  branchlight cover <file>[:<line>[:<column>]]    generate and prove tests for the dark arms of a file, a line, or at a place

Options
  --root <folder>         workspace folder (default: the current one)
  --measure               list: run the suite with coverage first, do not read reports
  --coverage              test: measure, too
  --name <title>          test: only the test of this title in one test file; "group > title" for one in a group
  --accept                cover: write the proven test file without asking
  --generator <id>        cover: explorer or anthropic; may be repeated (default: as configured)
  --seed <n>              cover: another seed gives other tests (default: 1)
  --json                  one JSON event a line on standard output
  --help, --version

The key for Anthropic models is read from ANTHROPIC_API_KEY. Settings are those of .vscode/settings.json (branchlight.*).
Exit codes: 0 done · 1 something asked stays dark or a test is red · 2 usage · 3 something must be fixed first · 130 cancelled`;

interface Common {
  /** As given; the host resolves it. */
  readonly root: string | undefined;
  readonly json: boolean;
}

export type CliArguments =
  | { readonly command: 'help' }
  | { readonly command: 'version' }
  | ({ readonly command: 'list'; readonly paths: readonly string[]; readonly measure: boolean } & Common)
  | ({ readonly command: 'report'; readonly paths: readonly string[] } & Common)
  | ({ readonly command: 'tests'; readonly paths: readonly string[] } & Common)
  | ({
      readonly command: 'test';
      readonly paths: readonly string[];
      readonly only: { readonly group?: string; readonly title: string } | undefined;
      readonly coverage: boolean;
    } & Common)
  | ({
      readonly command: 'cover';
      readonly place: FilePlace;
      readonly accept: boolean;
      readonly generators: readonly GeneratorId[];
      readonly seed: number;
    } & Common);

/** A file with an optional place in it; line 1-based, column 1-based as editors print them. */
export interface FilePlace {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** @throws AppError `cli/usage` */
export function parseArguments(argv: readonly string[]): CliArguments {
  const { values, positionals } = parse(argv);
  if (values.help === true) return { command: 'help' };
  if (values.version === true) return { command: 'version' };
  const [command, ...rest] = positionals;
  const common = { root: values.root, json: values.json === true };
  switch (command) {
    case undefined:
    case 'help':
      return { command: 'help' };
    case 'list':
      forbid(values, ['accept', 'generator', 'seed', 'coverage', 'name'], 'list');
      return { command: 'list', paths: rest, measure: values.measure === true, ...common };
    case 'report':
      forbid(values, ['accept', 'generator', 'seed', 'measure', 'root', 'coverage', 'name'], 'report');
      if (rest.length === 0) throw usageError('report takes coverage reports, such as coverage/lcov.info');
      return { command: 'report', paths: rest, ...common };
    case 'tests':
      forbid(values, ['accept', 'generator', 'seed', 'measure', 'coverage', 'name'], 'tests');
      return { command: 'tests', paths: rest, ...common };
    case 'test':
      forbid(values, ['accept', 'generator', 'seed', 'measure'], 'test');
      if (values.name !== undefined && rest.length !== 1) throw usageError('--name needs the test file that it stands in');
      return { command: 'test', paths: rest, only: parseName(values.name), coverage: values.coverage === true, ...common };
    case 'cover': {
      forbid(values, ['measure', 'coverage', 'name'], 'cover');
      const [place] = rest;
      if (place === undefined || rest.length > 1) throw usageError('cover takes one file, such as src/price.ts:42');
      return {
        command: 'cover',
        place: parsePlace(place),
        accept: values.accept === true,
        generators: (values.generator ?? []).map(parseGenerator),
        seed: parseSeed(values.seed),
        ...common,
      };
    }
    default:
      throw usageError(`there is no command '${command}'`);
  }
}

/** `src/a.ts:12:5` → file, line, column. A drive letter is part of the file. */
export function parsePlace(text: string): FilePlace {
  const match = /^(?<file>.+?)(?::(?<line>\d+))?(?::(?<column>\d+))?$/.exec(text);
  const file = match?.groups?.['file'];
  if (file === undefined) throw usageError(`'${text}' is not a file`);
  const line = match?.groups?.['line'];
  const column = match?.groups?.['column'];
  return {
    file,
    ...(line === undefined ? {} : { line: Number(line) }),
    ...(column === undefined ? {} : { column: Number(column) }),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        root: { type: 'string' },
        json: { type: 'boolean' },
        measure: { type: 'boolean' },
        coverage: { type: 'boolean' },
        name: { type: 'string' },
        accept: { type: 'boolean' },
        generator: { type: 'string', multiple: true },
        seed: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
    });
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error));
  }
}

function forbid(values: Readonly<Record<string, unknown>>, names: readonly string[], command: string): void {
  for (const name of names) if (values[name] !== undefined) throw usageError(`--${name} does not belong to ${command}`);
}

/** `group > title`; a title may hold that sign, a group may not. */
function parseName(name: string | undefined): { readonly group?: string; readonly title: string } | undefined {
  if (name === undefined) return undefined;
  const at = name.indexOf(' > ');
  return at < 0 ? { title: name } : { group: name.slice(0, at), title: name.slice(at + ' > '.length) };
}

function parseGenerator(id: string): GeneratorId {
  if (id === 'explorer' || id === 'anthropic') return id;
  throw usageError(`there is no generator '${id}'`);
}

function parseSeed(text: string | undefined): number {
  const seed = text === undefined ? 1 : Number(text);
  if (!Number.isSafeInteger(seed) || seed < 0) throw usageError(`--seed ${String(text)} is not a whole number`);
  return seed;
}

function usageError(message: string): AppError {
  return new AppError('cli/usage', message, { hint: 'branchlight --help lists commands and options.' });
}
