import { assertionFinding, type Failure, type Finding, type Frame, type LanguageRules } from './failure.ts';
import { systemFinding } from './system-errors.ts';

/** What rustc, the panic handler and libtest print. */
export const rustRules: LanguageRules = { frames, classify };

/** `panicked at src/a.rs:3:5:` (since Rust 1.73), `panicked at '…', src/a.rs:3:5` (before), then the backtrace where there is one. */
function frames(text: string): readonly Frame[] {
  const found: Frame[] = [];
  const add = (pattern: RegExp): void => {
    for (const match of text.matchAll(pattern)) found.push({ file: match[1] ?? '', line: Number(match[2]) });
  };
  add(/panicked at (?:'[\s\S]*?', )?([^\s':][^\n':]*?\.rs):(\d+)/g);
  add(/^\s+at (\S+\.rs):(\d+)/gm);
  add(/did not panic as expected at (\S+\.rs):(\d+)/g);
  add(/^\s*--> (\S+\.rs):(\d+):\d+/gm);
  return found;
}

function classify(failure: Failure): readonly Finding[] {
  const compile = compileErrors(failure.text);
  if (compile.length > 0) return compile;
  const found = processEnd(failure.text) ?? panic(failure) ?? noTests(failure.text);
  return found === undefined ? [] : [found];
}

/** `error[E0425]: message` with ` --> file:line:column`; the first twenty. */
function compileErrors(text: string): readonly Finding[] {
  const found: Finding[] = [];
  const blocks = text.split(/^(?=error(?:\[E\d+\])?: )/m);
  for (const block of blocks) {
    const head = /^error(?:\[(E\d+)\])?: (.+)/.exec(block);
    const at = /^\s*--> (\S+?):(\d+):\d+/m.exec(block);
    if (head === null) continue;
    const [, code, message = ''] = head;
    const cargo = cargoProblem(block, message);
    if (cargo !== undefined) found.push(cargo);
    else if (at !== null) found.push({ ...compileError(code, message, block), at: { file: at[1] ?? '', line: Number(at[2]) } });
  }
  return found.slice(0, 20);
}

function cargoProblem(block: string, message: string): Finding | undefined {
  const version = /requires rustc (\S+)|package requires a Rust version/.exec(block);
  if (version !== null || /is not supported by the following package/.test(block) || /feature `\S+` is required/.test(block)) {
    return { kind: 'environment', message, hint: 'Install the version of Rust that the package asks for: `rustup update`.' };
  }
  const missing = /no matching package named `([^`]+)` found/.exec(block);
  if (missing !== null) {
    const subject = missing[1] ?? '';
    return {
      kind: 'import',
      message: `the crate \`${subject}\` was not found`,
      hint: `Correct the name \`${subject}\` in Cargo.toml.`,
      subject,
    };
  }
  if (/failed to (?:get|load source for|download|fetch)|download of .* failed|spurious network error/.test(block)) {
    return { kind: 'environment', message, hint: 'Run where the registry can be reached, or fetch the crates before with `cargo fetch`.' };
  }
  if (/linker `[^`]+` not found|linking with `[^`]+` failed/.test(block)) {
    return { kind: 'environment', message, hint: 'Install the linker or the library that it names.' };
  }
  if (/failed to parse manifest|could not find `Cargo\.toml`|failed to read .*Cargo\.toml/.test(block)) {
    return { kind: 'environment', message, hint: 'Correct Cargo.toml.' };
  }
  return undefined;
}

const imports = new Set(['E0432', 'E0433', 'E0463', 'E0583', 'E0603', 'E0364', 'E0365', 'E0429', 'E0430', 'E0431', 'E0254', 'E0255']);
const names = new Set([
  'E0412',
  'E0422',
  'E0423',
  'E0424',
  'E0425',
  'E0426',
  'E0405',
  'E0404',
  'E0407',
  'E0531',
  'E0532',
  'E0434',
  'E0411',
]);

function compileError(code: string | undefined, message: string, block: string): Finding {
  const subject = /`([^`]+)`/.exec(message)?.[1];
  const named = subject === undefined ? {} : { subject };
  const unlinked = /unresolved module or unlinked crate `([^`]+)`|maybe a missing crate `([^`]+)`|can't find crate for `([^`]+)`/.exec(
    block,
  );
  if (unlinked !== null) {
    const crate = unlinked[1] ?? unlinked[2] ?? unlinked[3] ?? '';
    return {
      kind: 'import',
      message: `the crate \`${crate}\` is not a dependency`,
      hint: `Add the missing crate with \`cargo add --dev ${crate}\`, or correct its name.`,
      subject: crate,
    };
  }
  if (code !== undefined && imports.has(code)) {
    return { kind: 'import', message, hint: 'Correct the path in the `use`, or make what it names public.', ...named };
  }
  if ((code !== undefined && names.has(code)) || /^cannot find (?:macro|attribute|derive macro) /.test(message)) {
    const suggestion = suggestionOf(block, subject);
    return {
      kind: 'undefined-name',
      message: subject === undefined ? message : `\`${subject}\` is not defined`,
      hint: subject === undefined ? 'Define or import it.' : `Define or import \`${subject}\`.`,
      ...named,
      ...(suggestion === undefined ? {} : { suggestion }),
    };
  }
  if (code === undefined) {
    return { kind: 'syntax', message, hint: 'Correct the code at the place named here; nothing of the crate ran.' };
  }
  return { kind: 'type-error', message, hint: `Correct the code so that it compiles; \`rustc --explain ${code}\` says more.`, ...named };
}

/** `help: a local variable with a similar name exists: \`price\``, or since 1.86 the line before and after. */
function suggestionOf(block: string, subject: string | undefined): string | undefined {
  const help = /similar name exists(?:: `([^`]+)`)?/.exec(block);
  if (help === null || subject === undefined) return undefined;
  if (help[1] !== undefined) return help[1];
  const before = /^\s*\d+ - (.+)$/m.exec(block)?.[1];
  const after = /^\s*\d+ \+ (.+)$/m.exec(block)?.[1] ?? /^\s*\d+ \| (.+)\n\s*\| *[~^+-]+/m.exec(block.slice(help.index))?.[1];
  if (before === undefined || after === undefined) return undefined;
  const old = new Set(before.match(/\w+/g));
  return after.match(/\w+/g)?.find((word) => !old.has(word));
}

function processEnd(text: string): Finding | undefined {
  if (/memory allocation of \d+ bytes failed|capacity overflow/.test(text)) {
    return { kind: 'out-of-memory', message: 'the memory was used up', hint: 'Look for what asks for so much at the place named here.' };
  }
  if (/has overflowed its stack|stack overflow/.test(text)) {
    return {
      kind: 'crash',
      message: 'the call stack is used up',
      hint: 'A function calls itself without end, or a value on the stack is too large.',
    };
  }
  const signal = /\(signal: (\d+), (SIG\w+)/.exec(text);
  if (signal !== null) {
    return {
      kind: 'crash',
      message: `the tests were ended by ${signal[2]}`,
      hint:
        signal[2] === 'SIGKILL'
          ? 'Something killed the process, often because the memory ran out.'
          : 'Look for unsafe code or a panic while panicking.',
    };
  }
  const status = /process didn't exit successfully: [^\n]*\(exit (?:status|code): (-?\w+)\)/.exec(text);
  if (status !== null && !/test result: FAILED/.test(text) && status[1] !== '101') {
    return {
      kind: 'crash',
      message: `a test ended the process with exit code ${status[1]}`,
      hint: 'Replace std::process::exit in the code under test by a value that the caller acts on.',
    };
  }
  return undefined;
}

function panic(failure: Failure): Finding | undefined {
  const { text, test } = failure;
  if (text.includes('test did not panic as expected')) return assertionFinding('the test did not panic, as it should');
  const substring = /panic did not contain expected string\s*\n\s*panic message: (.+)\n\s*expected substring: (.+)/.exec(text);
  if (substring !== null) return assertionFinding('', { actual: substring[1] ?? '', expected: substring[2] ?? '' });
  const message =
    /panicked at [^\n]*\.rs:\d+:\d+:\n([\s\S]*?)(?=\nstack backtrace:|\nnote: |$(?![\s\S]))/.exec(text)?.[1] ??
    /panicked at '([\s\S]*?)', [^\n]*\.rs:\d+/.exec(text)?.[1] ??
    /^Error: (.+)$/m.exec(text)?.[1] ??
    test?.message;
  if (message === undefined) return undefined;
  if (/^assertion .*failed/.test(message)) {
    const sides = /^\s*left: `?(.*?)`?,?\n\s*right: `?(.*?)`?$/m.exec(message);
    const unequal = /left != right/.test(message);
    if (test?.expected !== undefined && test.actual !== undefined)
      return assertionFinding('', { expected: test.expected, actual: test.actual });
    if (sides !== null && !unequal) return assertionFinding('', { actual: sides[1] ?? '', expected: sides[2] ?? '' });
    return assertionFinding(sides === null ? (message.split('\n')[0] ?? '') : `expected anything but ${sides[2] ?? ''}`);
  }
  if (/`Err` value: (?:NotPresent|VarError)/.test(message)) {
    return {
      kind: 'environment',
      message: 'an environment variable is not set',
      hint: 'Set the variable in the test itself, or for every run in the setting branchlight.suites.',
    };
  }
  const system = systemFinding(message);
  if (system !== undefined) return system;
  if (/called `Option::unwrap\(\)` on a `None` value/.test(message)) {
    return { kind: 'type-error', message, hint: 'Nothing is there where a value is unwrapped: give the code a value, or handle None.' };
  }
  // What no assertion, no unwrap and no arithmetic says, a person wrote: `assert!(…, "words")` and `panic!("words")` look the same.
  return undefined;
}

function noTests(text: string): Finding | undefined {
  if (!/^running 0 tests$/m.test(text)) return undefined;
  return { kind: 'no-tests', message: 'no test was found', hint: 'Write a function with #[test].' };
}
