import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { constants as system } from 'node:os';
import { endOfChild } from './end-of-child.ts';

/** How often a script looks whether the process that started it is still there, in ms. */
const parentCheckMs = 500;

/** What a script of ours runs in the name of the user. */
export interface WrappedProgram {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Sees what the program writes to its standard output, as it passes. Absent: the program keeps our own output, a terminal too. */
  readonly onOutput?: (chunk: Buffer) => void;
  /** {@link onOutput} decides what of the output is passed on. */
  readonly silent?: true;
  /** Sees what the program writes to its standard error, as it passes. */
  readonly onErrors?: (chunk: Buffer) => void;
}

/**
 * Runs a program as if we were not there: its output passes unchanged and as fast as it is read, signals reach it, it
 * ends with us. Resolves with its exit code (128 + number for a signal), or why it could not be started.
 */
export function runWrapped(program: WrappedProgram): Promise<number | { readonly missing: string }> {
  return new Promise((resolve) => {
    const { file, args, verbatim } = startable(program.file, program.args);
    const env = { ...program.env };
    delete env['ELECTRON_RUN_AS_NODE'];
    const child = spawn(file, args, {
      env,
      stdio: ['inherit', program.onOutput === undefined ? 'inherit' : 'pipe', program.onErrors === undefined ? 'inherit' : 'pipe'],
      windowsHide: true,
      windowsVerbatimArguments: verbatim,
    });
    if (program.onOutput !== undefined) child.stdout?.on('data', program.onOutput);
    if (program.silent === true) child.stdout?.on('data', () => waitForReader(child));
    else child.stdout?.pipe(process.stdout, { end: false });
    if (program.onErrors !== undefined) child.stderr?.on('data', program.onErrors).pipe(process.stderr, { end: false });
    // Nobody reads any more: the program still has to come to its end.
    process.stdout.on('error', () => child.stdout?.resume());
    const release = bindLives(child);
    endOfChild(child)
      .finally(release)
      .then(
        ({ code, signal }) => resolve(code ?? 128 + (signal === null ? 0 : system.signals[signal])),
        (error: Error) => resolve({ missing: error.message }),
      );
  });
}

/** Where nobody reads so fast, the program has to wait. */
function waitForReader({ stdout }: ChildProcess): void {
  if (!process.stdout.writableNeedDrain) return;
  stdout?.pause();
  process.stdout.once('drain', () => stdout?.resume());
}

/** Signals to us go to the child, and the child does not outlive our own parent. */
function bindLives(child: ChildProcess): () => void {
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    child.kill('SIGKILL');
    process.exit(1);
  }, parentCheckMs);
  return () => {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, forward);
  };
}

/** A wrapper script without its executable bit is read by a shell; on Windows batch files are read by cmd.exe. */
function startable(
  file: string,
  args: readonly string[],
): { readonly file: string; readonly args: readonly string[]; readonly verbatim: boolean } {
  if (process.platform === 'win32' && /\.(cmd|bat)$/i.test(file)) {
    const line = [file, ...args].map(quoteForCmd).join(' ');
    return { file: process.env['ComSpec'] ?? 'cmd.exe', args: ['/d', '/s', '/c', `"${line}"`], verbatim: true };
  }
  if (process.platform !== 'win32' && file.startsWith('/') && !isExecutable(file))
    return { file: 'sh', args: [file, ...args], verbatim: false };
  return { file, args, verbatim: false };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** As the C runtime splits a command line, and then what cmd.exe would read as its own. A batch file reads its arguments twice. */
function quoteForCmd(argument: string): string {
  const quoted = `"${argument.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/(\\*)$/, '$1$1')}"`;
  return quoted.replaceAll(/[()%!^"<>&|]/g, '^^^$&');
}
