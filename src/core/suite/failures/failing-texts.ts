import type { FileSystem } from '../../ports.ts';
import type { SuiteOutcome } from '../framework.ts';
import type { DiagnoseContext } from './diagnose.ts';

/** Files that are read to explain the failures of one run. */
const mostFiles = 40;

/** What {@link diagnose} may ask for: the texts of the files in which something failed. */
export async function readFailingTexts(outcome: SuiteOutcome, fileSystem: FileSystem): Promise<DiagnoseContext> {
  if (outcome.status !== 'completed') return {};
  const red = outcome.tests.filter(({ status }) => status === 'failed' || status === 'error');
  const files = new Set([...red.flatMap(({ file, failedAt }) => [file, failedAt?.file ?? '']), ...(outcome.errorsByFile?.keys() ?? [])]);
  const texts = new Map<string, string>();
  for (const file of [...files].filter((path) => path !== '').slice(0, mostFiles)) {
    if ((await fileSystem.stat(file))?.kind === 'file') texts.set(file, await fileSystem.readText(file));
  }
  return { text: (file) => texts.get(file) };
}
