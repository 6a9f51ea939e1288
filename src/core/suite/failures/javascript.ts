import { assertionFinding, headline, type Failure, type Finding, type Frame, type LanguageRules } from './failure.ts';
import { importProblem } from './javascript-imports.ts';

/** JavaScript and TypeScript: what V8, Node, Vite, Babel, esbuild and the four runners say. */
export const javascriptRules: LanguageRules = { frames, classify };

/** V8's `at name (file:line:column)`, code frames of compilers (`╭─[ file:4:24 ]`), and Node's `file:6` above the code. */
function frames(text: string): readonly Frame[] {
  const found: Frame[] = [];
  for (const line of text.split('\n')) {
    const match =
      /^\s*at (?:async )?(?:.*? \()?((?:file:\/\/)?(?:[A-Za-z]:)?[^():]+?(?:\([^()]*\)[^():]*?)*):(\d+):\d+\)?$/.exec(line) ??
      /^\s*❯ (?:.* )?(\S+?):(\d+):\d+$/.exec(line) ??
      /(?:[╭┌][─-]+|^\s*-->|,-+)\s*\[?\s*(\S+?):(\d+):\d+\s*\]?\s*$/.exec(line) ??
      /^((?:file:\/\/)?(?:[A-Za-z]:)?[^\s:]+\.[cm]?[jt]sx?):(\d+)(?::\d+)?(?::|$)/.exec(line.trim()) ??
      /^(?:Error: )?(?:Transform failed|SyntaxError): ?(\S+?\.[cm]?[jt]sx?): .*\((\d+):\d+\)/.exec(line.trim());
    if (match !== null) found.push({ file: match[1] ?? '', line: Number(match[2]) });
  }
  return found;
}

function classify(said: Failure): readonly Finding[] {
  const failure = { ...said, text: withOwnNames(said.text) };
  const { text } = failure;
  const found =
    processEnd(text) ??
    timedOut(failure) ??
    noTests(text) ??
    assertion(failure) ??
    importProblem(failure) ??
    syntax(text) ??
    missingName(text) ??
    typeError(text) ??
    thrownLater(text);
  return found === undefined ? [] : [found];
}

/** Names as they were written: compilers turn an imported `price` into `(0 , __vite_ssr_import_1__.price)`. The import itself is judged before. */
function withOwnNames(text: string): string {
  return text
    .replace(/\(0 ?, ?[\w$]+\.([\w$]+)\)(?=\(|\.|\[)/g, '$1')
    .replace(/\b__vi(?:te_ssr)?_import_\d+__\./g, (all, at: number, whole: string) => (whole.slice(0, at).endsWith(', ') ? all : ''));
}

function processEnd(text: string): Finding | undefined {
  if (
    /JavaScript heap out of memory|ERR_WORKER_OUT_OF_MEMORY|Reached heap limit|Array buffer allocation failed|reaching memory limit/.test(
      text,
    )
  ) {
    return {
      kind: 'out-of-memory',
      message: 'the memory of the process was used up',
      hint: 'Look for what grows without end; where so much is truly needed, raise it with NODE_OPTIONS=--max-old-space-size=4096.',
    };
  }
  const exit = /process\.(exit|abort|kill)\b(?: unexpectedly)? called(?: with "?([^"\s]*)"?)?/.exec(text);
  if (exit !== null) {
    return {
      kind: 'crash',
      message: `process.${exit[1] ?? 'exit'}${exit[2] === undefined ? '' : `(${exit[2]})`} was called inside a test`,
      hint: 'Replace process.exit by a double in the test, or let the code throw instead of ending the process.',
      subject: `process.${exit[1] ?? 'exit'}`,
    };
  }
  if (/Maximum call stack size exceeded/.test(text)) {
    return {
      kind: 'crash',
      message: 'the call stack is used up',
      hint: 'A function calls itself without end: look at the place named here.',
    };
  }
  return undefined;
}

function timedOut({ text, test }: Failure): Finding | undefined {
  const match =
    /(?:(Test|Hook) timed out in|Exceeded timeout of|Timeout of|test timed out after|Teardown timed out in) (\d+) ?ms/i.exec(text) ??
    /\b(testTimeoutFailure)\b/.exec(text);
  if (match === null) return undefined;
  const what = match[1] === 'Hook' || /for a hook/.test(text) ? 'a hook' : test === undefined ? 'the test file' : 'the test';
  return {
    kind: 'timeout',
    message: match[2] === undefined ? `${what} took too long` : `${what} was not over after ${match[2]} ms`,
    hint: 'Await what the test starts and let every promise settle; give a test that is truly slow more time.',
  };
}

function noTests(text: string): Finding | undefined {
  if (!/No test suite found in file|Your test suite must contain at least one test|No test files? found|No tests found/.test(text))
    return undefined;
  return {
    kind: 'no-tests',
    message: 'the file has no test',
    hint: 'Write a test with `it` or `test`, or name the file so that it is no test file.',
  };
}

function assertion(failure: Failure): Finding | undefined {
  const { text, test } = failure;
  const head = headline(text);
  const isAssertion =
    /^(?:Uncaught )?(?:JestAssertionError|AssertionError)\b/m.test(text) ||
    /^(?:Error: )?(?:expect\(|Snapshot `|promise (?:resolved|rejected) |expected .* to )/.test(head) ||
    /\bERR_ASSERTION\b/.test(text) ||
    (failure.status === 'failed' && !/^\w*(?:Type|Reference|Syntax|Range|URI)Error\b/m.test(text) && test?.expected !== undefined);
  if (!isAssertion) return undefined;
  const message = head.replace(/^(?:Uncaught )?(?:Error|\w*AssertionError)(?: \[\w+\])?: /, '').replace(/:$/, '');
  if (/^Snapshot `|toMatch(?:Inline)?Snapshot/.test(message)) {
    return {
      kind: 'assertion',
      message: 'the value differs from its snapshot',
      hint: 'Look at the difference; if the new value is right, update the snapshot.',
      ...(test?.expected === undefined ? {} : { expected: test.expected }),
      ...(test?.actual === undefined ? {} : { actual: test.actual }),
    };
  }
  return assertionFinding(message.startsWith('expect(') ? jestWords(text, message) : message, valuesOf(failure));
}

/** Under `expect(received).toThrow(expected)` Jest says what was not as it should be. */
function jestWords(text: string, head: string): string {
  const said = [...text.matchAll(/^\s*((?:Expected|Received|Resolved|Rejected)\b.+)$/gm)].map((match) => (match[1] ?? '').trim());
  return said.length === 0 ? head : said.slice(0, 3).join('; ');
}

/** Of Jest (`Expected: 7`), Vitest and Chai (`expected 6 to be 7`), and Node (`6 !== 7`, `actual: 6,`). */
function valuesOf({ text, test }: Failure): { readonly expected?: string; readonly actual?: string } {
  if (test?.expected !== undefined && test.actual !== undefined) return { expected: test.expected, actual: test.actual };
  const jest = [/^\s*Expected(?: \w+)?: +(.+)$/m.exec(text)?.[1], /^\s*Received(?: \w+)?: +(.+)$/m.exec(text)?.[1]];
  if (jest[0] !== undefined && jest[1] !== undefined) return { expected: jest[0], actual: jest[1] };
  const chai = /expected (.+?) to (?:strictly |deeply |loosely )*(?:be|equal|eql)(?: equal to)? (.+?)(?: \/\/ .*)?$/m.exec(text);
  if (chai !== null) return { expected: chai[2] ?? '', actual: chai[1] ?? '' };
  const node = /^\s*(.+?) (?:!==|!=) (.+)$/m.exec(text);
  return node === null ? {} : { expected: node[2] ?? '', actual: node[1] ?? '' };
}

function syntax(text: string): Finding | undefined {
  const match =
    /\bSyntaxError(?: \[\w+\])?: ([^\n]+)/.exec(text) ??
    /\[?PARSE_ERROR\]?\s*:?\s*([^\n]+)/.exec(text) ??
    /Transform failed with \d+ errors?:\s*\n(?:\S+: ERROR: )?([^\n]+)/.exec(text) ??
    /ERR_INVALID_TYPESCRIPT_SYNTAX[^\n]*?:? ([^\n]+)/.exec(text);
  if (match === null) return undefined;
  // Thrown by the code while it runs, not by the parser of the file.
  if (/is not valid JSON|JSON input|in JSON at position|Invalid regular expression/.test(match[1] ?? '')) return undefined;
  const message = (match[1] ?? '').replace(/^\S+\.[cm]?[jt]sx?: /, '').replace(/ \(\d+:\d+\)$/, '');
  return { kind: 'syntax', message, hint: 'Correct the code at the place named here; nothing of the file ran.' };
}

const browserNames = /^(?:document|window|localStorage|sessionStorage|navigator|HTMLElement|customElements)$/;
const testNames = /^(?:describe|it|test|expect|suite|context|specify|beforeEach|afterEach|beforeAll|afterAll|before|after|vi|jest)$/;

function missingName(text: string): Finding | undefined {
  const early = /ReferenceError(?: \[\w+\])?: Cannot access '([^']+)' before initialization/.exec(text);
  if (early !== null) {
    const subject = early[1] ?? '';
    return {
      kind: 'undefined-name',
      message: `\`${subject}\` is used before it has a value`,
      hint: `Move the use of \`${subject}\` below its declaration, or break the circle of imports that leads there.`,
      subject,
    };
  }
  const match = /(?:ReferenceError(?: \[\w+\])?: |^|hook: )([\w$]+) is not defined$/m.exec(text);
  if (match === null) return undefined;
  const subject = match[1] ?? '';
  const hint = browserNames.test(subject)
    ? 'Run the test in an environment with a page: `jsdom` or `happy-dom`.'
    : testNames.test(subject)
      ? `Import \`${subject}\` from the test framework, or turn its globals on in the configuration.`
      : subject === 'require' || subject === 'module' || subject === '__dirname' || subject === '__filename'
        ? 'The file is an ES module: use `import`, and `import.meta.dirname` for its folder.'
        : `Define or import \`${subject}\`.`;
  return { kind: 'undefined-name', message: `\`${subject}\` is not defined`, hint, subject };
}

/** V8's sentences, for reporters that leave the type of an error out. */
const untyped =
  /(?:^|hook: )((?:Cannot (?:read|set) propert(?:y|ies) of (?:undefined|null)|Cannot destructure property|Cannot convert (?:undefined|null|object)|Assignment to constant variable|Class constructor \w+ cannot be invoked|\S+ is not (?:a function|a constructor|iterable))[^\n]*)/m;

function typeError(text: string): Finding | undefined {
  const match = /\bTypeError(?: \[\w+\])?: ([^\n]+)/.exec(text) ?? untyped.exec(text);
  if (match === null) return undefined;
  const message = match[1] ?? '';
  // `fetch failed` says nothing: its cause does.
  if (message === 'fetch failed') return undefined;
  const nothing = /Cannot (read|set) propert(?:y|ies) of (undefined|null)(?: \((?:reading|setting) '([^']+)'\))?/.exec(message);
  if (nothing !== null) {
    const [, verb = 'read', value = 'undefined', property] = nothing;
    return {
      kind: 'type-error',
      message,
      hint:
        property === undefined
          ? `Something is ${value} here: give the code a value, or check for it before.`
          : `What \`.${property}\` is ${verb === 'read' ? 'read from' : 'set on'} is ${value}: give the code such a value, or check for it before.`,
      ...(property === undefined ? {} : { subject: property }),
    };
  }
  const called = /^(.+) is not a (function|constructor)/.exec(message);
  if (called !== null) {
    const subject = called[1] ?? '';
    return {
      kind: 'type-error',
      message,
      hint: `Check what \`${subject}\` is: a method of that name does not exist there, or a double of it is missing.`,
      subject,
    };
  }
  return { kind: 'type-error', message, hint: 'Check the values that the test passes at the place named here.' };
}

/** Vitest's words about what was thrown while no test was waiting for it. */
function thrownLater(text: string): Finding | undefined {
  if (!text.includes('This error originated in "')) return undefined;
  const test = /The last test to run before this error was "([^"]+)"|latest test that might've caused the error is "([^"]+)"/.exec(text);
  const name = test?.[1] ?? test?.[2];
  const message =
    name === undefined
      ? 'an error was thrown that no test waited for'
      : `an error was thrown that no test waited for, at the latest in "${name}"`;
  return { kind: 'unknown', message, hint: 'Await or return the promise at the place named here.' };
}
