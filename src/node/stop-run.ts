import { killTagged, killTree } from './kill-tree.ts';
import { runTag } from './prepare-command.ts';

/** Ends what a run that is over has left behind, wherever in the process tree it moved to; only Linux tells. */
export async function sweepRun(tag: string): Promise<void> {
  await killTagged(runTag, tag);
}

/** Ends a run with everything that it started, also what left its process tree: that still carries the tag of the run. */
export async function stopRun(pid: number, tag: string): Promise<void> {
  await killTree(pid);
  await killTagged(runTag, tag);
}
