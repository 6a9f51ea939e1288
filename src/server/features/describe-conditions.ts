import type { ConditionCoverage } from '../../core/coverage/coverage-map.ts';
import { code } from '../markdown.ts';
import type { PlacedFile } from '../placed-file.ts';

/** More conditions than this on one line are only counted. */
const shownConditions = 20;

/**
 * Markdown for the conditions of a line that were never seen to decide the outcome of their decision both ways (MC/DC).
 * `line` is of the current text, 1-based; undefined when nothing is missing there, or the line was edited since.
 */
export function describeConditions(file: PlacedFile, line: number): string | undefined {
  const onLine = (file.measured.coverage.conditions ?? []).filter((condition) => file.currentLine(condition.line) === line);
  const missing = onLine.filter((condition) => !condition.whenTrue || !condition.whenFalse);
  if (missing.length === 0) return undefined;
  const seen = onLine.reduce((sum, condition) => sum + Number(condition.whenTrue) + Number(condition.whenFalse), 0);
  const severalDecisions = new Set(onLine.map((condition) => condition.decision)).size > 1;
  const items = missing
    .slice(0, shownConditions)
    .map((condition) => `- ✗ ${nameOf(condition, severalDecisions)}: ${whatIsMissing(condition)}`);
  if (missing.length > shownConditions) items.push(`- … and ${missing.length - shownConditions} more`);
  return `**conditions** (MC/DC) · ${seen} of ${onLine.length * 2} ways to decide the outcome seen\n\n${items.join('\n')}`;
}

function nameOf({ index, decision, expression }: ConditionCoverage, severalDecisions: boolean): string {
  const name = `condition ${index + 1}${severalDecisions ? ` of decision ${decision + 1}` : ''}`;
  return expression === undefined ? name : `${name} ${code(expression)}`;
}

function whatIsMissing({ whenTrue, whenFalse }: ConditionCoverage): string {
  if (!whenTrue && !whenFalse) return 'never decided the outcome';
  return `never decided the outcome by being ${whenTrue ? 'false' : 'true'}`;
}
