import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alignWithSource } from '../../../../src/core/coverage/align.ts';
import type { FileCoverage, ReportProblem } from '../../../../src/core/coverage/coverage-map.ts';
import { describeArm } from '../../../../src/core/coverage/describe-arm.ts';
import { placeOf } from '../../../../src/core/coverage/place-of.ts';
import { readReport } from '../../../../src/core/coverage/read-report.ts';
import { createSourceAnalyser } from '../../../../src/core/source/analyser.ts';

const root = join(import.meta.dirname, '../../../..');
const fixtures = join(root, 'test/fixtures/reports');
const grammars = join(root, 'node_modules/@vscode/tree-sitter-wasm/wasm');

/** The analyser with the grammars as they are installed. */
export const analyser = createSourceAnalyser({
  treeSitter: async () => readFileSync(join(grammars, 'tree-sitter.wasm')),
  python: async () => readFileSync(join(grammars, 'tree-sitter-python.wasm')),
  go: async () => readFileSync(join(grammars, 'tree-sitter-go.wasm')),
});

/** A report that the real tool wrote, e.g. `nyc/lcov.info`; see `make.sh` there. */
export function madeReport(name: string): Uint8Array {
  return readFileSync(join(fixtures, 'made', name));
}

export function fixtureText(name: string): string {
  return readFileSync(join(fixtures, name), 'utf8');
}

/** One file of a made report, aligned with the source that was measured. */
export async function alignedReport(
  report: string,
  source: string,
): Promise<{ readonly coverage: FileCoverage; readonly problems: readonly ReportProblem[] }> {
  const parsed = readReport(madeReport(report), report);
  const name = source.slice(source.lastIndexOf('/') + 1);
  const file = [...parsed.coverage.values()].find((one) => one.path.endsWith(name));
  const model = await analyser.analyse(source, fixtureText(source));
  if (file === undefined || model === undefined) throw new Error(`${report} does not speak of ${source}`);
  const { coverage, problems } = alignWithSource(file, model);
  return { coverage, problems: [...parsed.problems, ...problems] };
}

/** The dark arms as a person sees them: `12: else never taken`, with the line of the mark. */
export function darkArms(coverage: FileCoverage): readonly string[] {
  return coverage.branches.flatMap((branch) =>
    branch.arms
      .filter((arm) => arm.state !== 'hit')
      .map(
        (arm) =>
          `${placeOf(branch, arm).start.line}: ${describeArm(branch, arm)}${arm.state === 'never-evaluated' ? ' (decision never ran)' : ''}`,
      ),
  );
}

export function armKeys(coverage: FileCoverage): readonly string[] {
  return coverage.branches.flatMap((branch) => branch.arms.map((arm) => `${arm.key} ${arm.label} ${arm.state}`));
}
