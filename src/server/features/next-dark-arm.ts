import type { Position } from '../../core/coverage/coverage-map.ts';
import { hasMissing } from '../../core/coverage/summary.ts';
import type { WirePosition, WireRange } from '../../protocol/messages.ts';
import type { CoverageView } from '../coverage-view.ts';
import type { FolderSession } from '../folder-session.ts';
import { toPosition, toWireRange } from '../paths.ts';
import { compare, type PlacedFile } from '../placed-file.ts';

export interface NextDarkArmParams {
  /** Absolute; with `position`: where to go on from. */
  readonly path?: string;
  readonly position?: WirePosition;
  readonly direction: 'next' | 'previous';
}

/**
 * The next place with a dark arm, in the order of folders, paths and positions, going round at the end. Several dark
 * arms at one place are one stop. null: nothing is dark.
 */
export async function nextDarkArm(
  folders: readonly FolderSession[],
  view: CoverageView,
  params: NextDarkArmParams,
): Promise<{ readonly path: string; readonly range: WireRange; readonly label: string } | null> {
  const forward = params.direction === 'next';
  const files = folders.flatMap((folder) =>
    (folder.engine?.session.files() ?? [])
      .filter((file) => hasMissing(file) || file.path === params.path)
      .map((file) => ({ folder, path: file.path })),
  );
  const here = files.findIndex((file) => file.path === params.path);
  const order = ringFrom(files.length, here, forward);
  const from = here >= 0 && params.position !== undefined ? toPosition(params.position) : undefined;

  for (const [step, index] of order.entries()) {
    const file = files[index];
    if (file === undefined) continue;
    const stops = stopsOf(await view.file(file.folder, file.path));
    const candidates = forward ? stops : stops.toReversed();
    // The file of the cursor comes first for what lies ahead, and last for what lies behind.
    const ahead = (stop: Stop): boolean =>
      step > 0 || from === undefined || (forward ? compare(stop.at, from) > 0 : compare(stop.at, from) < 0);
    const found = candidates.find(ahead);
    if (found !== undefined)
      return { path: file.path, range: toWireRange({ start: found.at, end: found.end }), label: found.labels.join(', ') };
  }
  return null;
}

/** Indices of all files beginning at `here`, which comes once more at the end. */
function ringFrom(count: number, here: number, forward: boolean): readonly number[] {
  if (count === 0) return [];
  const step = forward ? 1 : -1;
  const first = here >= 0 ? here : forward ? 0 : count - 1;
  return Array.from({ length: count + 1 }, (_, distance) => (((first + step * distance) % count) + count) % count);
}

/** Places of dark arms, each once. */
interface Stop {
  readonly at: Position;
  readonly end: Position;
  readonly labels: readonly string[];
}

function stopsOf(file: PlacedFile | undefined): readonly Stop[] {
  const stops: Stop[] = [];
  for (const { range, label } of file?.missing ?? []) {
    const last = stops.at(-1);
    if (last !== undefined && compare(last.at, range.start) === 0) stops[stops.length - 1] = { ...last, labels: [...last.labels, label] };
    // A whole block selected or highlighted would hide where the arm begins.
    else stops.push({ at: range.start, end: range.end.line === range.start.line ? range.end : range.start, labels: [label] });
  }
  return stops;
}
