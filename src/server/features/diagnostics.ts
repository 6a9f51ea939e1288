import type { Settings } from '../../core/settings.ts';
import type { Mark, WireRange } from '../../protocol/messages.ts';
import { DiagnosticSeverity, uinteger, type Diagnostic } from 'vscode-languageserver';

/** The marks of a document as diagnostics, in the severity of the setting. */
export function diagnosticsOf(marks: readonly Mark[], setting: Exclude<Settings['diagnostics'], 'off'>): Diagnostic[] {
  const severity = setting === 'warning' ? DiagnosticSeverity.Warning : DiagnosticSeverity.Information;
  return marks.map((mark) => ({
    range: firstLineOf(mark.range),
    severity,
    source: 'branchlight',
    code: mark.state,
    message: mark.stale === undefined ? mark.label : `${mark.label} (${mark.stale})`,
  }));
}

/** A squiggle below a whole block would cover other messages. A character beyond the line's end means its end (LSP, Position). */
function firstLineOf(range: WireRange): WireRange {
  return range.start.line === range.end.line
    ? range
    : { start: range.start, end: { line: range.start.line, character: uinteger.MAX_VALUE } };
}
