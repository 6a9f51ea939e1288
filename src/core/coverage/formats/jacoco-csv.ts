import { newline } from './ascii.ts';
import type { FileCoverage } from '../coverage-map.ts';
import type { FileTotals } from '../summary.ts';
import { addTotals } from './line-rows.ts';
import { createProblemList, shortened } from './problem-list.ts';
import type { IndexedReport, ReportFormat } from './report-format.ts';

/** JaCoCo CSV: counters of classes, no lines. Columns: JaCoCo's `CSVFormatter`. */
export const jacocoCsvFormat: ReportFormat = {
  id: 'jacoco-csv',
  name: 'JaCoCo CSV',
  fidelity: 'totals',
  detect: (head) => /^"?GROUP"?,"?PACKAGE"?,"?CLASS"?,/.test(head),
  index: indexJacocoCsv,
};

const yieldEvery = 1 << 20;

interface Entry {
  readonly path: string;
  readonly module: string | undefined;
  totals: FileTotals;
}

/**
 * The rows of nested classes are added to that of the class around them. Which file a class stands in is not said: its
 * path is that of package and class, without an ending.
 */
function* indexJacocoCsv(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const entries = new Map<string, Entry>();
  const decoder = new TextDecoder();
  let columns: ReadonlyMap<string, number> | undefined;
  let line = 0;
  let yieldAt = yieldEvery;
  for (let at = 0; at < bytes.length;) {
    const found = bytes.indexOf(newline, at);
    const end = found === -1 ? bytes.length : found;
    const text = decoder.decode(bytes.subarray(at, end)).trim();
    line += 1;
    if (text !== '') {
      const fields = fieldsOf(text);
      if (columns === undefined) columns = new Map(fields.map((name, index) => [name, index]));
      else {
        const row = readRow(fields, columns);
        if (row === undefined) problems.add('report/bad-record', `Not a row of this table: ${shortened(text)}`, `line ${line}`);
        else {
          const key = `${row.module ?? ''}\n${row.path}`;
          const before = entries.get(key);
          if (before === undefined) entries.set(key, row);
          else before.totals = addTotals(before.totals, row.totals);
        }
      }
    }
    at = end + 1;
    if (at >= yieldAt) {
      yield Math.min(at, bytes.length);
      yieldAt = at + yieldEvery;
    }
  }
  if (entries.size > 0)
    problems.add(
      'report/only-totals',
      'This report only has the figures of whole classes. Marks in the source need the XML report of JaCoCo, which is written beside it (`jacoco.xml`).',
    );
  const files = [...entries.values()].map(({ path, module, totals }) => ({
    path,
    totals,
    load: (): FileCoverage => ({ path, lines: new Map(), functions: [], branches: [] }),
    ...(module === undefined ? {} : { module }),
  }));
  return { files, problems: problems.all() };
}

function readRow(fields: readonly string[], columns: ReadonlyMap<string, number>): Entry | undefined {
  const text = (name: string): string => fields[columns.get(name) ?? -1] ?? '';
  const count = (name: string): number => (/^\d{1,15}$/.test(text(name)) ? Number(text(name)) : Number.NaN);
  const sum = (name: string): { readonly covered: number; readonly total: number } => ({
    covered: count(`${name}_COVERED`),
    total: count(`${name}_COVERED`) + count(`${name}_MISSED`),
  });
  const totals = { lines: sum('LINE'), branches: sum('BRANCH'), blocks: { covered: 0, total: 0 } };
  // Nested classes follow behind a dot.
  const outermost = text('CLASS').split('.')[0] ?? '';
  if (outermost === '' || Number.isNaN(totals.lines.total) || Number.isNaN(totals.branches.total)) return undefined;
  const folder = text('PACKAGE').replaceAll('.', '/');
  // The group of a report over several modules is `report/module`.
  const module = text('GROUP').split('/').slice(1).at(-1);
  return { path: folder === '' || folder === 'default' ? outermost : `${folder}/${outermost}`, module, totals };
}

/** Fields between commas; one with commas or quotes in it stands in quotes, its own quotes doubled. */
function fieldsOf(text: string): readonly string[] {
  if (!text.includes('"')) return text.split(',');
  const fields: string[] = [];
  let at = 0;
  while (at <= text.length) {
    if (text[at] !== '"') {
      const comma = text.indexOf(',', at);
      const end = comma === -1 ? text.length : comma;
      fields.push(text.slice(at, end));
      at = end + 1;
      continue;
    }
    let field = '';
    at += 1;
    for (; at < text.length; at += 1) {
      if (text[at] !== '"') field += text[at];
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else break;
    }
    fields.push(field);
    const comma = text.indexOf(',', at + 1);
    at = comma === -1 ? text.length + 1 : comma + 1;
  }
  return fields;
}
