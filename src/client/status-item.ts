import * as vscode from 'vscode';
import type { Status } from '../protocol/messages.ts';
import { commandIds } from './contributions.ts';
import type { CoverRunner } from './cover/cover-runner.ts';
import type { Proposals } from './proposals/proposals.ts';

export interface StatusItem extends vscode.Disposable {
  show(status: Status): void;
}

/** The figure in the status bar: coverage, else what is being done. A click opens the menu. */
export function createStatusItem(runner: CoverRunner, proposals: Proposals): StatusItem {
  const figure = vscode.window.createStatusBarItem('branchlight.status', vscode.StatusBarAlignment.Left, 40);
  figure.name = 'Branchlight';
  figure.command = commandIds.showMenu;
  const waiting = vscode.window.createStatusBarItem('branchlight.proposals', vscode.StatusBarAlignment.Left, 39);
  waiting.name = 'Branchlight proposals';
  waiting.command = commandIds.showProposals;
  let status: Status = { state: 'starting', text: '', detail: 'Branchlight is starting.' };

  function drawFigure(): void {
    const [covering] = runner.running;
    figure.text = covering === undefined ? statusText(status) : `$(sync~spin) covering ${covering}`;
    const tooltip = new vscode.MarkdownString('', true);
    tooltip.isTrusted = { enabledCommands: [commandIds.whyNoCoverage, commandIds.refresh, commandIds.cancelCover, commandIds.showLog] };
    if (covering !== undefined) {
      tooltip.appendMarkdown(`Covering ${covering}. [$(stop-circle) Cancel](command:${commandIds.cancelCover})\n\n---\n\n`);
    }
    tooltip.appendMarkdown(
      `${status.detail}\n\n[$(refresh) Read reports again](command:${commandIds.refresh}) · [$(question) Why is this shown?](command:${commandIds.whyNoCoverage}) · [$(output) Log](command:${commandIds.showLog})`,
    );
    figure.tooltip = tooltip;
    figure.backgroundColor = status.state === 'problem' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    figure.accessibilityInformation = {
      label: `Branchlight: ${covering === undefined ? status.text || status.state : `covering ${covering}`}`,
    };
    figure.show();
  }

  function drawWaiting(): void {
    const number = proposals.waiting.length;
    if (number === 0) {
      waiting.hide();
      return;
    }
    waiting.text = `$(beaker) ${number === 1 ? '1 proposal waits' : `${number} proposals wait`}`;
    waiting.tooltip = 'Proven tests that you have neither accepted nor rejected';
    waiting.show();
  }

  drawFigure();
  const listeners = [runner.onDidChange(drawFigure), proposals.onDidChangeOffers(drawWaiting)];
  return {
    show: (next) => {
      status = next;
      drawFigure();
    },
    dispose: () => vscode.Disposable.from(figure, waiting, ...listeners).dispose(),
  };
}

function statusText(status: Status): string {
  switch (status.state) {
    case 'starting':
      return '$(loading~spin) Branchlight';
    case 'reading':
      return `$(loading~spin) ${status.text || 'reading reports'}`;
    case 'ready':
      return `$(color-mode) ${status.text}`;
    case 'empty':
      return `$(color-mode) ${status.text || 'no coverage'}`;
    case 'problem':
      return `$(warning) ${status.text || 'Branchlight'}`;
  }
}
