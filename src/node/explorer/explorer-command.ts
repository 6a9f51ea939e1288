import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { AppError } from '../../core/errors.ts';

/** Variables that code under search may see: what programs need to run at all. No credentials, no tools' settings. */
const allowed = /^(PATH|Path|LANG|LC_[A-Z]+|TMPDIR|TEMP|TMP|SystemRoot|SYSTEMROOT|windir|ComSpec|HOME|USERPROFILE)$/;

export interface ExplorerCommandOptions {
  readonly interpreter: string;
  /** Absolute path of the worker's bundle. */
  readonly worker: string;
  /** The only folder that the process may write to. Absolute. */
  readonly writable: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Arguments and environment of the guarded process: reads files, writes only below `writable`, no child processes,
 * workers or native addons, at most 512 MB of heap. @throws AppError `explorer/cannot-start`, `explorer/node-too-old`
 */
export async function explorerCommand(
  options: ExplorerCommandOptions,
): Promise<{ readonly args: readonly string[]; readonly env: Record<string, string> }> {
  const env: Record<string, string> = { NODE_ENV: 'test', TZ: 'UTC', NODE_NO_WARNINGS: '1' };
  for (const [name, value] of Object.entries(options.environment)) if (value !== undefined && allowed.test(name)) env[name] = value;
  const [major, minor] = await versionOf(options.interpreter, env);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new AppError('explorer/node-too-old', `The explorer needs Node 20.19 or newer; ${options.interpreter} is ${major}.${minor}.`, {
      hint: 'Set branchlight.node.path to a newer Node.',
    });
  }
  // The flag lost its prefix in 22.13 and 23.5 (https://nodejs.org/api/permissions.html).
  const stable = major > 23 || (major === 23 && minor >= 5) || (major === 22 && minor >= 13);
  const args = [
    stable ? '--permission' : '--experimental-permission',
    '--allow-fs-read=*',
    `--allow-fs-write=${join(options.writable, '*')}`,
    '--max-old-space-size=512',
    '--no-deprecation',
    options.worker,
  ];
  return { args, env };
}

async function versionOf(interpreter: string, env: Record<string, string>): Promise<readonly [number, number]> {
  const text = await new Promise<string>((resolve, reject) => {
    execFile(interpreter, ['--version'], { env, windowsHide: true, timeout: 10_000 }, (error, stdout) => {
      if (error === null) resolve(stdout);
      else {
        reject(
          new AppError('explorer/cannot-start', `The explorer could not start ${interpreter}: ${error.message}`, {
            hint: 'Set branchlight.node.path to a Node of version 20.19 or newer.',
            cause: error,
          }),
        );
      }
    });
  });
  const match = /^v(\d+)\.(\d+)\./.exec(text.trim());
  return [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
}
