/** What a failed test printed about its end. */
export interface Panic {
  readonly message: string;
  /** An assertion did not hold; else anything else went wrong. */
  readonly asserted: boolean;
  /** As the compiler wrote the path: absolute, or relative to the workspace. 1-based line. */
  readonly at?: { readonly file: string; readonly line: number };
  /** `right` of `assert_eq!`. */
  readonly expected?: string;
  /** `left` of `assert_eq!`. */
  readonly actual?: string;
  /** The backtrace, when the environment asks for one. */
  readonly stack?: string;
}

/** `thread 'x' (123) panicked at file:line:column:` and the message below it, since Rust 1.73. */
const panicked = /^thread '[^\n]*' (?:\(\d+\) )?panicked at ([^\n]+?):(\d+):\d+:\n([\s\S]*)$/m;
/** `thread 'x' panicked at 'message', file:line:column` before. */
const panickedBefore = /^thread '[^\n]*' panicked at '([\s\S]*?)', ([^\n]+?):(\d+):\d+$/m;
const rest = /\n(?:stack backtrace:|note: run with `RUST_BACKTRACE|note: Some details are omitted)/;

/** Reads what libtest captured of a failed test; `note` is libtest's own word, as of a panic that was expected and did not come. */
export function readPanic(output: string, note: string | undefined): Panic {
  const stack = /\n(stack backtrace:\n[\s\S]*?)(?:\nnote: |$(?![\s\S]))/.exec(output)?.[1];
  const found = lastMatch(output, panicked);
  const before = found === undefined ? panickedBefore.exec(output) : null;
  const at = found === undefined ? placeOf(before?.[2], before?.[3]) : placeOf(found[1], found[2]);
  const said = found === undefined ? before?.[1] : (found[3] ?? '').split(rest, 1)[0]?.trimEnd();
  const message = [said, note].filter((part) => part !== undefined && part !== '').join('\n');
  const plain = message === '' ? (output.split(rest, 1)[0] ?? '').trim() : message;
  return {
    message: plain,
    asserted: note !== undefined || /^assertion\b/.test(said ?? ''),
    ...(at === undefined ? {} : { at }),
    ...(said === undefined ? {} : comparisonOf(said)),
    ...(stack === undefined ? {} : { stack }),
  };
}

/** The last panic is the one that ended the test: earlier ones were caught, or were expected. */
function lastMatch(text: string, pattern: RegExp): RegExpExecArray | undefined {
  let found: RegExpExecArray | undefined;
  let from = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text.slice(from))) {
    found = match;
    from += match.index + (match[0].indexOf('\n') + 1);
  }
  return found;
}

function placeOf(file: string | undefined, line: string | undefined): Panic['at'] {
  return file === undefined || line === undefined ? undefined : { file, line: Number(line) };
}

/** The macro prints what it was given first as `left`: by habit what the code came to. */
function comparisonOf(message: string): Pick<Panic, 'expected' | 'actual'> {
  const match = /^assertion (?:failed: )?`\(?left == right\)?`(?: failed)?[^\n]*\n {2}left: ([\s\S]*?),?\n right: ([\s\S]*)$/.exec(message);
  if (match === null) return {};
  const [, left = '', right = ''] = match;
  return { expected: unquoted(right), actual: unquoted(left) };
}

/** Before 1.73 values stood in backquotes, and the message of the assertion behind them. */
function unquoted(value: string): string {
  return /^`([\s\S]*)`(?:: [\s\S]*)?$/.exec(value)?.[1] ?? value;
}
