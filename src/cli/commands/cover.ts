import { resolve } from 'node:path';
import type { CoverOutcome } from '../../core/campaign/cover-outcome.ts';
import { AppError } from '../../core/errors.ts';
import type { FileSystem } from '../../core/ports.ts';
import type { Selection } from '../../core/targets/target.ts';
import type { Proposal } from '../../core/verify/verdict.ts';
import type { Engine, RunContext } from '../../node/engine.ts';
import type { CliArguments, FilePlace } from '../arguments.ts';
import { exitCodes } from '../exit-codes.ts';

/** Whether a proven test file is written: asked of a person, or answered by `--accept`. */
export type Decide = (proposal: Proposal) => Promise<boolean>;

/** Covers what was asked and, if decided so, writes the test file. Returns the exit code. */
export async function cover(
  engine: Engine,
  args: Extract<CliArguments, { command: 'cover' }>,
  host: { readonly cwd: string; readonly fileSystem: FileSystem; readonly decide: Decide; readonly show: (outcome: CoverOutcome) => void },
  context: RunContext,
): Promise<number> {
  const file = resolve(host.cwd, args.place.file);
  if ((await host.fileSystem.stat(file))?.kind !== 'file') {
    throw new AppError('cli/no-such-file', `There is no file ${file}.`, {
      hint: 'Give the path of a source file, such as src/price.ts:42.',
    });
  }
  const outcome = await engine.cover(
    {
      file,
      selection: selectionOf(args.place),
      seed: args.seed,
      ...(args.generators.length === 0 ? {} : { generators: args.generators }),
    },
    context,
  );
  host.show(outcome);
  if (outcome.proposal !== undefined) {
    if (await host.decide(outcome.proposal)) {
      context.emit({ kind: 'accepted', testFile: await engine.accept(outcome.proposal.id) });
    } else engine.reject(outcome.proposal.id);
  }
  if (outcome.status === 'cancelled' || context.signal.aborted) return exitCodes.cancelled;
  return outcome.covered >= outcome.asked ? exitCodes.done : exitCodes.leftDark;
}

function selectionOf(place: FilePlace): Selection {
  if (place.line === undefined) return { kind: 'file' };
  return { kind: 'line', line: place.line, ...(place.column === undefined ? {} : { column: place.column - 1 }) };
}
