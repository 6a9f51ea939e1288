import type { Range } from '../coverage-map.ts';
import { endOfLine, isLine } from './numbers.ts';

/** Name of a branch or arm in a resultset: `[:if, 0, 12, 4, 14, 7]`. */
export interface SimplecovTuple {
  /** `if`, `unless`, `case`, `while`, `until`, `&.`; of an arm `then`, `else`, `when`, `in`, `body`. */
  readonly type: string;
  readonly range: Range;
}

/**
 * Reads the text of a Ruby array as SimpleCov writes it into JSON: symbol, number, then line and column of beginning and
 * end, lines from 1 and columns from 0 in bytes. (SimpleCov itself evaluates it as code.) undefined for any other text.
 */
export function readSimplecovTuple(text: string): SimplecovTuple | undefined {
  const match = /^\[:(?:"([^"\\]{1,40})"|([A-Za-z_][\w?!]{0,39})), ?-?\d{1,15}, ?(\d{1,10}), ?(\d{1,10}), ?(\d{1,10}), ?(\d{1,10})\]$/.exec(
    text,
  );
  if (match === null) return undefined;
  const [line, column, endLine, endColumn] = [Number(match[3]), Number(match[4]), Number(match[5]), Number(match[6])];
  if (!isLine(line) || !isLine(endLine) || column > endOfLine || endColumn > endOfLine) return undefined;
  const start = { line, column };
  const isOrdered = endLine > line || (endLine === line && endColumn >= column);
  return { type: match[1] ?? match[2] ?? '', range: { start, end: isOrdered ? { line: endLine, column: endColumn } : start } };
}
