import { runBranchlight, type CommandResult } from './command-line.ts';
import type { Project } from './project.ts';

export interface Covered {
  readonly result: CommandResult;
  /** Text of the one test file that was written. */
  readonly tests: string;
}

/** Covers every dark arm of a file by the built command line, without a model. @throws Error when not exactly one file was written */
export async function coverShop(project: Project, source: string): Promise<Covered> {
  const before = await project.snapshot();
  const result = await runBranchlight(['cover', source, '--accept', '--generator', 'explorer'], { cwd: project.root });
  const after = await project.snapshot();
  const written = Object.keys(after).filter((path) => after[path] !== before[path]);
  const [path] = written;
  if (path === undefined || written.length > 1)
    throw new Error(`Written: ${written.join(', ') || 'nothing'}\n${result.stdout}\n${result.stderr}`);
  return { result, tests: after[path] ?? '' };
}
