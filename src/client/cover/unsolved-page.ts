import type { Unsolved } from '../../core/generators/generator.ts';
import type { RunEvent } from '../../core/run-event.ts';

type Targets = Extract<RunEvent, { kind: 'started' }>['targets'];

/** Markdown: which of the asked arms were not reached and why. */
export function unsolvedPage(what: string, message: string, unsolved: readonly Unsolved[], targets: Targets): string {
  const rows = unsolved.map((item) => {
    const target = targets.find((candidate) => candidate.arm === item.arm);
    const name = target ? `${target.label} (line ${target.line})` : item.arm;
    return `- **${escapeMarkdown(name)}**: ${escapeMarkdown(item.reason)}`;
  });
  return [
    `# ${escapeMarkdown(what)}`,
    '',
    escapeMarkdown(message),
    '',
    rows.length === 1 ? '## The arm that was not reached' : `## The ${rows.length} arms that were not reached`,
    '',
    ...rows,
    '',
    'Nothing of a rejected attempt stays in the workspace. The log (*Branchlight: Show Log*) has every step of the run.',
    '',
  ].join('\n');
}

/** Text that Markdown shows as it stands. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, (character) => `\\${character}`);
}
