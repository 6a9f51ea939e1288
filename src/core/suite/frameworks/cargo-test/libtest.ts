/** An event of libtest's `--format json`. Source: rust/library/test/src/formatters/json.rs */
export type LibtestEvent =
  | { readonly type: 'suite'; readonly event: 'started'; readonly test_count: number }
  | {
      readonly type: 'suite';
      readonly event: 'ok' | 'failed';
      readonly passed: number;
      readonly failed: number;
      readonly ignored: number;
      readonly filtered_out: number;
      readonly exec_time?: number;
    }
  | { readonly type: 'test'; readonly event: 'started'; readonly name: string }
  | { readonly type: 'test'; readonly event: 'timeout'; readonly name: string }
  | {
      readonly type: 'test';
      readonly event: 'ok' | 'failed' | 'ignored';
      readonly name: string;
      readonly exec_time?: number;
      readonly stdout?: string;
      readonly message?: string;
    };

/** undefined: the line is something that a test printed. */
export function parseLibtestEvent(line: string): LibtestEvent | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const event = JSON.parse(line) as Partial<LibtestEvent>;
    const known = (event.type === 'suite' || event.type === 'test') && typeof event.event === 'string';
    return known ? (event as LibtestEvent) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Results out of the file that libtest's `--logfile` writes beside its output, where no test can print to: name → result.
 * Entries: `ok name <0.001s>`, `ignored: reason name`, `failed: why, over several lines name`.
 */
export function parseLibtestLog(text: string): ReadonlyMap<string, 'ok' | 'failed' | 'ignored'> {
  const results = new Map<string, 'ok' | 'failed' | 'ignored'>();
  for (const entry of text.split(/^(?=(?:ok|failed|ignored)\b)/m)) {
    const match = /^(ok|failed|ignored)\b[\s\S]*?(\S+?)(?: <[\d.]+s>)?\s*$/.exec(entry);
    if (match !== null) results.set(match[2] ?? '', match[1] as 'ok' | 'failed' | 'ignored');
  }
  return results;
}
