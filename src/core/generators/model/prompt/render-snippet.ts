import type { NumberedArm } from './describe-arm.ts';

/**
 * The file as the model sees it: every shown line with its number, every missing arm marked below the line of its decision,
 * gaps named. Comments of the source are kept.
 */
export function renderSnippet(text: string, visible: ReadonlySet<number>, arms: readonly NumberedArm[]): string {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const width = String(lines.length).length;
  const out: string[] = [];
  let skipped = 0;
  const closeGap = (): void => {
    if (skipped > 0) out.push(`${' '.repeat(width)} … ${skipped} ${skipped === 1 ? 'line' : 'lines'} left out`);
    skipped = 0;
  };
  for (const [index, line] of lines.entries()) {
    const number = index + 1;
    // Naming a gap of one line takes as much room as the line.
    const between = visible.has(number - 1) && visible.has(number + 1);
    if (!visible.has(number) && !between) {
      skipped += 1;
      continue;
    }
    closeGap();
    const here = arms.filter(({ target }) => target.branch.line === number);
    out.push(`${String(number).padStart(width)} ${here.length > 0 ? '▶' : '|'} ${line}`.trimEnd());
    for (const { id, target } of here)
      out.push(`${' '.repeat(width)}   ${indentOf(line)}^ ${id}: ${target.arm.label} ${darkWord(target.arm.state)}`);
  }
  closeGap();
  return out.join('\n');
}

function indentOf(line: string): string {
  return /^\s*/.exec(line)?.[0] ?? '';
}

function darkWord(state: NumberedArm['target']['arm']['state']): string {
  return state === 'never-evaluated' ? 'never evaluated' : state === 'unknown' ? 'possibly not taken' : 'never taken';
}
