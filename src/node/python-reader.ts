import { spawn } from 'node:child_process';
import { AppError } from '../core/errors.ts';
import type { PythonReader, PythonReading } from '../core/verify/verify-ports.ts';
import { scrubEnvironment } from './environment.ts';

const timeoutMs = 30_000;

/** Reads tests with the project's Python; `judge` is the absolute path of `judge.py`. Nothing of the tests is run. */
export function createPythonReader(options: {
  readonly judge: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}): PythonReader {
  return {
    async read(interpreter, tests, signal) {
      if (tests.length === 0 || signal.aborted) return tests.map(() => ({}));
      const answer = await ask(interpreter, [options.judge], JSON.stringify(tests), scrubEnvironment(options.environment, {}), signal);
      return signal.aborted ? tests.map(() => ({})) : (JSON.parse(answer) as readonly PythonReading[]);
    },
  };
}

function ask(file: string, args: readonly string[], input: string, env: Record<string, string>, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    // Isolated: neither the working folder nor the user's site packages are imported from.
    const child = spawn(file, ['-I', ...args], { env, stdio: ['pipe', 'pipe', 'pipe'], timeout: timeoutMs, signal, windowsHide: true });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
    // A child that ended early does not read its input: its exit code says what happened.
    child.stdin.on('error', (error) => (errors += error.message));
    child.once('error', (error) => {
      if (signal.aborted) resolve('[]');
      else reject(cannotRead(file, error.message));
    });
    child.once('close', (code) => {
      if (code === 0 || signal.aborted) resolve(output);
      else reject(cannotRead(file, errors.trim().slice(-2000)));
    });
    child.stdin.end(input);
  });
}

function cannotRead(interpreter: string, why: string): AppError {
  return new AppError('suite/runner-missing', `${interpreter} could not read the new tests: ${why}`, {
    hint: 'Choose a Python 3.8 or later in the setting branchlight.python.path.',
  });
}
