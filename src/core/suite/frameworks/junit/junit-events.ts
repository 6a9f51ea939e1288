/**
 * What the script around Maven or Gradle (`junit-results.mjs`) writes while the build runs: JSON lines, flushed one by
 * one, so that a killed run still tells what was known.
 */
export type JunitEvent =
  /** A report that this run wrote, copied without what the tests printed. `module`: absolute folder that it was written for. */
  | { readonly kind: 'report'; readonly file: string; readonly module: string }
  /** The compiler's own words. `file` as the compiler prints it, 1-based line and column. */
  | { readonly kind: 'compile-error'; readonly file: string; readonly line: number; readonly column?: number; readonly message: string }
  /** Test classes that were running when their process ended before its time. */
  | { readonly kind: 'crashed'; readonly classes: readonly string[]; readonly message: string }
  /** The program could not be started. */
  | { readonly kind: 'missing'; readonly program: string }
  /** The last line of a run that came to its end. */
  | { readonly kind: 'end'; readonly exitCode: number };

/** Name of the file with {@link JunitEvent} lines in the results folder. */
export const eventsFile = 'run.jsonl';

/** Name of the file in the results folder that lists all sources of the modules, one absolute path a line. */
export const sourcesFile = 'sources.txt';

/** Events of a file; a last line that is torn is left out. */
export function parseJunitEvents(text: string): readonly JunitEvent[] {
  const events: JunitEvent[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    try {
      events.push(JSON.parse(line) as JunitEvent);
    } catch {
      break; // the run was killed while this line was written: nothing whole follows
    }
  }
  return events;
}
