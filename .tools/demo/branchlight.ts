import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

/** One line of `--json` output. */
export type CliEvent = { readonly kind: string } & Readonly<Record<string, unknown>>;

export interface CliRun {
  readonly code: number;
  readonly events: readonly CliEvent[];
  readonly stderr: string;
  readonly seconds: number;
}

/** Runs the built command line as a user would, with `--json`, in `cwd` and without any key. `signal` interrupts it as Ctrl+C does. */
export async function runBranchlight(
  repository: string,
  cwd: string,
  args: readonly string[],
  onEvent: (event: CliEvent) => void,
  signal?: AbortSignal,
): Promise<CliRun> {
  const started = performance.now();
  const { ANTHROPIC_API_KEY: _key, ...env } = process.env;
  const child = spawn(process.execPath, [join(repository, 'dist/cli.js'), ...args, '--json'], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const events: CliEvent[] = [];
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const reading = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      const event = JSON.parse(line) as CliEvent;
      events.push(event);
      onEvent(event);
    }
  })();
  const interrupt = (): void => void child.kill('SIGINT');
  signal?.addEventListener('abort', interrupt);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  await reading;
  signal?.removeEventListener('abort', interrupt);
  return { code, events, stderr, seconds: (performance.now() - started) / 1000 };
}

/** The last event of a kind. */
export function lastEvent<T>(run: CliRun, kind: string): T | undefined {
  return run.events.findLast((event) => event.kind === kind) as T | undefined;
}

/** Why a run failed, from what it said itself. */
export function failureText(run: CliRun): string {
  const failure = lastEvent<{ readonly message: string; readonly hint?: string }>(run, 'failure');
  if (failure !== undefined) return failure.hint === undefined ? failure.message : `${failure.message}\n  → ${failure.hint}`;
  return run.stderr.trim() === '' ? `exit code ${run.code}` : run.stderr.trim();
}
