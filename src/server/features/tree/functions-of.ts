import { functionAround, type PlacedBranch, type PlacedFile } from '../../placed-file.ts';
import type { Position, Range } from '../../../core/coverage/coverage-map.ts';
import type { SourceFunction } from '../../../core/source/source-model.ts';

/** The branches of one function of a file; the name is empty for those outside every function. */
export interface BranchesOfFunction {
  readonly name: string;
  /** Counts functions of the same name, from 0. */
  readonly nth: number;
  /** In the current text; undefined for the top level and where the source is not known. */
  readonly range: Range | undefined;
  readonly branches: readonly PlacedBranch[];
}

/** Branches by their innermost named function, in the order of the source. Without source, by what the report says of functions. */
export function functionsOf(file: PlacedFile): readonly BranchesOfFunction[] {
  const groups = new Map<string, { name: string; at: number; range: Range | undefined; branches: PlacedBranch[] }>();
  for (const branch of file.branches) {
    const found = enclosing(file, branch);
    const key = `${found.at}:${found.name}`;
    const group = groups.get(key) ?? { ...found, branches: [] };
    group.branches.push(branch);
    groups.set(key, group);
  }
  const seen = new Map<string, number>();
  return [...groups.values()]
    .sort((a, b) => a.at - b.at)
    .map(({ name, range, branches }) => {
      const nth = seen.get(name) ?? 0;
      seen.set(name, nth + 1);
      return { name, nth, range, branches };
    });
}

function enclosing(file: PlacedFile, branch: PlacedBranch): { name: string; at: number; range: Range | undefined } {
  const measuredLine = branch.branch.line;
  const place: Position = branch.branch.range?.start ?? { line: measuredLine, column: 0 };
  const around = functionAround(file.measured, place) ?? onLine(file, measuredLine);
  if (around !== undefined) {
    return { name: around.name, at: around.range.start.line * 100_000 + around.range.start.column, range: file.currentRange(around.range) };
  }
  const reported = file.measured.coverage.functions
    .filter((found) => found.line <= measuredLine && found.endLine !== undefined && measuredLine <= found.endLine)
    .sort((a, b) => b.line - a.line)[0];
  return reported === undefined
    ? { name: '', at: 0, range: undefined }
    : { name: reported.name, at: reported.line * 100_000, range: undefined };
}

/** A branch without columns on the line where its function begins. */
function onLine(file: PlacedFile, line: number): SourceFunction | undefined {
  return file.measured.source?.functions.find((found) => found.range.start.line <= line && line <= found.range.end.line);
}
