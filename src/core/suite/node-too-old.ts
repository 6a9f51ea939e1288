import { AppError } from '../errors.ts';
import type { FileSystem, ProcessRunner } from '../ports.ts';
import type { Project } from './framework.ts';
import { dirname, joinPath } from '../paths.ts';

/**
 * The error of a run without results, with the likelier cause in front when the project's Node is not one that its test
 * runner supports. Costs a start of that Node; the run's scratch folder takes its answer.
 */
export async function blameNode(
  error: AppError,
  runnerName: string,
  project: Project,
  scratch: string,
  ports: { readonly processRunner: ProcessRunner; readonly fileSystem: FileSystem },
  signal: AbortSignal,
): Promise<AppError> {
  const wanted = await supportedNodes(project, ports.fileSystem);
  if (wanted === undefined) return error;
  // A host may keep the output of a process to itself, so the answer goes to a file.
  const answer = joinPath(scratch, 'node-version.txt');
  await ports.processRunner.run(
    {
      file: project.interpreter,
      args: ['-e', "require('fs').writeFileSync(process.argv[1], process.version)", answer],
      cwd: project.root,
      env: {},
      runtime: 'node',
    },
    { label: 'version of Node', timeoutMs: 10_000, signal, confinement: 'open' },
  );
  const version = (await ports.fileSystem.stat(answer)) === undefined ? undefined : (await ports.fileSystem.readText(answer)).trim();
  if (version === undefined || satisfies(version, wanted)) return error;
  return new AppError(
    error.code,
    `The project runs on Node ${version}, but ${runnerName} ${project.frameworkVersion} supports only Node ${wanted}.\n${error.message}`,
    { hint: 'Choose such a Node in the setting branchlight.node.path.', cause: error },
  );
}

/** `engines.node` of the test runner's package.json. */
async function supportedNodes(project: Project, fileSystem: FileSystem): Promise<string | undefined> {
  if (project.runner === undefined) return undefined;
  const path = joinPath(dirname(project.runner), 'package.json');
  if ((await fileSystem.stat(path)) === undefined) return undefined;
  try {
    const { engines } = JSON.parse(await fileSystem.readText(path)) as { engines?: { node?: unknown } };
    return typeof engines?.node === 'string' ? engines.node : undefined;
  } catch {
    return undefined; // a torn package.json says nothing
  }
}

/** Whether a version is in a range of npm's form `^20.0.0 || >=22.12.0`; yes for what is not understood. */
export function satisfies(version: string, range: string): boolean {
  const actual = numbersOf(version);
  return range.split('||').some((alternative) =>
    alternative
      .trim()
      .split(/\s+(?=[\^~<>=\d])/)
      .every((part) => fits(actual, part)),
  );
}

function fits(actual: readonly number[], comparator: string): boolean {
  const parsed = /^(\^|>=)?\s*v?(\d+(?:\.\d+){0,2})$/.exec(comparator.trim());
  if (parsed === null) return true;
  const wanted = numbersOf(parsed[2] ?? '');
  const isAtLeast = compare(actual, wanted) >= 0;
  return parsed[1] === '>=' ? isAtLeast : parsed[1] === '^' ? isAtLeast && actual[0] === wanted[0] : compare(actual, wanted) === 0;
}

function numbersOf(version: string): readonly number[] {
  return (/\d+(?:\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < 3; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
