import type { FrameworkId } from '../../../../../src/core/suite/framework.ts';
import type { FoundTest } from '../../../../../src/core/suite/tests/found-test.ts';
import { createTestFinder } from '../../../../../src/core/suite/tests/test-finder.ts';
import { grammars } from './grammars.ts';

export const finder = createTestFinder(grammars);

/** As a person would note it: `12 group › title (what is said of it)`. */
function note(found: FoundTest): string {
  const said = [
    ...(found.kind === 'group' ? ['group'] : []),
    ...(found.parameterised === true ? ['parameterised'] : []),
    ...(found.dynamicTitle === true ? ['dynamic'] : []),
    ...found.modifiers,
  ];
  return `${found.line} ${[...found.groups, found.title].join(' › ')}${said.length === 0 ? '' : ` (${said.join(', ')})`}`;
}

/** The tests of a file of these lines, as notes. */
export async function found(path: string, lines: readonly string[], framework: FrameworkId): Promise<readonly string[]> {
  return (await finder.find(path, lines.join('\n'), framework)).map(note);
}
