import type { Settings } from '../../core/settings.ts';
import type { Mark } from '../../protocol/messages.ts';
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';

/** The marks of a document as diagnostics, in the severity of the setting. */
export function diagnosticsOf(marks: readonly Mark[], setting: Exclude<Settings['diagnostics'], 'off'>): Diagnostic[] {
  const severity = setting === 'warning' ? DiagnosticSeverity.Warning : DiagnosticSeverity.Information;
  return marks.map((mark) => ({
    range: mark.range,
    severity,
    source: 'branchlight',
    code: mark.state,
    message: mark.stale === undefined ? mark.label : `${mark.label} (${mark.stale})`,
  }));
}
