import * as vscode from 'vscode';
import { endTask, runTask, taskStarted, type TaskParams } from '../../protocol/messages.ts';
import { extensionName, problemMatchers, taskType } from '../contributions.ts';
import type { LanguageServer } from '../language-server.ts';
import { taskEnvironment } from './task-environment.ts';

interface TaskEnd {
  readonly exitCode: number | null;
  readonly problem?: string;
}

interface RunningTask {
  readonly finish: (end: TaskEnd) => void;
  execution?: vscode.TaskExecution;
  isEnding?: true;
}

/** A task may end a moment before its process event arrives, in ms. */
const processEventGrace = 1000;

/** Answers the server's {@link runTask} with VS Code Tasks; an argument array all the way, never a command line. */
export function serveTasks(server: LanguageServer): vscode.Disposable {
  const running = new Map<string, RunningTask>();

  function idOf(execution: vscode.TaskExecution): string | undefined {
    const { definition } = execution.task;
    return definition.type === taskType && typeof definition['id'] === 'string' ? definition['id'] : undefined;
  }

  async function run(params: TaskParams): Promise<TaskEnd> {
    if (!vscode.workspace.isTrusted) return { exitCode: null, problem: 'The workspace is not trusted, so no task may run in it.' };
    const ended = new Promise<TaskEnd>((finish) => running.set(params.id, { finish }));
    const entry = running.get(params.id);
    try {
      const execution = await vscode.tasks.executeTask(toTask(params));
      if (entry) entry.execution = execution;
      if (entry?.isEnding) execution.terminate();
      return await ended;
    } catch (error) {
      return { exitCode: null, problem: error instanceof Error ? error.message : String(error) };
    } finally {
      running.delete(params.id);
    }
  }

  server.onRequest(runTask, run);
  return vscode.Disposable.from(
    server.onNotification(endTask, ({ id }) => {
      const entry = running.get(id);
      if (!entry) return;
      entry.isEnding = true;
      entry.execution?.terminate();
    }),
    vscode.tasks.onDidStartTaskProcess(({ execution, processId }) => {
      const id = idOf(execution);
      if (id !== undefined && running.has(id)) void server.notify(taskStarted, { id, pid: processId });
    }),
    vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      const id = idOf(execution);
      if (id !== undefined) running.get(id)?.finish({ exitCode: exitCode ?? null });
    }),
    vscode.tasks.onDidEndTask(({ execution }) => {
      const id = idOf(execution);
      const entry = id === undefined ? undefined : running.get(id);
      if (!entry) return;
      const end: TaskEnd = { exitCode: null, problem: `The task ended without a process: ${execution.task.name}` };
      setTimeout(() => entry.finish(end), processEventGrace);
    }),
    new vscode.Disposable(() => {
      for (const { execution } of running.values()) execution?.terminate();
    }),
  );
}

function toTask(params: TaskParams): vscode.Task {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(params.cwd));
  const task = new vscode.Task(
    { type: taskType, id: params.id },
    folder ?? vscode.TaskScope.Workspace,
    params.label.replace(/^Branchlight: /, ''),
    extensionName,
    new vscode.ProcessExecution(params.file, [...params.args], { cwd: params.cwd, env: taskEnvironment(params.env, process.env) }),
    params.shownFor === undefined ? [] : problemMatchers(params.shownFor),
  );
  task.presentationOptions = {
    // A candidate that fails its run is nothing to interrupt a person for; the terminal can be opened from the tasks' status item.
    reveal: params.shownFor === undefined ? vscode.TaskRevealKind.Never : vscode.TaskRevealKind.Silent,
    panel: vscode.TaskPanelKind.Shared,
    focus: false,
    echo: true,
    showReuseMessage: false,
    clear: false,
  };
  return task;
}
