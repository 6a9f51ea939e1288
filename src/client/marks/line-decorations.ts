import * as vscode from 'vscode';
import { colorIds } from '../contributions.ts';
import { lineLooks, type LineLook } from './line-marks.ts';

/** What of a mark is drawn, from the settings `branchlight.marks.*`. */
export interface MarkParts {
  readonly gutter: boolean;
  readonly labels: boolean;
  readonly overviewRuler: boolean;
}

/** Of each look its icon with its ruler mark, and its label. Where the settings leave a part out it has no type. */
export interface LineDecorations {
  readonly marks: ReadonlyMap<LineLook, vscode.TextEditorDecorationType>;
  readonly labels: ReadonlyMap<LineLook, vscode.TextEditorDecorationType>;
}

export function readMarkParts(): MarkParts {
  const settings = vscode.workspace.getConfiguration('branchlight.marks');
  return {
    gutter: settings.get('gutter', true),
    labels: settings.get('labels', true),
    overviewRuler: settings.get('overviewRuler', true),
  };
}

/** Icon and ruler mark need no text of their own and go together; a label has one a line. */
export function createLineDecorations(parts: MarkParts, extensionUri: vscode.Uri): LineDecorations {
  const create = (options: (look: LineLook) => vscode.DecorationRenderOptions): LineDecorations['marks'] =>
    new Map(lineLooks.map((look) => [look, vscode.window.createTextEditorDecorationType({ ...sticky, ...options(look) })]));
  return {
    marks: parts.gutter || parts.overviewRuler ? create((look) => markOptions(look, parts, extensionUri)) : new Map(),
    labels: parts.labels ? create(labelOptions) : new Map(),
  };
}

const sticky: vscode.DecorationRenderOptions = { rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen };

function markOptions(look: LineLook, parts: MarkParts, extensionUri: vscode.Uri): vscode.DecorationRenderOptions {
  const icon = (theme: 'dark' | 'light') => ({
    gutterIconPath: vscode.Uri.joinPath(extensionUri, 'media', 'gutter', `${look}-${theme}.svg`),
    gutterIconSize: 'contain',
  });
  const ruler = rulerColor(look);
  return {
    ...(parts.gutter && { dark: icon('dark'), light: icon('light') }),
    ...(parts.overviewRuler &&
      ruler && { overviewRulerColor: new vscode.ThemeColor(ruler), overviewRulerLane: vscode.OverviewRulerLane.Left }),
  };
}

function labelOptions(look: LineLook): vscode.DecorationRenderOptions {
  return { after: { margin: '0 0 0 2.5em', fontStyle: 'italic', color: new vscode.ThemeColor(labelColor(look)) } };
}

function labelColor(look: LineLook): string {
  switch (look) {
    case 'not-taken':
      return colorIds.notTaken;
    case 'never-evaluated':
      return colorIds.neverEvaluated;
    case 'count-only':
      return colorIds.unknown;
    case 'stale':
      return colorIds.stale;
  }
}

function rulerColor(look: LineLook): string | undefined {
  switch (look) {
    case 'not-taken':
    case 'count-only':
      return colorIds.notTakenRuler;
    case 'never-evaluated':
      return colorIds.neverEvaluatedRuler;
    case 'stale':
      return undefined;
  }
}
