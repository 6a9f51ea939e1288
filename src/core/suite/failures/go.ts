import { assertionFinding, type Failure, type Finding, type Frame, type LanguageRules } from './failure.ts';
import { systemFinding } from './system-errors.ts';

/** What the Go compiler, its runtime and package testing print. */
export const goRules: LanguageRules = { frames, classify };

/** Of a panic the goroutine that panicked; of a timeout the goroutine that runs the test; else what `t.Error` says: `a_test.go:12: …`. */
function frames(text: string): readonly Frame[] {
  const panic = text.search(/^(?:panic: |fatal error: |SIGQUIT|unexpected fault address)/m);
  const found: Frame[] = [];
  if (panic >= 0) {
    const stack = text.slice(panic);
    // The goroutine of the alarm and the one that waits for tests call nothing of the project.
    for (const match of stack.matchAll(/^\t(\S[^\n]*?\.go):(\d+)(?: \+0x[0-9a-f]+)?(?: .*)?$/gm)) {
      found.push({ file: match[1] ?? '', line: Number(match[2]) });
    }
  }
  for (const match of text.matchAll(/^\s*(?:Error Trace:\s+)?((?:[A-Za-z]:)?[^\s:]+\.go):(\d+)(?::\d+)?(?::|$)/gm)) {
    found.push({ file: match[1] ?? '', line: Number(match[2]) });
  }
  return found;
}

function classify(failure: Failure): readonly Finding[] {
  const compile = compileErrors(failure.text);
  if (compile.length > 0) return compile;
  const found = processEnd(failure.text) ?? noTests(failure.text) ?? (failure.status === 'outside' ? undefined : told(failure));
  return found === undefined ? [] : [found];
}

const compileLine = /^(?:vet: )?((?:[A-Za-z]:)?[^\s:]+\.go):(\d+):(?:\d+:)? (.+(?:\n\t.+)*)/gm;

/** `a_test.go:12:3: message`: a column tells it from what a test says. The first twenty. */
function compileErrors(text: string): readonly Finding[] {
  const found: Finding[] = [];
  const module = /^(?:go: )?(?:cannot find main module|go\.mod file not found)/m.exec(text);
  if (module !== null) {
    found.push({
      kind: 'environment',
      message: 'there is no go.mod here',
      hint: 'Make the folder a module with `go mod init`, or run in the module.',
    });
  }
  const wanted = /requires go >= ([\d.]+) \(running go ([\d.]+)/.exec(text);
  if (wanted !== null) {
    found.push({
      kind: 'environment',
      message: `Go ${wanted[1]} is needed, but Go ${wanted[2]} runs`,
      hint: `Install Go ${wanted[1]} or later.`,
    });
  }
  for (const match of text.matchAll(compileLine)) {
    const [whole, file = '', line = '', message = ''] = match;
    const isCompiler = /^\S+\.go:\d+:\d+: /.test(whole.replace(/^vet: /, ''));
    if (!isCompiler || message.endsWith('too many errors')) continue;
    found.push({ ...compileError(message, text), at: { file, line: Number(line) } });
  }
  const noSum = /missing go\.sum entry for (?:module providing package|go\.mod file;?) ?(\S+)?/.exec(text);
  if (found.length === 0 && noSum !== null) found.push(notInstalled(noSum[1] ?? '', text));
  return found.slice(0, 20);
}

function compileError(said: string, block: string): Finding {
  const message = said.split('\n')[0] ?? '';
  const missing =
    /no required module provides package ([^\s;]+)/.exec(message) ??
    /cannot find (?:module providing )?package ["']?([^\s"';:]+)/.exec(message) ??
    /package (\S+) is not in (?:std|GOROOT)/.exec(message) ??
    /missing go\.sum entry for module providing package (\S+)/.exec(message) ??
    /could not import (\S+) \(/.exec(message);
  if (missing !== null) return notInstalled(missing[1] ?? '', block);
  const name = /^undefined: (\S+)/.exec(message);
  if (name !== null) {
    const subject = name[1] ?? '';
    return {
      kind: 'undefined-name',
      message: `\`${subject}\` is not defined`,
      hint: `Define \`${subject}\` or import its package.`,
      subject,
    };
  }
  const unused = /^"([^"]+)" imported(?: as \S+)? and not used|^declared and not used: (\S+)|^(\S+) declared (?:and|but) not used/.exec(
    message,
  );
  if (unused !== null) {
    const subject = unused[1] ?? unused[2] ?? unused[3] ?? '';
    return { kind: 'syntax', message, hint: `Use \`${subject}\` or remove it: Go compiles nothing that is not used.`, subject };
  }
  if (
    /^(?:syntax error|expected |missing |unexpected |illegal |invalid character|string literal not|non-declaration|newline in|unterminated|found )/.test(
      message,
    )
  ) {
    return { kind: 'syntax', message, hint: 'Correct the code at the place named here; nothing of the package ran.' };
  }
  if (/import cycle not allowed/.test(message)) {
    return { kind: 'import', message, hint: 'Break the circle of imports, or put the test into the package `…_test`.' };
  }
  const member = /has no field or method (\w+)/.exec(message);
  return {
    kind: 'type-error',
    message,
    hint: 'Correct the code so that the types agree; nothing of the package ran.',
    ...(member === null ? {} : { subject: member[1] ?? '' }),
  };
}

/** `block`: what the compiler said around it; it begins with `# ` and the path of the package that was compiled. */
function notInstalled(subject: string, block: string): Finding {
  const own = /^# (\S+)/m.exec(block)?.[1]?.split('/').slice(0, 2).join('/');
  const external = /^[^/]+\.[^/]+\//.test(subject) && !(own?.includes('/') === true && subject.startsWith(`${own}/`));
  return {
    kind: 'import',
    message: `there is no package \`${subject}\``,
    hint: external
      ? `Add the missing package with \`go get ${subject}\`, or correct its path.`
      : `Correct the path of the package \`${subject}\`.`,
    subject,
  };
}

function processEnd(text: string): Finding | undefined {
  const slow = /panic: test timed out after (\S+)/.exec(text);
  if (slow !== null) {
    return {
      kind: 'timeout',
      message: `the package was not over after ${slow[1]}`,
      hint: 'Look for what waits without end (a channel, a lock, a sleep); where it is only slow, raise -timeout.',
    };
  }
  if (/fatal error: (?:runtime: )?(?:out of memory|cannot allocate memory)|makeslice: len out of range/.test(text)) {
    return { kind: 'out-of-memory', message: 'the memory was used up', hint: 'Look for what grows without end at the place named here.' };
  }
  if (/stack overflow|goroutine stack exceeds/.test(text)) {
    return {
      kind: 'crash',
      message: 'the call stack is used up',
      hint: 'A function calls itself without end: look at the place named here.',
    };
  }
  if (/fatal error: all goroutines are asleep - deadlock!/.test(text)) {
    return {
      kind: 'crash',
      message: 'all goroutines wait for each other (deadlock)',
      hint: 'Look at who should send or unlock at the place named here.',
    };
  }
  if (/^WARNING: DATA RACE|testing\.go:\d+: race detected/m.test(text)) {
    return { kind: 'crash', message: 'two goroutines use the same memory (data race)', hint: 'Guard it by a mutex or a channel.' };
  }
  const panic = /^panic: (.+?)(?: \[recovered(?:, repanicked)?\])?$/m.exec(text) ?? /^fatal error: (.+)$/m.exec(text);
  if (panic === null) return undefined;
  const message = (panic[1] ?? '').replace(/^runtime error: /, '');
  const hint = /nil pointer dereference/.test(message)
    ? 'Something is nil at the place named here: give the code a value, or check for it before.'
    : /index out of range|slice bounds/.test(message)
      ? 'Check the index against the length at the place named here.'
      : 'The panic ended the whole package: recover from it in the test, or correct the code at the place named here.';
  return { kind: 'crash', message: `panic: ${message}`, hint };
}

function noTests(text: string): Finding | undefined {
  if (!/\[no test(?:s to run| files)\]|testing: warning: no tests to run/.test(text)) return undefined;
  return { kind: 'no-tests', message: 'no test was found', hint: 'Name test files *_test.go and test functions Test….' };
}

/** What a test that did not panic said by itself. */
function told(failure: Failure): Finding | undefined {
  const { text } = failure;
  if (/ended the whole test binary|^signal: \w+|^exit status \d+/m.test(text)) {
    return {
      kind: 'crash',
      message: 'the test ended the process of all tests',
      hint: 'Look for os.Exit, log.Fatal or a signal in what the test calls.',
    };
  }
  const said = text.replace(/^\s*\S+\.go:\d+: ?/, '').trim();
  const values = valuesOf(failure);
  if (values.expected === undefined) {
    const system = systemFinding(said);
    if (system !== undefined) return system;
  }
  const error = /^\s*Error:\s+(.+)$/m.exec(text)?.[1];
  const message = error ?? said.split('\n')[0] ?? '';
  return failure.status === 'failed' ? assertionFinding(message, values) : undefined;
}

/** testify's `expected: 7` and `actual  : 6`; an example's `got:` and `want:`; and how Go's own tests say it: `got 6, want 7`. */
function valuesOf({ text, test }: Failure): { readonly expected?: string; readonly actual?: string } {
  if (test?.expected !== undefined && test.actual !== undefined) return { expected: test.expected, actual: test.actual };
  const testify = /^\s*expected\s*: (.+)\n\s*actual\s*: (.+)$/m.exec(text);
  if (testify !== null) return { expected: testify[1] ?? '', actual: testify[2] ?? '' };
  const example = /^got:\n([\s\S]*?)\nwant:\n([\s\S]*?)(?:\n---|\n?$(?![\s\S]))/m.exec(text);
  if (example !== null) return { expected: (example[2] ?? '').trim(), actual: (example[1] ?? '').trim() };
  const wanted = /\.go:\d+: .*?(?:\bgot(?: back)?:? |= ?)([^,;\n]+?)[,;]? (?:but )?want(?:ed)?:? (.+)$/im.exec(text);
  if (wanted !== null) return { expected: wanted[2] ?? '', actual: wanted[1] ?? '' };
  const expected = /\.go:\d+: .*?\b(?:expected|want(?:ed)?):? ([^,;\n]+?)[,;]? (?:but )?(?:got|actual|was):? (.+)$/im.exec(text);
  return expected === null ? {} : { expected: expected[1] ?? '', actual: expected[2] ?? '' };
}
