import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from './cache-folder.ts';

/** What the built command line did. */
export interface CommandResult {
  /** null: ended by a signal. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  readonly child: ChildProcess;
  readonly ended: Promise<CommandResult>;
  /** Resolves as soon as standard output has matched; rejects when the command ends before. */
  until(pattern: RegExp): Promise<void>;
}

export interface CommandOptions {
  readonly cwd: string;
  /** Node that runs it; absent: this one. */
  readonly node?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts `dist/cli.js` without a terminal and without keys. */
export function startBranchlight(args: readonly string[], options: CommandOptions): RunningCommand {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) if (!/^(ANTHROPIC_|BRANCHLIGHT_|FORCE_COLOR$)/.test(name)) env[name] = value;
  const child = spawn(options.node ?? process.execPath, [join(repositoryRoot, 'dist/cli.js'), ...args], {
    cwd: options.cwd,
    env: { ...env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const waiting: { readonly pattern: RegExp; readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const each of waiting) if (each.pattern.test(stdout)) each.resolve();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<CommandResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      for (const each of waiting)
        each.reject(new Error(`ended with ${String(code)} before ${String(each.pattern)}:\n${stdout}\n${stderr}`));
      resolve({ code, stdout, stderr });
    });
  });
  return {
    child,
    ended,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        if (pattern.test(stdout)) resolve();
        else waiting.push({ pattern, resolve, reject });
      }),
  };
}

/** Runs `dist/cli.js` to its end. */
export function runBranchlight(args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  return startBranchlight(args, options).ended;
}

export type JsonEvent = { readonly kind: string } & Readonly<Record<string, unknown>>;

/** The events of a `--json` run. @throws SyntaxError when a line is no JSON */
export function eventsOf(result: CommandResult): readonly JsonEvent[] {
  return result.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JsonEvent);
}
