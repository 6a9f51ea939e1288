import * as vscode from 'vscode';
import { colorIds } from '../contributions.ts';
import { lineLooks, type LineLook } from './line-marks.ts';

/** What of a mark is drawn, from the settings `branchlight.marks.*`. */
export interface MarkParts {
  readonly gutter: boolean;
  readonly labels: boolean;
  readonly overviewRuler: boolean;
}

export type LineDecorations = ReadonlyMap<LineLook, vscode.TextEditorDecorationType>;

export function readMarkParts(): MarkParts {
  const settings = vscode.workspace.getConfiguration('branchlight.marks');
  return {
    gutter: settings.get('gutter', true),
    labels: settings.get('labels', true),
    overviewRuler: settings.get('overviewRuler', true),
  };
}

/** One decoration type a look: icon, label and ruler mark of a line belong to the same range and move with it. */
export function createLineDecorations(parts: MarkParts, extensionUri: vscode.Uri): LineDecorations {
  return new Map(lineLooks.map((look) => [look, vscode.window.createTextEditorDecorationType(lineOptions(look, parts, extensionUri))]));
}

function lineOptions(look: LineLook, parts: MarkParts, extensionUri: vscode.Uri): vscode.DecorationRenderOptions {
  const icon = (theme: 'dark' | 'light') => ({
    gutterIconPath: vscode.Uri.joinPath(extensionUri, 'media', 'gutter', `${look}-${theme}.svg`),
    gutterIconSize: 'contain',
  });
  const ruler = rulerColor(look);
  return {
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen,
    ...(parts.gutter && { dark: icon('dark'), light: icon('light') }),
    ...(parts.overviewRuler &&
      ruler && { overviewRulerColor: new vscode.ThemeColor(ruler), overviewRulerLane: vscode.OverviewRulerLane.Left }),
    ...(parts.labels && {
      after: { margin: '0 0 0 2.5em', fontStyle: 'italic', color: new vscode.ThemeColor(labelColor(look)) },
    }),
  };
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
