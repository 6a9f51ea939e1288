import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Branch, FileCoverage, ReportProblem } from '../../../../../src/core/coverage/coverage-map.ts';
import { indexReport, type ReadReport } from '../../../../../src/core/coverage/read-report.ts';
import { drain } from '../../../../../src/core/coverage/formats/indexed-report.ts';

const fixtures = join(import.meta.dirname, '../../../../fixtures/reports');

/** A report below `test/fixtures/reports`, read as a user's report is. */
export function readFixture(name: string): ReadReport {
  return drain(indexReport(readFileSync(join(fixtures, name)), '/x/report'));
}

/** A report that the test writes itself. */
export function readText(text: string): ReadReport {
  return drain(indexReport(new TextEncoder().encode(text), '/x/report'));
}

/** The file with this path, decoded. */
export function fileOf(report: ReadReport, path: string): FileCoverage {
  const file = report.files.find((one) => one.path === path);
  if (file === undefined) throw new Error(`The report has ${report.files.map((one) => one.path).join(', ') || 'no file'}.`);
  return file.load();
}

/** `4 then: hit 1×`. */
export function armLines(branches: readonly Branch[]): readonly string[] {
  return branches.flatMap((branch) =>
    branch.arms.map((arm) => `${branch.line} ${arm.label}: ${arm.state}${arm.count === undefined ? '' : ` ${arm.count}×`}`),
  );
}

/** `3: 1` for each line with its count. */
export function lineCounts(file: FileCoverage): readonly string[] {
  return [...file.lines].sort(([left], [right]) => left - right).map(([line, count]) => `${line}: ${count}`);
}

export function codes(problems: readonly ReportProblem[]): readonly string[] {
  return problems.map((problem) => problem.code);
}
