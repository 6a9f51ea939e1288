import { declared } from './split-python.ts';
import { pythonStatements } from './python-statements.ts';
import { bindingNames } from './typescript-nodes.ts';

/** Names that shared code of a test file declares at its margin. */
export async function setupNames(setup: string, language: 'typescript' | 'javascript' | 'python'): Promise<readonly string[]> {
  if (setup.trim() === '') return [];
  if (language === 'python') return pythonStatements(setup).statements.flatMap(declared);
  const { default: ts } = await import('typescript');
  return ts
    .createSourceFile('setup.tsx', setup, ts.ScriptTarget.Latest, false)
    .statements.flatMap((statement) => bindingNames(ts, statement));
}

/**
 * Shared code of the tests made so far for one test file, by the names that it declares. All accepted tests stand in that
 * file together: another declaration of the same name would break them all.
 */
export type TakenNames = Map<string, string>;

/** A sentence for the model when one of these setups declares a name that other shared code has taken; undefined when all is well. */
export async function takenProblem(
  setups: readonly string[],
  taken: ReadonlyMap<string, string>,
  language: 'typescript' | 'javascript' | 'python',
): Promise<string | undefined> {
  const clashes = new Set<string>();
  for (const setup of new Set(setups)) {
    for (const name of await setupNames(setup, language)) if ((taken.get(name) ?? setup) !== setup) clashes.add(`\`${name}\``);
  }
  if (clashes.size === 0) return undefined;
  return `Other tests of this file already declare ${[...clashes].join(', ')} at the top. Arrange inside each test, or use other names.`;
}
