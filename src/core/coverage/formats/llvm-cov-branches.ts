import type { ArmState, Branch, Range } from '../coverage-map.ts';
import { compareBranches } from '../merge.ts';
import { isJson, listOf, type Json } from './json-report.ts';
import { addCounts, countOf, endOfLine, isLine, mostArmsOnLine } from './numbers.ts';

/** Conditions of one file by their place, with the counts of all instantiations. */
export interface ConditionMap {
  readonly conditions: ReadonlyMap<string, Condition>;
  /** Entries that were none. */
  readonly bad: number;
  /** Lines that hold more conditions than are kept. */
  readonly crowded: ReadonlySet<number>;
}

interface Condition {
  readonly place: string;
  /** Where it is shown: for a condition of a macro the place where the macro is used. */
  readonly range: Range;
  /** Added to `true` and `false` where the range alone does not say which condition it is. */
  readonly note: string;
  whenTrue: number;
  whenFalse: number;
}

/** `[line, column, end line, end column, true count, false count, file, expanded file, kind]` (CoverageExporterJson.cpp). */
export interface BranchRecord {
  readonly range: Range;
  readonly whenTrue: number;
  readonly whenFalse: number;
  readonly file: number;
}

/**
 * All conditions of a file: its own, and those of macros at the place where the macro is used. A condition that the
 * compiler made several times (templates, generics, inlined headers) is one, with the counts summed.
 */
export function conditionsOf(data: Json, path: string): ConditionMap {
  const conditions = new Map<string, Condition>();
  const onLine = new Map<number, number>();
  const crowded = new Set<number>();
  let bad = 0;
  const add = (record: BranchRecord, shown: Range, place: string, note: string): void => {
    const before = conditions.get(place);
    if (before !== undefined) {
      before.whenTrue = addCounts(before.whenTrue, record.whenTrue);
      before.whenFalse = addCounts(before.whenFalse, record.whenFalse);
      return;
    }
    const arms = (onLine.get(shown.start.line) ?? 0) + 2;
    if (arms > mostArmsOnLine) {
      crowded.add(shown.start.line);
      return;
    }
    onLine.set(shown.start.line, arms);
    conditions.set(place, { place, range: shown, note, whenTrue: record.whenTrue, whenFalse: record.whenFalse });
  };
  for (const entry of listOf(data['branches'])) {
    const record = branchRecord(entry);
    if (record === undefined) bad += 1;
    else add(record, record.range, placeOf(record.range), '');
  }
  for (const expansion of listOf(data['expansions'])) {
    const use = isJson(expansion) ? rangeOf(listOf(expansion['source_region'])) : undefined;
    if (!isJson(expansion) || use === undefined) {
      bad += 1;
      continue;
    }
    const names = listOf(expansion['filenames']);
    for (const entry of listOf(expansion['branches'])) {
      const record = branchRecord(entry);
      if (record === undefined) bad += 1;
      else {
        const name = names[record.file];
        const home = typeof name === 'string' && name !== path ? `${baseName(name)}:` : '';
        const { line, column } = record.range.start;
        add(record, use, `${placeOf(use)}>${home}${placeOf(record.range)}`, ` (condition at ${home}${line}:${column + 1})`);
      }
    }
  }
  return { conditions, bad, crowded };
}

/** The branches of a file, in the order of its text; `folded` are the places of conditions that the compiler decided. */
export function branchesOf(map: ConditionMap, folded: ReadonlySet<string>): readonly Branch[] {
  return [...map.conditions.values()]
    .filter((condition) => !folded.has(condition.place) || condition.whenTrue > 0 || condition.whenFalse > 0)
    .map(branchOf)
    .sort(compareBranches);
}

/** Places of conditions that were never evaluated: some of them are constants, which only the functions tell. */
export function darkPlaces(map: ConditionMap): readonly string[] {
  return [...map.conditions.values()].filter((one) => one.note === '' && one.whenTrue === 0 && one.whenFalse === 0).map((one) => one.place);
}

function branchOf({ place, range, note, whenTrue, whenFalse }: Condition): Branch {
  const dark: ArmState = whenTrue > 0 || whenFalse > 0 ? 'not-taken' : 'never-evaluated';
  const arm = (index: number, label: string, count: number) => ({
    key: `condition@${place}/${index}`,
    label: `${label}${note}`,
    state: count > 0 ? ('hit' as const) : dark,
    count,
  });
  return {
    kind: 'unknown',
    certainty: 'exact',
    line: range.start.line,
    range,
    arms: [arm(0, 'true', whenTrue), arm(1, 'false', whenFalse)],
  };
}

/** A branch record, checked. */
export function branchRecord(entry: unknown): BranchRecord | undefined {
  const fields = listOf(entry);
  const range = rangeOf(fields);
  const [whenTrue, whenFalse, file] = fields.slice(4);
  if (range === undefined || typeof whenTrue !== 'number' || typeof whenFalse !== 'number') return undefined;
  return { range, whenTrue: countOf(whenTrue).count, whenFalse: countOf(whenFalse).count, file: typeof file === 'number' ? file : 0 };
}

/**
 * The first four fields of a record. Columns there are 1-based bytes of the line; as 0-based columns they are exact up
 * to the first character that is not ASCII, which nothing but the source itself can set right.
 */
export function rangeOf([line, column, endLine, endColumn]: readonly unknown[]): Range | undefined {
  if (!isLine(line) || !isLine(endLine) || !isColumn(column) || !isColumn(endColumn)) return undefined;
  const start = { line, column: Math.max(column - 1, 0) };
  const end = { line: endLine, column: Math.max(endColumn - 1, 0) };
  return end.line < start.line || (end.line === start.line && end.column < start.column) ? { start, end: start } : { start, end };
}

/** Names a place within its file. */
export function placeOf({ start, end }: Range): string {
  return `${start.line}:${start.column}-${end.line}:${end.column}`;
}

function isColumn(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= endOfLine;
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
