import { resolve } from 'node:path';
import { AppError } from '../../core/errors.ts';
import type { FileSystem } from '../../core/ports.ts';
import { isGreen, type SuiteReport } from '../../core/suite/suite-report.ts';
import type { Engine, RunContext, TestRequest } from '../../node/engine.ts';
import type { CliArguments } from '../arguments.ts';
import { exitCodes } from '../exit-codes.ts';

/** Runs suites, test files or the tests of source files, and shows what each run came to. Returns the exit code. */
export async function test(
  engine: Engine,
  args: Extract<CliArguments, { command: 'test' }>,
  host: { readonly cwd: string; readonly fileSystem: FileSystem; readonly show: (report: SuiteReport) => void },
  context: RunContext,
): Promise<number> {
  const reports: SuiteReport[] = [];
  for (const request of await requestsOf(args, host)) {
    for (const report of await engine.run(request, context)) {
      host.show(report);
      reports.push(report);
    }
  }
  if (context.signal.aborted) return exitCodes.cancelled;
  if (reports.every(isGreen)) return exitCodes.done;
  return reports.every(({ status }) => status === 'failed-to-start') ? exitCodes.needsAction : exitCodes.red;
}

async function requestsOf(
  { paths, only, coverage }: Extract<CliArguments, { command: 'test' }>,
  { cwd, fileSystem }: { readonly cwd: string; readonly fileSystem: FileSystem },
): Promise<readonly TestRequest[]> {
  if (paths.length === 0) return [{ coverage }];
  const requests: TestRequest[] = [];
  for (const path of paths.map((given) => resolve(cwd, given))) {
    if ((await fileSystem.stat(path)) === undefined) {
      throw new AppError('cli/no-such-file', `There is nothing at ${path}.`, {
        hint: 'Give the path of a folder, a test file or a source file.',
      });
    }
    requests.push({ near: path, coverage, ...(only === undefined ? {} : { only }) });
  }
  return requests;
}
