import { cleanOutput } from '../../clean-output.ts';
import type { BuildLog } from '../junit/build-log.ts';
import type { JunitEvent } from '../junit/junit-events.ts';

type CompileError = Extract<JunitEvent, { readonly kind: 'compile-error' }>;

const javac = /^(\S.*\.(?:java|groovy|scala)):(\d+): (?:error: )(.*)$/;
const kotlinc = /^e: (?:file:\/\/)?(.+\.kts?):? ?(?:\((\d+), ?(\d+)\):|(\d+):(\d+)) (.*)$/;
const died =
  /Process 'Gradle Test Executor \d+' finished with non-zero exit value (\d+)|Test process encountered an unexpected problem|Failed to execute tests: .*|Could not complete execution for Gradle Test Executor/;

/**
 * A test can print lines that look like these: they make a run red that is green, never the other way round. Processes
 * that end with 0 before their time leave a report with fewer tests, which only Gradle itself can see: it fails the task.
 */
export function createGradleLog(): BuildLog {
  let open: CompileError | undefined;
  let crash: string | undefined;
  const seen = new Set<string>();

  function flush(): readonly JunitEvent[] {
    const event = open;
    open = undefined;
    if (event === undefined || seen.has(`${event.file}:${event.line}:${event.message}`)) return [];
    seen.add(`${event.file}:${event.line}:${event.message}`);
    return [event];
  }

  return {
    line(raw) {
      const text = cleanOutput(raw).trimEnd();
      const gone = died.exec(text);
      if (gone !== null) crash ??= gone[0];
      const java = javac.exec(text);
      const kotlin = kotlinc.exec(text);
      if (java === null && kotlin === null) {
        if (open === undefined) return [];
        // The line of code, a mark below it, `symbol:` and `location:` follow.
        if (/^\s/.test(text) && open.message.length < 2000) {
          open = { ...open, message: `${open.message}\n${text}` };
          return [];
        }
        return flush();
      }
      const before = flush();
      if (java !== null) open = { kind: 'compile-error', file: java[1] ?? '', line: Number(java[2]), message: java[3] ?? '' };
      else if (kotlin !== null) {
        const [, file = '', line, column, otherLine, otherColumn, message = ''] = kotlin;
        open = { kind: 'compile-error', file, line: Number(line ?? otherLine), column: Number(column ?? otherColumn), message };
      }
      return before;
    },
    end() {
      const rest = flush();
      return crash === undefined
        ? rest
        : [...rest, { kind: 'crashed', classes: [], message: `A test process ended before its tests were over: ${crash}.` }];
    },
  };
}
