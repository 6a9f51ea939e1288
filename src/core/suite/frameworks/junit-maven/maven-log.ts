import { cleanOutput } from '../../clean-output.ts';
import type { BuildLog } from '../junit/build-log.ts';
import type { JunitEvent } from '../junit/junit-events.ts';

type CompileError = Extract<JunitEvent, { readonly kind: 'compile-error' }>;

const javac = /^\[ERROR\] (.+\.(?:java|groovy|scala)):\[(\d+)(?:,(\d+))?\] (.*)$/;
const kotlinc = /^\[ERROR\] (?:file:\/\/)?(.+\.kts?):? ?[[(](\d+), ?(\d+)[\])] (.*)$/;
const died =
  /^\[ERROR\].*(The forked VM terminated without (?:properly )?saying (?:properly )?goodbye|There was a timeout or other error in the fork)/;

/**
 * A test can print lines that look like these: they make a run red that is green, never the other way round.
 * Source: the compiler plugins' and Surefire's messages (`CompilationFailureException`, `ForkStarter`).
 */
export function createMavenLog(): BuildLog {
  let compiling = false;
  let open: CompileError | undefined;
  const seen = new Set<string>();
  const classes = new Set<string>();
  let crash: string | undefined;
  let naming = false;

  function flush(): readonly JunitEvent[] {
    const event = open;
    open = undefined;
    if (event === undefined) return [];
    const key = JSON.stringify([event.file, event.line, event.column]);
    if (seen.has(key)) return [];
    seen.add(key);
    return [event];
  }

  return {
    line(raw) {
      const text = cleanOutput(raw).trimEnd();
      if (naming) {
        const name = /^\[ERROR\] ([\w.$]+)$/.exec(text)?.[1];
        if (name === undefined) naming = false;
        else classes.add(name);
      }
      if (/^\[ERROR\] Crashed tests:$/.test(text)) naming = true;
      const cause = died.exec(text)?.[1];
      if (cause !== undefined) crash ??= cause;
      const exit = /^\[ERROR\] Process Exit Code: (\d+)$/.exec(text)?.[1];
      if (exit !== undefined && crash !== undefined && !crash.includes('exit code')) crash = `${crash} (exit code ${exit})`;

      const kotlin = kotlinc.exec(text);
      if (text.startsWith('[ERROR] COMPILATION ERROR :')) {
        compiling = true;
        return flush();
      }
      const match = kotlin ?? (compiling ? javac.exec(text) : null);
      if (match !== null) {
        const before = flush();
        const [, file = '', line = '', column, message = ''] = match;
        open = { kind: 'compile-error', file, line: Number(line), ...(column === undefined ? {} : { column: Number(column) }), message };
        return before;
      }
      if (open === undefined) return [];
      // `symbol:` and `location:` follow on lines of their own.
      if (/^(\[ERROR\])? {2,}\S/.test(text) && open.message.length < 2000) {
        open = { ...open, message: `${open.message}\n${text.replace(/^\[ERROR\]/, '')}` };
        return [];
      }
      if (text.startsWith('[INFO]')) compiling = false;
      return flush();
    },
    end() {
      const rest = flush();
      if (crash === undefined) return rest;
      return [...rest, { kind: 'crashed', classes: [...classes], message: `the test process ended before its tests were over. ${crash}.` }];
    },
  };
}
