import { assertionFinding, type Failure, type Finding, type Frame, type LanguageRules } from './failure.ts';
import { systemFinding, variableMissing } from './system-errors.ts';

/** CPython's tracebacks, alone and as pytest prints them. */
export const pythonRules: LanguageRules = { frames, classify };

/** The innermost call stands last in a traceback: `File "a.py", line 3`, or `a.py:3: ` in pytest's own style. */
function frames(text: string): readonly Frame[] {
  const found: Frame[] = [];
  for (const line of text.split('\n')) {
    const match =
      /^(?:E\s+)?\s*File "([^"]+)", line (\d+)/.exec(line) ??
      /^((?:[A-Za-z]:)?[^\s:"'<>|]+\.pyw?):(\d+):?(?: |$)/.exec(line) ??
      /^file (.+\.py), line (\d+)$/.exec(line);
    if (match !== null) found.push({ file: match[1] ?? '', line: Number(match[2]) });
  }
  // A fatal error of the interpreter prints the innermost first, and says so.
  return /most recent call first/.test(text) ? found : found.toReversed();
}

interface Exception {
  /** Without its module. */
  readonly type: string;
  readonly message: string;
}

const exceptionLine =
  /^(?:E {1,7})?((?:[A-Za-z_]\w*\.)*(?:[A-Z]\w*(?:Error|Exception|Exit|Interrupt|Warning|Timeout|Failed)|Failed|Timeout|Exception|StopIteration|StopAsyncIteration|[A-Z]\w*Exception\w*))(?::(?: |$)(.*)|$)/;

/** The last exception of a text: the one that came out at the end of a chain. */
function exceptionOf(text: string): Exception | undefined {
  let found: Exception | undefined;
  for (const line of text.split('\n')) {
    const match = exceptionLine.exec(line);
    if (match !== null) found = { type: (match[1] ?? '').split('.').at(-1) ?? '', message: match[2] ?? '' };
  }
  return found;
}

function classify(failure: Failure): readonly Finding[] {
  const finding = whole(failure.text) ?? byException(failure, exceptionOf(failure.text)) ?? bareAssert(failure);
  return finding === undefined ? [] : [finding];
}

/** What is no exception of the test's. */
function whole(text: string): Finding | undefined {
  const fixture = /fixture '([^']+)' not found|FixtureLookupError: \('([^']+)'/.exec(text);
  if (fixture !== null) {
    const subject = fixture[1] ?? fixture[2] ?? '';
    return {
      kind: 'missing-fixture',
      message: `there is no fixture \`${subject}\``,
      hint: `Define \`${subject}\` with @pytest.fixture in the test file or in a conftest.py above it, or install the plugin that brings it.`,
      subject,
    };
  }
  if (/^Fatal Python error: /m.test(text)) {
    const why = /^Fatal Python error: (.+)$/m.exec(text)?.[1] ?? '';
    if (/MemoryError|out of memory/i.test(why)) return outOfMemory();
    return { kind: 'crash', message: `the interpreter died: ${why}`, hint: 'Look at what native code is called at the place named here.' };
  }
  if (/Timeout \(?>\s*[\d.]+s\)?(?: from pytest-timeout)?/.test(text)) {
    const limit = /Timeout \(?>\s*([\d.]+)s/.exec(text)?.[1];
    return { kind: 'timeout', message: `the test was not over after ${limit ?? '?'} s`, hint: slow };
  }
  if (/^(?:no tests ran|Ran 0 tests|NO TESTS RAN|collected 0 items)/m.test(text)) return noTests();
  return undefined;
}

const slow = 'Look for what waits without end; replace waiting by doubles, or give a test that is truly slow more time.';

function noTests(): Finding {
  return {
    kind: 'no-tests',
    message: 'no test was found',
    hint: 'Name test files test_*.py, test functions test_*, and test classes Test*.',
  };
}

function outOfMemory(): Finding {
  return { kind: 'out-of-memory', message: 'the memory was used up', hint: 'Look for what grows without end at the place named here.' };
}

function byException(failure: Failure, exception: Exception | undefined): Finding | undefined {
  if (exception === undefined) return undefined;
  const { type, message } = exception;
  switch (type) {
    case 'ModuleNotFoundError':
    case 'ImportError':
      return importFinding(type, message);
    case 'SyntaxError':
    case 'IndentationError':
    case 'TabError':
      return {
        kind: 'syntax',
        message: message === '' ? type : message,
        hint: 'Correct the code at the place named here; nothing of the file ran.',
      };
    case 'NameError':
    case 'UnboundLocalError':
      return nameFinding(message);
    case 'TypeError':
      return { kind: 'type-error', message, hint: typeHint(message) };
    case 'AttributeError':
      return attributeFinding(message);
    case 'AssertionError':
    case 'Failed':
      return assertionFinding(message.replace(/^assert /, ''), valuesOf(failure, message));
    case 'MemoryError':
      return outOfMemory();
    case 'RecursionError':
      return {
        kind: 'crash',
        message: 'the call stack is used up',
        hint: 'A function calls itself without end: look at the place named here.',
      };
    case 'SystemExit':
    case 'Exit':
      return {
        kind: 'crash',
        message: `sys.exit(${message}) was called inside a test`,
        hint: 'Expect it with pytest.raises(SystemExit), or replace it by a double.',
        subject: 'sys.exit',
      };
    case 'TimeoutError':
    case 'Timeout':
      return systemFinding(failure.text) ?? { kind: 'timeout', message: message === '' ? 'the wait was too long' : message, hint: slow };
    case 'KeyError': {
      const name = /^'([A-Za-z_]\w*)'$/.exec(message)?.[1];
      return name !== undefined && /os\.environ|<frozen os>|environ\(\{|\/os\.py["']?[,:]/.test(failure.text)
        ? variableMissing(name)
        : undefined;
    }
    default:
      return undefined;
  }
}

function importFinding(type: string, message: string): Finding {
  const missing = /No module named '([^']+)'/.exec(message)?.[1];
  if (missing !== undefined) {
    const [top = missing, ...rest] = missing.split('.');
    const isPart = rest.length > 0 || message.endsWith('is not a package');
    return {
      kind: 'import',
      message: `there is no module \`${missing}\``,
      hint: isPart
        ? `Correct the name \`${missing}\` in the import, or make that module.`
        : `Install the missing package \`${top}\` with \`python -m pip install ${top.replaceAll('_', '-')}\`, or correct its name.`,
      subject: missing,
    };
  }
  const name = /cannot import name '([^']+)' from (?:partially initialized module )?'([^']+)'/.exec(message);
  if (name !== null) {
    const [, subject = '', module = ''] = name;
    const circle = /partially initialized/.test(message);
    return {
      kind: 'import',
      message: circle ? `\`${module}\` is imported in a circle` : `\`${module}\` has no name \`${subject}\``,
      hint: circle
        ? `Break the circle of imports that leads back to \`${module}\`.`
        : `Define \`${subject}\` in \`${module}\`, or import a name that it has.`,
      subject,
    };
  }
  return { kind: 'import', message: message === '' ? type : message, hint: 'Correct the import at the place named here.' };
}

function nameFinding(message: string): Finding {
  const subject = /(?:name|variable) '([^']+)'/.exec(message)?.[1] ?? '';
  const suggestion = /Did you mean: '([^']+)'/.exec(message)?.[1];
  const early = /(?:referenced before assignment|not associated with a value)/.test(message);
  return {
    kind: 'undefined-name',
    message: early ? `\`${subject}\` is used before it has a value` : `\`${subject}\` is not defined`,
    hint: early ? `Give \`${subject}\` a value on every way that leads here.` : `Define or import \`${subject}\`.`,
    subject,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function attributeFinding(message: string): Finding {
  const subject = /has no attribute '([^']+)'/.exec(message)?.[1];
  const suggestion = /Did you mean: '(?:\.)?([^']+)'/.exec(message)?.[1];
  const plain = message.replace(/\.? Did you mean: .*$/, '');
  const nothing = message.startsWith("'NoneType'");
  return {
    kind: 'type-error',
    message: plain,
    hint: nothing
      ? `What \`.${subject ?? ''}\` is read from is None: give the code a value, or check for it before.`
      : subject === undefined
        ? 'Check the values that the test passes at the place named here.'
        : `Check what the object is, and that it has \`${subject}\`; a double may lack it.`,
    ...(subject === undefined ? {} : { subject }),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function typeHint(message: string): string {
  if (/argument/.test(message)) return 'Call it with the arguments that its definition names.';
  return 'Check the types of the values at the place named here.';
}

/** pytest's `assert 6 == 7`; unittest's `6 != 7` (what the code gave stands first). */
function valuesOf({ text, test }: Failure, message: string): { readonly expected?: string; readonly actual?: string } {
  if (test?.expected !== undefined && test.actual !== undefined) return { expected: test.expected, actual: test.actual };
  const bare = /^(?:E\s+)?(?:AssertionError: )?assert (.+) == (.+)$/m.exec(text);
  if (bare !== null) return { actual: bare[1] ?? '', expected: bare[2] ?? '' };
  const unittest = /^(.+?) != (.+?)(?: : .*)?$/.exec(message);
  return unittest === null ? {} : { actual: unittest[1] ?? '', expected: unittest[2] ?? '' };
}

/** A rewritten `assert` without a message names no exception: `assert 6 == 7`. */
function bareAssert(failure: Failure): Finding | undefined {
  const match = /^(?:E\s+)?assert (.+)$/m.exec(failure.text);
  if (match === null && failure.status !== 'failed') return undefined;
  if (match === null) return undefined;
  return assertionFinding(`assert ${match[1] ?? ''}`, valuesOf(failure, ''));
}
