import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandLine, ProcessOptions } from '../core/ports.ts';
import { wrapInSandbox, type Confinement } from './confine.ts';
import { scrubEnvironment } from './environment.ts';

/** A command as it is really started: confinement applied, the whole environment spelled out. */
export interface PreparedCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Value of {@link runTag} in the environment of everything that this run starts. */
  readonly tag: string;
}

/** Marks every process of a run, so that one that left its group can still be found. */
export const runTag = 'BRANCHLIGHT_RUN';

/**
 * What a host starts for `command`, be it as a child process or as a Task. A confined command gets the sandbox of this
 * machine and always the guard inside Node or Python; its temporary folder is made below the first writable one.
 */
export async function prepareCommand(
  command: CommandLine,
  options: Pick<ProcessOptions, 'confinement' | 'writable' | 'caches'>,
  host: { readonly environment: Readonly<Record<string, string | undefined>>; readonly confinement: Confinement },
): Promise<PreparedCommand> {
  const tag = randomUUID();
  const added: Record<string, string> = { ...command.env, [runTag]: tag };
  let { args } = command;
  const confined = options.confinement === 'confined';
  const { guards } = host.confinement;

  if (confined) {
    const writable = options.writable ?? [];
    const [first] = writable;
    if (first !== undefined) {
      const temporary = join(first, 'tmp');
      await mkdir(temporary, { recursive: true });
      for (const name of ['TMPDIR', 'TMP', 'TEMP']) added[name] = temporary;
    }
    added['BRANCHLIGHT_GUARD'] = JSON.stringify({
      writable: [...writable, ...(options.caches ?? [])],
      ...(first === undefined ? {} : { log: join(first, violationsFile) }),
    });
  }
  if (command.runtime === 'python' && (confined || added['BRANCHLIGHT_SHUFFLE_SEED'] !== undefined)) args = [guards.python, ...args];

  const env = scrubEnvironment(host.environment, added);
  if (confined && command.runtime === 'node') {
    env['NODE_OPTIONS'] = [env['NODE_OPTIONS'], `--require=${quoteNodeOption(guards.node)}`].filter(Boolean).join(' ');
  }
  if (!confined) return { file: command.file, args, cwd: command.cwd, env, tag };
  const wrapped = await wrapInSandbox(
    await host.confinement.sandbox(),
    { file: command.file, args, cwd: command.cwd },
    { writable: options.writable ?? [], caches: options.caches ?? [] },
  );
  return { ...wrapped, cwd: command.cwd, env, tag };
}

/** Where the guard writes what it refused, one line each, in the first writable folder of the run. */
export const violationsFile = 'refused.txt';

/** NODE_OPTIONS splits at spaces; double quotes hold a value together and a backslash escapes within them. */
function quoteNodeOption(path: string): string {
  return /[\s"\\]/.test(path) ? `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : path;
}
