import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { AppError, asError } from '../core/errors.ts';
import type { Logger } from '../core/ports.ts';
import { isGreen } from '../core/suite/suite-report.ts';
import { renderReceipt } from '../core/verify/render-receipt.ts';
import type { Proposal } from '../core/verify/verdict.ts';
import { assetPath } from '../node/assets.ts';
import { keepCompiledCode } from '../node/compiled-code.ts';
import { createConfinement } from '../node/confine.ts';
import { createEngine, type Engine, type RunContext } from '../node/engine.ts';
import { createNodeFileSystem } from '../node/file-system.ts';
import { createChildProcessRunner } from '../node/process-runner.ts';
import { compiledCodeFolder } from '../node/state-folder.ts';
import { parseArguments, usage, type CliArguments } from './arguments.ts';
import { readWorkspaceSettings } from './cli-settings.ts';
import { cover } from './commands/cover.ts';
import { list } from './commands/list.ts';
import { report } from './commands/report.ts';
import { test } from './commands/test.ts';
import { tests } from './commands/tests.ts';
import { exitCodes } from './exit-codes.ts';
import { createHumanReporter } from './reporters/human-reporter.ts';
import { createJsonReporter } from './reporters/json-reporter.ts';
import { renderSuite } from './reporters/render-suite.ts';
import type { Output, Reporter } from './reporters/reporter.ts';

type Work = Extract<CliArguments, { command: 'list' | 'test' | 'tests' | 'cover' }>;

function outputOf(stream: NodeJS.WriteStream): Output {
  return { write: (text) => void stream.write(text), width: stream.isTTY ? stream.columns : undefined };
}

const stdout = outputOf(process.stdout);
const stderr = outputOf(process.stderr);

async function run(argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  const reporter = json ? createJsonReporter(stdout) : createHumanReporter(stdout, stderr);
  try {
    const args = parseArguments(argv);
    switch (args.command) {
      case 'help':
        stdout.write(`${usage}\n`);
        return exitCodes.done;
      case 'version':
        stdout.write(`${version()}\n`);
        return exitCodes.done;
      case 'report':
        await report(args.paths, process.cwd(), createNodeFileSystem(), reporter);
        return exitCodes.done;
      case 'list':
      case 'test':
      case 'tests':
      case 'cover':
        return await work(args, reporter);
    }
  } catch (error) {
    return fail(error, reporter);
  }
}

async function work(args: Work, reporter: Reporter): Promise<number> {
  const cwd = process.cwd();
  const root = resolve(cwd, args.root ?? '.');
  const fileSystem = createNodeFileSystem();
  const { settings, problems } = await readWorkspaceSettings(root, fileSystem);
  for (const problem of problems) reporter.warning(problem);
  const cancel = new AbortController();
  const stop = (): void => cancel.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const logger = createLogger();
  void keepCompiledCode(compiledCodeFolder(process.env), version(), logger);
  const engine = await createEngine({
    root,
    settings: () => settings,
    trusted: () => true,
    logger,
    processRunner: createChildProcessRunner({
      environment: process.env,
      confinement: createConfinement({ guards: { node: assetPath('guard.cjs'), python: assetPath('guard.py') } }),
    }),
    apiKey: (refused) => Promise.resolve(refused ? undefined : process.env['ANTHROPIC_API_KEY'] || undefined),
  });
  try {
    for (const path of engine.restored) reporter.warning(`Removed ${path}, which a run that was killed had left.`);
    return await dispatch(engine, args, reporter, cancel, cwd);
  } catch (error) {
    // What was interrupted on request is no failure, however it broke off.
    if (cancel.signal.aborted && !(error instanceof AppError)) return exitCodes.cancelled;
    throw error;
  } finally {
    await engine.dispose();
  }
}

async function dispatch(engine: Engine, args: Work, reporter: Reporter, cancel: AbortController, cwd: string): Promise<number> {
  const { signal } = cancel;
  const context = { signal, emit: reporter.event };
  if (args.command === 'cover') {
    const host = {
      cwd,
      fileSystem: createNodeFileSystem(),
      show: reporter.outcome,
      decide: (proposal: Proposal) => decide(proposal, args, cancel),
    };
    return cover(engine, args, host, context);
  }
  if (args.command === 'tests') {
    await engine.session.refresh(signal);
    for (const suite of await tests(engine, args.paths, cwd)) reporter.tests(suite, engine.root);
    return exitCodes.done;
  }
  if (args.command === 'test') {
    return test(engine, args, { cwd, fileSystem: createNodeFileSystem(), show: (one) => reporter.suite(one, engine.root) }, context);
  }
  if (args.measure) await measure(engine, args.paths[0] === undefined ? undefined : resolve(cwd, args.paths[0]), reporter, context);
  else await engine.session.refresh(signal);
  if (signal.aborted) return exitCodes.cancelled;
  reporter.listing(await list(engine, args.paths, cwd));
  return exitCodes.done;
}

/** Red or not, what was measured is listed; a suite that did not run is an error. @throws AppError */
async function measure(engine: Engine, near: string | undefined, reporter: Reporter, context: RunContext): Promise<void> {
  const reports = await engine.run({ coverage: true, ...(near === undefined ? {} : { near }) }, context);
  const red = reports.filter((one) => !isGreen(one));
  for (const one of red) reporter.warning(renderSuite(one, engine.root));
  const [problem] = red.flatMap((one) => one.problem ?? []);
  if (problem !== undefined && red.length === reports.length) {
    throw new AppError(problem.code, problem.message, problem.hint === undefined ? {} : { hint: problem.hint });
  }
}

/** `--accept` writes; a person at a terminal is asked; anything else only sees the file. */
async function decide(proposal: Proposal, args: Extract<Work, { command: 'cover' }>, cancel: AbortController): Promise<boolean> {
  if (!args.json) stdout.write(`\n${renderReceipt(proposal.receipt)}\n`);
  if (args.accept) return true;
  if (args.json) return false;
  stdout.write(`${proposal.text}\n`);
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    stderr.write(`Not written. Run again with --accept to write ${proposal.testFile}\n`);
    return false;
  }
  return ask(`Write ${proposal.testFile}? [y/N] `, cancel);
}

/** Yes or no of the person at the terminal; an interrupt or the end of the input is no. */
async function ask(question: string, cancel: AbortController): Promise<boolean> {
  const questions = createInterface({ input: process.stdin, output: process.stderr });
  // While a question waits, the terminal sends its keys instead of signals.
  questions.once('SIGINT', () => cancel.abort());
  const noAnswer = new Promise<string>((resolve) => {
    questions.once('close', () => resolve(''));
    cancel.signal.addEventListener('abort', () => resolve(''), { once: true });
  });
  try {
    const answer = await Promise.race([questions.question(question), noAnswer]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    questions.close();
  }
}

/** The boundary of this host: everything thrown becomes words and an exit code. */
function fail(thrown: unknown, reporter: Reporter): number {
  if (thrown instanceof AppError) {
    reporter.failure({ code: thrown.code, message: thrown.message, hint: thrown.hint });
    return thrown.code === 'cli/usage' ? exitCodes.usage : exitCodes.needsAction;
  }
  const error = asError(thrown);
  reporter.failure({
    code: 'internal',
    message: `Branchlight failed: ${error.message}`,
    hint: 'Set BRANCHLIGHT_LOG=debug for the details, and please report it.',
  });
  if (process.env['BRANCHLIGHT_LOG'] !== undefined) stderr.write(`${error.stack ?? ''}\n`);
  return exitCodes.bug;
}

function createLogger(): Logger {
  const level = process.env['BRANCHLIGHT_LOG'];
  const say = (name: string, message: string): void => stderr.write(`[${name}] ${message}\n`);
  const silent = (): void => undefined;
  return {
    debug: level === 'debug' ? (message) => say('debug', message) : silent,
    info: level === undefined ? silent : (message) => say('info', message),
    warn: level === undefined ? silent : (message) => say('warn', message),
    error: (message, error) => say('error', error === undefined ? message : `${message}: ${asError(error).message}`),
  };
}

function version(): string {
  const manifest = createRequire(import.meta.url)('../package.json') as { readonly version: string };
  return manifest.version;
}

// Leaving by the exit code lets a pipe take everything that was written.
process.exitCode = await run(process.argv.slice(2));
