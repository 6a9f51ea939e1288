import type { ResultFile } from '../../framework.ts';

/** A line of what `pytest_results.py` and `unittest_results.py` write. Which members are there depends on the kind. */
export interface RunRecord {
  readonly kind: string;
  readonly id?: string;
  /** Absolute, or relative to `root` of the session. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  readonly group?: string;
  readonly title?: string;
  readonly root?: string;
  readonly outcome?: string;
  /** The word of the runner's summary. */
  readonly category?: string;
  readonly when?: string;
  /** Seconds. */
  readonly duration?: number;
  readonly subtest?: string;
  readonly message?: string;
  /** Name of the exception's class. */
  readonly exception?: string;
  /** Whether the exception is that of an assertion. */
  readonly asserted?: boolean;
  readonly stack?: string;
  readonly place?: readonly [file: string, line: number];
  readonly expected?: string;
  readonly actual?: string;
}

const texts = [
  'id',
  'file',
  'group',
  'title',
  'root',
  'outcome',
  'category',
  'when',
  'subtest',
  'message',
  'exception',
  'stack',
  'expected',
  'actual',
];

/** The whole lines of the files. A line that is torn or of another shape is left out. */
export function readRecords(files: readonly ResultFile[]): readonly RunRecord[] {
  return files.flatMap(({ text }) => {
    const lines = text.split('\n');
    // What follows the last line end was not written to its end.
    lines.pop();
    return lines.flatMap(readRecord);
  });
}

function readRecord(line: string): readonly RunRecord[] {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return []; // torn by the end of the process, and written on after it
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const record = value as Readonly<Record<string, unknown>>;
  if (typeof record['kind'] !== 'string') return [];
  const fits =
    texts.every((name) => record[name] === undefined || typeof record[name] === 'string') &&
    ['line', 'duration'].every((name) => record[name] === undefined || typeof record[name] === 'number') &&
    (record['asserted'] === undefined || typeof record['asserted'] === 'boolean') &&
    (record['place'] === undefined || isPlace(record['place']));
  return fits ? [record as unknown as RunRecord] : [];
}

function isPlace(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && typeof value[1] === 'number';
}
