import type { LibtestEvent } from '../../core/suite/frameworks/cargo-test/libtest.ts';

/** Longest output of a failed test that is printed, in characters, from its end. */
const longestOutput = 100_000;

/** Says what libtest's events mean in the words that libtest prints to people. */
export interface LibtestConsole {
  /** Text to print for an event. */
  words(event: LibtestEvent): string;
}

export function createLibtestConsole(colours: boolean): LibtestConsole {
  const failures: { readonly name: string; readonly output: string }[] = [];
  const paint = (code: number, text: string): string => (colours ? `\u001B[${code}m${text}\u001B[0m` : text);

  function summary(event: Extract<LibtestEvent, { readonly type: 'suite'; readonly event: 'ok' | 'failed' }>): string {
    const listed = failures.map(({ name }) => `    ${name}\n`).join('');
    const printed = failures
      .filter(({ output }) => output !== '')
      .map(({ name, output }) => `---- ${name} stdout ----\n${output}\n`)
      .join('\n');
    const red = failures.length === 0 ? '' : `\nfailures:\n\n${printed}\nfailures:\n${listed}`;
    const verdict = event.event === 'ok' ? paint(32, 'ok') : paint(31, 'FAILED');
    const counts = `${event.passed} passed; ${event.failed} failed; ${event.ignored} ignored; 0 measured; ${event.filtered_out} filtered out`;
    const time = event.exec_time === undefined ? '' : `; finished in ${event.exec_time.toFixed(2)}s`;
    return `${red}\ntest result: ${verdict}. ${counts}${time}\n\n`;
  }

  return {
    words(event) {
      if (event.type === 'suite') {
        return event.event === 'started' ? `\nrunning ${event.test_count} test${event.test_count === 1 ? '' : 's'}\n` : summary(event);
      }
      switch (event.event) {
        case 'started':
          return '';
        case 'timeout':
          return `test ${event.name} has been running for over 60 seconds\n`;
        case 'ok':
          return `test ${event.name} ... ${paint(32, 'ok')}\n`;
        case 'ignored':
          return `test ${event.name} ... ${paint(33, 'ignored')}${event.message === undefined ? '' : `, ${event.message}`}\n`;
        case 'failed': {
          const note = event.message === undefined ? '' : `note: ${event.message}\n`;
          failures.push({ name: event.name, output: `${(event.stdout ?? '').slice(-longestOutput)}${note}` });
          return `test ${event.name} ... ${paint(31, 'FAILED')}\n`;
        }
      }
    },
  };
}
