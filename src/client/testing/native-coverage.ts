import * as vscode from 'vscode';
import { coverageChanged, coveredFiles, fileDetails, type CoveredFile } from '../../protocol/messages.ts';
import type { Client } from '../client.ts';
import { toDetails } from './coverage-details.ts';

/** Publishes at most this often, in ms: each publication is a test run in VS Code's eyes. */
const publishDelay = 1000;

export interface NativeCoverage extends vscode.Disposable {
  /** To be called after any other test run of ours: VS Code forgets the coverage of earlier runs. */
  publishAgain(): void;
  /** Adds the coverage to another run of ours, which shows it then: a run of its own would stand above that run's results. */
  addTo(run: vscode.TestRun): Promise<void>;
  /** What a coverage profile of such a run answers with. */
  readonly loadDetails: NonNullable<vscode.TestRunProfile['loadDetailedCoverage']>;
}

/** Publishes the reports to VS Code's own Test Coverage, and again whenever they change. */
export function publishNativeCoverage(client: Client, controller: vscode.TestController, profile: vscode.TestRunProfile): NativeCoverage {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let published = '';

  const loadDetails: NativeCoverage['loadDetails'] = async (_run, coverage) => {
    const details = await client.server.request(fileDetails, { uri: coverage.uri.toString() });
    return details ? toDetails(details) : [];
  };
  profile.loadDetailedCoverage = loadDetails;

  function isOn(): boolean {
    return vscode.workspace.getConfiguration('branchlight').get('nativeCoverage', true);
  }

  async function addTo(run: vscode.TestRun): Promise<void> {
    if (!isOn()) return;
    const files = await client.server.request(coveredFiles, {});
    published = JSON.stringify(files);
    for (const file of files) run.addCoverage(toFileCoverage(file));
  }

  async function publish(): Promise<void> {
    if (!isOn()) return;
    const files = await client.server.request(coveredFiles, {});
    const signature = JSON.stringify(files);
    if (files.length === 0 || signature === published) return;
    published = signature;
    const run = controller.createTestRun(new vscode.TestRunRequest(undefined, undefined, profile), 'Coverage reports', false);
    for (const file of files) run.addCoverage(toFileCoverage(file));
    run.appendOutput(`Coverage of ${files.length === 1 ? '1 file' : `${files.length} files`}, as the reports have it.\r\n`);
    run.end();
  }

  function publishSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void client.notify.guard(publish), publishDelay);
  }

  function publishAgain(): void {
    published = '';
    publishSoon();
  }

  const listeners = vscode.Disposable.from(
    client.server.onNotification(coverageChanged, publishSoon),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('branchlight.nativeCoverage')) publishAgain();
    }),
    new vscode.Disposable(() => clearTimeout(timer)),
  );
  return { publishAgain, addTo, loadDetails, dispose: () => listeners.dispose() };
}

function toFileCoverage(file: CoveredFile): vscode.FileCoverage {
  return new vscode.FileCoverage(
    vscode.Uri.parse(file.uri),
    new vscode.TestCoverageCount(file.lines.covered, file.lines.total),
    new vscode.TestCoverageCount(file.branches.covered, file.branches.total),
  );
}
