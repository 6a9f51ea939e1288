import { relative, sep } from 'node:path';
import type { Counterexample, GenerationRequest } from '../../generator.ts';
import { describeArm, pathConditions, type NumberedArm } from './describe-arm.ts';
import { redactSecrets } from './redact-secrets.ts';
import { renderSnippet } from './render-snippet.ts';

/** What was found around the file under test; all of it from the project's own files. */
export interface PromptContext {
  /** Lines of the file to show. */
  readonly visible: ReadonlySet<number>;
  /** Declarations that the shown code uses from other files. */
  readonly definitions: readonly { readonly name: string; readonly text: string }[];
  /** An existing test of the same module, or of its neighbours. */
  readonly example: { readonly path: string; readonly text: string } | undefined;
  /** Fixtures and helpers that tests of this project share. */
  readonly fixtures: readonly { readonly path: string; readonly text: string }[];
  /** Names that shared code of other new tests declares in the same file. */
  readonly taken: readonly string[];
}

/**
 * The part of the prompt that is about these arms. Sent to the model: the shown lines of the file under test, the listed
 * declarations, one existing test, shared fixtures, the rejected tests with the reasons, and paths relative to the project;
 * nothing from outside the project, and nothing that has the form of a credential.
 */
export function targetPrompt(request: GenerationRequest, arms: readonly NumberedArm[], context: PromptContext): string {
  const fence = request.project.language === 'python' ? 'python' : request.project.language;
  const file = shown(request, request.file);
  const sections = [
    `File under test: ${file}\nTests will stand in: ${shown(request, request.testFile)}\nImport the unit as: ${request.importSpecifier}`,
    section('Source, with the missing arms marked', renderSnippet(request.text, context.visible, arms), ''),
    `## Missing arms\n${arms.map((arm) => armLines(arm, request)).join('\n')}`,
    exportsLine(request),
    ...(context.definitions.length === 0
      ? []
      : [section('Declarations that it uses', context.definitions.map(({ text }) => text).join('\n\n'), fence)]),
    ...context.fixtures.map(({ path, text }) => section(`Shared by the tests of this project: ${shown(request, path)}`, text, fence)),
    ...(context.example === undefined
      ? []
      : [section(`Existing test, for its style: ${shown(request, context.example.path)}`, context.example.text, fence)]),
    ...counterexampleSections(request.counterexamples, arms, fence),
    context.taken.length === 0 ? '' : `Do not declare these names at the top, other tests of the file do: ${context.taken.join(', ')}.`,
    `Write ${arms.length === 1 ? 'one test that takes this arm' : 'tests that take these arms, one test for each unless one naturally takes several'}.`,
  ];
  return redactSecrets(sections.filter((text) => text !== '').join('\n\n'));
}

function armLines(arm: NumberedArm, request: GenerationRequest): string {
  const { enclosing } = arm.target;
  const inside = enclosing === undefined ? '' : `, in ${enclosing.name}`;
  const conditions = pathConditions(arm.target, request.source);
  const path = conditions.length === 0 ? '' : `\n  To get there: ${conditions.join('; ')}.`;
  return `- ${arm.id}: ${describeArm(arm.target)}${inside}.${path}`;
}

function exportsLine({ source, project }: GenerationRequest): string {
  if (project.language === 'python') return '';
  const exported = source.functions.filter((fn) => fn.exported !== undefined);
  if (exported.length === 0) return '';
  return `Exported from it: ${exported.map((fn) => (fn.exported === 'default' ? `${fn.name} (default)` : fn.name)).join(', ')}.`;
}

function counterexampleSections(examples: readonly Counterexample[], arms: readonly NumberedArm[], fence: string): string[] {
  const keys = new Set(arms.map(({ target }) => target.arm.key));
  const mine = examples.filter(({ candidate }) => candidate.arms.some((key) => keys.has(key))).slice(-6);
  if (mine.length === 0) return [];
  const texts = mine.map(({ candidate, gate, reason }) => {
    const ids = arms.filter(({ target }) => candidate.arms.includes(target.arm.key)).map(({ id }) => id);
    return `For ${ids.join(', ')}, rejected (${gate}): ${reason.slice(0, 2000)}\n${fenced(candidate.test.body, fence)}`;
  });
  return [`## Tests that were tried and rejected: do not repeat their mistake\n${texts.join('\n\n')}`];
}

function section(title: string, text: string, fence: string): string {
  return `## ${title}\n${fenced(text, fence)}`;
}

/** A fence that is longer than any in the text. */
function fenced(text: string, tag: string): string {
  const longest = Math.max(2, ...(text.match(/`{3,}/g) ?? []).map((ticks) => ticks.length));
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}${tag}\n${text.trimEnd()}\n${ticks}`;
}

function shown(request: GenerationRequest, path: string): string {
  return relative(request.project.root, path).split(sep).join('/');
}
