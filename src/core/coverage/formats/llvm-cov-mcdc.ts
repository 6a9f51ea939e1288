import type { ConditionCoverage } from '../coverage-map.ts';
import { listOf } from './json-report.ts';
import { placeOf, rangeOf } from './llvm-cov-branches.ts';

/** Conditions of decisions that were measured for MC/DC, and how many records were none. */
export interface McdcRecords {
  readonly conditions: readonly ConditionCoverage[];
  readonly bad: number;
}

/** LLVM measures decisions of up to 32767 conditions only in theory; more than this is a broken report. */
const mostConditions = 1000;

/**
 * `[line, column, end line, end column, …, [condition covered, …]]`; how many fields stand between differs by version.
 * llvm-cov only says whether a condition was seen to decide the outcome alone both ways, so both ways are told alike.
 * Decisions that were compiled several times are one. Source: `renderMCDCRecord` in CoverageExporterJson.cpp.
 */
export function readMcdc(records: readonly unknown[]): McdcRecords {
  const decisions = new Map<string, { readonly line: number; readonly covered: boolean[] }>();
  let bad = 0;
  for (const record of records) {
    const fields = listOf(record);
    const range = rangeOf(fields);
    const list = fields.slice(4).find((field) => Array.isArray(field)) as readonly unknown[] | undefined;
    if (range === undefined || list === undefined || list.length > mostConditions || !list.every((one) => typeof one === 'boolean')) {
      bad += 1;
      continue;
    }
    const place = placeOf(range);
    const before = decisions.get(place);
    if (before === undefined) decisions.set(place, { line: range.start.line, covered: [...list] });
    else for (const [index, covered] of list.entries()) before.covered[index] = covered || before.covered[index] === true;
  }
  const onLine = new Map<number, number>();
  const inOrder = [...decisions.values()].sort((left, right) => left.line - right.line);
  const conditions = inOrder.flatMap(({ line, covered }) => {
    const decision = onLine.get(line) ?? 0;
    onLine.set(line, decision + 1);
    return covered.map((one, index): ConditionCoverage => ({ line, decision, index, whenTrue: one, whenFalse: one }));
  });
  return { conditions, bad };
}
