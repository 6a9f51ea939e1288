import { endTask, runTask, taskStarted, type TaskParams } from '../protocol/messages.ts';
import type { TaskClient } from './task-process-runner.ts';
import type { Connection } from 'vscode-languageserver';

type Started = Parameters<Parameters<TaskClient['onStarted']>[0]>[0];

/** The client's tasks over the connection. */
export function lspTasks(connection: Connection): TaskClient {
  const listeners = new Set<(started: Started) => void>();
  connection.onNotification(taskStarted.method, (started: Started) => {
    for (const listener of listeners) listener(started);
  });
  return {
    run: (task: TaskParams) => connection.sendRequest<{ exitCode: number | null; problem?: string }>(runTask.method, task),
    end: (id) => connection.sendNotification(endTask.method, { id }),
    onStarted(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
