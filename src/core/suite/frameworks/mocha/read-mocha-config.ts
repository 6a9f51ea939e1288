import type ts from 'typescript';
import { joinPath } from '../../../paths.ts';
import type { FileSystem } from '../../../ports.ts';
import { literalStrings, readConfigLiterals, type LiteralObject } from '../javascript/config-literals.ts';
import type { PackageJson } from '../javascript/package-json.ts';

/** In the order in which Mocha takes the first. Source: `lib/cli/config.js`. */
export const mochaConfigNames = [
  '.mocharc.cjs',
  '.mocharc.js',
  '.mocharc.mjs',
  '.mocharc.yaml',
  '.mocharc.yml',
  '.mocharc.jsonc',
  '.mocharc.json',
] as const;

/** What is written down literally in a project's configuration of Mocha. Mocha itself reads the rest when it runs. */
export interface MochaConfig {
  readonly spec: readonly string[];
  readonly extension: readonly string[];
  readonly ignore: readonly string[];
  readonly ui: string | undefined;
  readonly recursive: boolean;
}

/** The configuration of a folder: its `.mocharc.*`, then the field `mocha` of its package.json; where both say something, the file counts. */
export async function readMochaConfig(
  folder: string,
  packageJson: PackageJson | undefined,
  fileSystem: FileSystem,
  typescript: typeof ts,
): Promise<MochaConfig> {
  const names = new Set((await fileSystem.list(folder)).map((entry) => entry.name));
  const name = mochaConfigNames.find((one) => names.has(one));
  const own = packageJson?.content['mocha'];
  const fromPackage = typeof own === 'object' && own !== null ? (own as LiteralObject) : {};
  const fromFile = name === undefined ? {} : readFile(typescript, name, await fileSystem.readText(joinPath(folder, name)));
  const strings = (key: string): readonly string[] =>
    (literalStrings(fromFile[key]) ?? literalStrings(fromPackage[key]) ?? []).flatMap((value) => value.split(',')).map((one) => one.trim());
  const [ui] = strings('ui');
  return {
    spec: strings('spec'),
    extension: strings('extension').map((one) => one.replace(/^\./, '')),
    ignore: strings('ignore'),
    ui,
    recursive: (fromFile['recursive'] ?? fromPackage['recursive']) === true,
  };
}

function readFile(typescript: typeof ts, name: string, text: string): LiteralObject {
  if (/\.ya?ml$/.test(name)) return readYaml(text);
  return readConfigLiterals(typescript, name.replace(/\.jsonc$/, '.json'), text);
}

/** The names of the top level with plain values and lists of them: all that a configuration of Mocha in YAML holds. */
function readYaml(text: string): LiteralObject {
  const result: Record<string, string | boolean | string[]> = {};
  let list: string[] | undefined;
  for (const line of text.split(/\r?\n/)) {
    const item = /^\s*-\s+(.+)$/.exec(line)?.[1];
    if (item !== undefined) {
      list?.push(scalar(item));
      continue;
    }
    const [, name, value = ''] = /^([\w-]+)\s*:\s*(.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    const bare = value.replace(/(?:^|\s)#.*$/, '').trim();
    const inline = /^\[(.*)\]$/.exec(bare)?.[1];
    list = inline === undefined ? [] : inline.split(',').map(scalar);
    result[name] = bare === '' || inline !== undefined ? list : bare === 'true' || bare === 'false' ? bare === 'true' : scalar(value);
  }
  return result;
}

function scalar(written: string): string {
  const text = written.trim();
  const quoted = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)')/.exec(text);
  if (quoted !== null) return quoted[1]?.replace(/\\(.)/g, '$1') ?? (quoted[2] ?? '').replaceAll("''", "'");
  return text.replace(/\s+#.*$/, '');
}
