import type { Totals } from '../coverage-map.ts';
import type { FileTotals } from '../summary.ts';
import { reportDifference } from './claimed-totals.ts';
import { isJson, readPlaces, type Json } from './json-report.ts';
import { countOf } from './numbers.ts';
import { createProblemList, shortened, type ProblemList } from './problem-list.ts';
import type { IndexedReport, ReportFile, ReportFormat } from './report-format.ts';

/** Istanbul's `coverage-summary.json`: figures of each file and of all, no lines and no arms (istanbul-reports, json-summary). */
export const istanbulSummaryFormat: ReportFormat = {
  id: 'istanbul-summary',
  name: 'Istanbul summary JSON',
  fidelity: 'totals',
  detect: (head) =>
    /^\{\s*"(?:[^"\\]|\\.){1,4000}"\s*:\s*\{\s*"(?:lines|statements|functions|branches)"\s*:\s*\{\s*"total"\s*:\s*\d+\s*,\s*"covered"\s*:/.test(
      head,
    ),
  index: indexSummary,
};

function* indexSummary(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const files = new Map<string, ReportFile>();
  let claimed: FileTotals | undefined;
  const { torn } = yield* readPlaces(bytes, [['*']], problems, (place, value) => {
    const totals = totalsOf(value, place.key, problems);
    if (totals === undefined)
      problems.add(
        'report/foreign-file',
        `The entry for ${shortened(place.key)} has no figures of Istanbul; it was left out.`,
        `byte ${place.start}`,
      );
    else if (place.key === 'total') claimed = totals;
    else files.set(place.key, fileOf(place.key, totals));
  });
  const all = [...files.values()];
  if (all.length > 0 || claimed !== undefined) problems.add('report/only-totals', onlyTotals);
  if (claimed !== undefined && all.length > 0 && !torn) {
    const { lines, branches } = claimed;
    const claims = { linesCovered: lines.covered, lines: lines.total, branchesCovered: branches.covered, branches: branches.total };
    reportDifference('All files', claims, sumOf(all), problems);
  }
  return { files: all, problems: problems.all() };
}

const onlyTotals =
  'This report has only figures of whole files. To see lines and arms, let the tool write coverage-final.json (reporter "json") or LCOV too.';

function fileOf(path: string, totals: FileTotals): ReportFile {
  return { path, totals, load: () => ({ path, lines: new Map(), functions: [], branches: [] }) };
}

function totalsOf(value: unknown, name: string, problems: ProblemList): FileTotals | undefined {
  if (!isJson(value) || !isJson(value['lines'])) return undefined;
  const figure = (key: string): Totals => {
    const entry = value[key];
    const { total, covered } = isJson(entry) ? figuresOf(entry) : { total: 0, covered: 0 };
    if (covered > total)
      problems.add('report/bad-count', `${shortened(name)}: ${covered} of ${total} ${key} cannot be covered; ${total} is used.`);
    return { total, covered: Math.min(covered, total) };
  };
  return { lines: figure('lines'), branches: figure('branches'), blocks: { covered: 0, total: 0 } };
}

function figuresOf(entry: Json): Totals {
  return { total: countOf(entry['total']).count, covered: countOf(entry['covered']).count };
}

function sumOf(files: readonly ReportFile[]): FileTotals {
  const sum = (of: (totals: FileTotals) => Totals): Totals => ({
    covered: files.reduce((all, file) => all + of(file.totals).covered, 0),
    total: files.reduce((all, file) => all + of(file.totals).total, 0),
  });
  return { lines: sum((totals) => totals.lines), branches: sum((totals) => totals.branches), blocks: { covered: 0, total: 0 } };
}
