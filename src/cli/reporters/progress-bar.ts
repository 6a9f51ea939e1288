import type { Output } from './reporter.ts';

/** One line at the bottom of a terminal that says what is going on; writes nothing when the output is no terminal. */
export interface ProgressBar {
  show(message: string, done?: number, total?: number): void;
  clear(): void;
}

const barWidth = 24;

export function createProgressBar(output: Output): ProgressBar {
  const { width } = output;
  if (width === undefined) return { show: () => undefined, clear: () => undefined };
  return {
    show(message, done, total) {
      const text = done === undefined || total === undefined || total === 0 ? message : `${bar(done / total)} ${done}/${total} ${message}`;
      output.write(`\r\u001b[2K${text.length < width ? text : `${text.slice(0, width - 2)}…`}`);
    },
    clear: () => output.write('\r\u001b[2K'),
  };
}

function bar(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * barWidth);
  return `${'█'.repeat(full)}${'░'.repeat(barWidth - full)}`;
}
