import type { CoveredFile, FileDetails } from '../../protocol/messages.ts';
import type { Range } from '../../core/coverage/coverage-map.ts';
import type { FolderSession } from '../folder-session.ts';
import { pathToUri, toWireLine, toWireRange } from '../paths.ts';
import type { PlacedFile } from '../placed-file.ts';

/** Every measured file with its totals, for the editor's own coverage view. */
export function coveredFiles(folders: readonly FolderSession[]): readonly CoveredFile[] {
  return folders.flatMap((folder) =>
    (folder.engine?.session.files() ?? []).map((file) => ({ uri: pathToUri(file.path), branches: file.branches, lines: file.lines })),
  );
}

/** Lines, branches and functions of one file, where they stand now. Edited lines are left out: nothing is known of them. */
export function fileDetails(file: PlacedFile): FileDetails {
  const { coverage } = file.measured;
  const lines = [...coverage.lines].flatMap(([line, count]) => {
    const current = file.currentLine(line);
    return current === undefined ? [] : [{ line: toWireLine(current), count }];
  });
  const branches = file.branches
    .filter(({ branch }) => branch.certainty !== 'count' && branch.certainty !== 'none')
    .map((branch) => ({
      range: toWireRange(branch.range),
      count: Math.max(0, ...branch.arms.map(({ arm }) => arm.count ?? Number(arm.state === 'hit'))),
      arms: branch.arms.map(({ arm }) => {
        const range = arm.range && file.currentRange(arm.range);
        return {
          label: arm.label,
          count: arm.count ?? Number(arm.state === 'hit'),
          ...(range === undefined ? {} : { range: toWireRange(range) }),
        };
      }),
    }));
  const functions = coverage.functions.flatMap((found) => {
    const range = file.currentRange(lineRange(found.line, found.endLine ?? found.line));
    return range === undefined ? [] : [{ name: found.name, range: toWireRange(range), count: found.count }];
  });
  return { lines: lines.sort((a, b) => a.line - b.line), branches, functions };
}

function lineRange(first: number, last: number): Range {
  return { start: { line: first, column: 0 }, end: { line: last, column: 0 } };
}
