import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { AppError } from '../core/errors.ts';
import type { Logger, ProcessRunner } from '../core/ports.ts';
import { assetPath } from '../node/assets.ts';
import { keepCompiledCode } from '../node/compiled-code.ts';
import { createConfinement } from '../node/confine.ts';
import { createEngine } from '../node/engine.ts';
import { createNodeFileSystem } from '../node/file-system.ts';
import { prepareCommand } from '../node/prepare-command.ts';
import { createChildProcessRunner } from '../node/process-runner.ts';
import { stopRun, sweepRun } from '../node/stop-run.ts';
import { compiledCodeFolder } from '../node/state-folder.ts';
import { describeTime } from './describe-time.ts';
import { lspLogger } from './lsp-logger.ts';
import { startServer } from './server.ts';
import { createTaskProcessRunner, type TaskClient } from './task-process-runner.ts';
import { systemTimers } from '../node/system-timers.ts';

/** Entry and composition root. The transport comes from the command line: `--node-ipc`, `--stdio`, `--socket=PORT`, `--pipe=NAME`. */
const machine = {
  environment: process.env,
  confinement: createConfinement({ guards: { node: assetPath('guard.cjs'), python: assetPath('guard.py') } }),
};
const fileSystem = createNodeFileSystem();

function processRunner(tasks: TaskClient | undefined, logger: Logger): ProcessRunner {
  if (tasks === undefined) return createChildProcessRunner(machine);
  return createTaskProcessRunner({
    client: tasks,
    prepare: (command, options) => prepareCommand(command, options, machine),
    stop: stopRun,
    sweep: sweepRun,
    newId: randomUUID,
    now: Date.now,
    timers: systemTimers,
    logger,
  });
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await fileSystem.readText(path);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

const { version } = createRequire(import.meta.url)('../package.json') as { readonly version: string };
const connection = createConnection(ProposedFeatures.all);
startServer(connection, {
  version,
  createEngine,
  processRunner,
  environmentKey: () => process.env['ANTHROPIC_API_KEY'] || undefined,
  readText,
  describeTime: (milliseconds) => describeTime(milliseconds, Date.now()),
  now: Date.now,
  timers: systemTimers,
});
void keepCompiledCode(compiledCodeFolder(process.env), version, lspLogger(connection.console));
