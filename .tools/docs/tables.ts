import { fidelities, type Fidelity, type ReportFormat } from '../../src/core/coverage/formats/report-format.ts';
import type { SettingSpec } from '../../src/core/settings.ts';
import type { ErrorCode } from './error-codes.ts';

/** The parts of the manifest that the README repeats. */
export interface Manifest {
  readonly contributes?: {
    readonly commands?: readonly { readonly command: string; readonly title: string; readonly category?: string }[];
    readonly keybindings?: readonly { readonly command: string; readonly key: string; readonly mac?: string }[];
    readonly menus?: Readonly<Record<string, readonly { readonly command?: string; readonly when?: string }[]>>;
  };
}

/** `text` with what stands between the markers of `name` replaced. @throws Error when a marker is missing */
export function replaceSection(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`README.md has no ${begin} … ${end}`);
  return `${text.slice(0, from + begin.length)}\n${content}\n${text.slice(to)}`;
}

/** The commands that the palette offers, in the manifest's order, with their keys. */
export function commandTable(manifest: Manifest): string {
  const { commands = [], keybindings = [], menus = {} } = manifest.contributes ?? {};
  const hidden = new Set((menus['commandPalette'] ?? []).filter((item) => item.when === 'false').map((item) => item.command));
  const rows = commands
    .filter(({ command }) => !hidden.has(command))
    .map(({ command, title, category }) => {
      const binding = keybindings.find((each) => each.command === command);
      return [category === undefined ? title : `${category}: ${title}`, binding === undefined ? '' : keyText(binding)];
    });
  return table(['Command', 'Key'], rows);
}

function keyText({ key, mac }: { readonly key: string; readonly mac?: string }): string {
  return mac === undefined || mac === key ? `\`${key}\`` : `\`${key}\` (macOS \`${mac}\`)`;
}

export function settingsTable(specs: readonly SettingSpec[]): string {
  return table(
    ['Setting', 'Default', 'What it does'],
    specs.map((spec) => [
      `\`branchlight.${spec.key}\``,
      `\`${JSON.stringify(spec.schema.default)}\``,
      [spec.doc, allowedText(spec.schema), spec.restricted === true ? 'Ignored in untrusted workspaces.' : ''].filter(Boolean).join(' '),
    ]),
  );
}

function allowedText(schema: Readonly<Record<string, unknown>>): string {
  const values = schema['enum'];
  if (Array.isArray(values)) return `One of ${values.map((value) => `\`${String(value)}\``).join(', ')}.`;
  const { minimum, maximum } = schema as { readonly minimum?: number; readonly maximum?: number };
  if (minimum !== undefined && maximum !== undefined) return `From ${minimum} to ${maximum}.`;
  return minimum === undefined ? '' : `At least ${minimum}.`;
}

/** Report formats by what they can say, best first. */
export function formatTable(formats: readonly ReportFormat[]): string {
  return table(
    ['What the report says of branches', 'Formats', 'What is shown'],
    fidelities.map((fidelity) => {
      const { says, shown } = fidelityInWords[fidelity];
      return [
        says,
        formats
          .filter((format) => format.fidelity === fidelity)
          .map(({ name }) => name)
          .sort()
          .join(', '),
        shown,
      ];
    }),
  );
}

const fidelityInWords: Readonly<Record<Fidelity, { readonly says: string; readonly shown: string }>> = {
  exact: { says: 'each arm, with its place', shown: 'every arm by its name' },
  arc: { says: 'jumps from line to line', shown: 'every arm by its name' },
  ordinal: { says: 'the arms of a line, in order', shown: 'every arm; by its name where the source confirms it' },
  polarity: { says: 'true and false, by line', shown: 'every arm, as true or false' },
  count: { says: 'how many outcomes of a line', shown: '“1 of 4 outcomes not taken”; no arm is ever guessed' },
  none: { says: 'nothing: only which code ran', shown: 'the lines and blocks that never ran' },
  totals: { says: 'only figures of whole files', shown: 'the figures, without marks' },
};

export function errorTable(codes: readonly ErrorCode[]): string {
  return table(
    ['Code', 'Message', 'Next step'],
    codes.map(({ code, message, hint }) => [`\`${code}\``, message, hint]),
  );
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
