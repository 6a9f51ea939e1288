import { killTagged, killTree } from './kill-tree.ts';
import { runTag } from './prepare-command.ts';

/** Ends a run with everything that it started, also what left its process tree: that still carries the tag of the run. */
export async function stopRun(pid: number, tag: string): Promise<void> {
  await killTree(pid);
  await killTagged(runTag, tag);
}
