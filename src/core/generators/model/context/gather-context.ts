import type { FileSystem } from '../../../ports.ts';
import type { GenerationRequest } from '../../generator.ts';
import type { NumberedArm } from '../prompt/describe-arm.ts';
import type { PromptContext } from '../prompt/target-prompt.ts';
import { visibleLines } from '../prompt/visible-lines.ts';
import { findExample } from './find-example.ts';
import { findFixtures } from './find-fixtures.ts';
import { declarationText, type SymbolFinder } from './look-up-symbol.ts';

/** Declarations given unasked; the model looks up what else it needs. */
const mostDefinitions = 8;
const mostDefinitionCharacters = 8000;

/** Everything that the prompt for these arms says beyond the file itself. Reads the project's own files only. */
export async function gatherContext(
  request: GenerationRequest,
  arms: readonly NumberedArm[],
  fileSystem: FileSystem,
  find: SymbolFinder,
): Promise<Omit<PromptContext, 'taken'>> {
  const visible = await visibleLines(
    request.text,
    arms.map(({ target }) => target),
    request.source,
  );
  const [example, fixtures, definitions] = await Promise.all([
    findExample(request, fileSystem),
    findFixtures(request, fileSystem),
    usedDefinitions(request, arms, find),
  ]);
  return { visible, definitions, example, fixtures };
}

/** Declarations in other files of names that the functions around the arms use. */
async function usedDefinitions(
  request: GenerationRequest,
  arms: readonly NumberedArm[],
  find: SymbolFinder,
): Promise<PromptContext['definitions']> {
  const lines = request.text.split('\n');
  const names = new Set<string>();
  for (const { target } of arms) {
    const range = target.enclosing?.range;
    const from = range === undefined ? target.branch.line - 5 : range.start.line;
    const to = range === undefined ? target.branch.line + 5 : range.end.line;
    for (const line of lines.slice(Math.max(0, from - 1), to))
      for (const word of line.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []) names.add(word);
  }
  const definitions: { name: string; text: string }[] = [];
  let characters = 0;
  for (const name of names) {
    if (definitions.length === mostDefinitions) break;
    const result = await find(name);
    if (result.status !== 'found' || result.symbol.path === request.file) continue;
    const text = declarationText(result.symbol, request.project.root);
    if (characters + text.length > mostDefinitionCharacters) continue;
    characters += text.length;
    definitions.push({ name, text });
  }
  return definitions;
}
