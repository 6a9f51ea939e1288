import { resolve } from 'node:path';
import { inspect } from 'node:util';

/** What a test threw, in plain data. */
export interface Thrown {
  /** An assertion did not hold. */
  readonly assertion: boolean;
  readonly message: string;
  /** Frames only. */
  readonly stack: string;
  readonly expected?: string;
  readonly actual?: string;
}

/** How much of a text is kept: results carry less, and a test may throw a string of any length. */
const mostText = 20_000;

/** Describes anything that can be thrown, in a process of the project; also copies of errors that came from another process. */
export function describeThrown(thrown: unknown): Thrown {
  const error = typeof thrown === 'object' && thrown !== null ? (thrown as Readonly<Record<string, unknown>>) : { message: String(thrown) };
  const message = typeof error['message'] === 'string' ? error['message'] : inspect(thrown);
  const stack = typeof error['stack'] === 'string' ? error['stack'] : '';
  const frames = stack.slice(0, mostText).split('\n');
  const firstFrame = frames.findIndex((line) => /^\s+at /.test(line));
  // What stands before the frames may say more than the message: where the syntax of a file is wrong.
  const before = firstFrame === -1 ? stack : frames.slice(0, firstFrame).join('\n');
  const compared = 'expected' in error && 'actual' in error && (error['expected'] !== undefined || error['actual'] !== undefined);
  return {
    assertion: isAssertion(error, compared),
    message: (error['name'] === 'SyntaxError' && before.includes(message) ? before : message).slice(0, mostText),
    stack: firstFrame === -1 ? '' : frames.slice(firstFrame).map(withWholePath).join('\n'),
    ...(compared ? { expected: printed(error['expected']), actual: printed(error['actual']) } : {}),
  };
}

/** Mocha takes the working folder out of the paths of frames. */
function withWholePath(frame: string): string {
  return frame.replace(
    /^(\s+at (?:.*\()?)((?![A-Za-z]:[\\/]|[\\/]|[a-z]+:|<)[^():]+)(?=:\d+:\d+\)?$)/,
    (_all, before: string, path: string) => before + resolve(path),
  );
}

/** Assertion libraries agree on little: a name with "Assert", a code of Node's, two values compared, or what Jest's `expect` says. */
function isAssertion(error: Readonly<Record<string, unknown>>, compared: boolean): boolean {
  return (
    compared ||
    error['code'] === 'ERR_ASSERTION' ||
    'matcherResult' in error ||
    /Assert|^(?:Expectation|Unexpected)Error$/.test(String(error['name'])) ||
    /^(?:\u001B\[\d+m)*expect\b/.test(String(error['message'])) // oxlint-disable-line no-control-regex -- Jest's `expect` writes in colour
  );
}

function printed(value: unknown): string {
  return (typeof value === 'string' ? value : inspect(value, { depth: 8, maxArrayLength: 200, maxStringLength: 4000 })).slice(0, mostText);
}
