import type { Totals } from '../coverage-map.ts';
import type { FileTotals } from '../summary.ts';
import { isJson, readPlaces, type Json } from './json-report.ts';
import { countOf } from './numbers.ts';
import { createProblemList } from './problem-list.ts';
import type { IndexedReport, ReportFile, ReportFormat } from './report-format.ts';

/** `llvm-cov export -summary-only`, as `cargo llvm-cov --json --summary-only` writes it too: figures of whole files. */
export const llvmCovSummaryFormat: ReportFormat = {
  id: 'llvm-cov-summary',
  name: 'llvm-cov summary JSON',
  fidelity: 'totals',
  detect: (head) =>
    /^\{[^[]{0,2000}"data"\s*:\s*\[\s*\{\s*"files"\s*:\s*\[\s*\{\s*"filename"\s*:\s*"(?:[^"\\]|\\.){1,4000}"\s*,\s*"summary"\s*:/.test(
      head,
    ),
  index: indexSummary,
};

function* indexSummary(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const files = new Map<string, ReportFile>();
  yield* readPlaces(bytes, [['data', '*', 'files', '*']], problems, (place, value) => {
    const path = isJson(value) ? value['filename'] : undefined;
    const summary = isJson(value) ? value['summary'] : undefined;
    if (typeof path !== 'string' || path === '' || !isJson(summary))
      problems.add('report/foreign-file', 'An entry among the files has no figures of llvm-cov; it was left out.', `byte ${place.start}`);
    else files.set(path, fileOf(path, summary));
  });
  if (files.size > 0)
    problems.add(
      'report/only-totals',
      'This report has only figures of whole files. To see lines and arms, export it without -summary-only.',
    );
  return { files: [...files.values()], problems: problems.all() };
}

function fileOf(path: string, summary: Json): ReportFile {
  const figure = (name: string): Totals => {
    const entry = summary[name];
    const total = isJson(entry) ? countOf(entry['count']).count : 0;
    return { total, covered: Math.min(isJson(entry) ? countOf(entry['covered']).count : 0, total) };
  };
  const totals: FileTotals = { lines: figure('lines'), branches: figure('branches'), blocks: { covered: 0, total: 0 } };
  return { path, totals, load: () => ({ path, lines: new Map(), functions: [], branches: [] }) };
}
