import { assertionFinding, type Failure, type Finding, type Frame, type LanguageRules } from './failure.ts';
import { systemFinding } from './system-errors.ts';

/** What javac, the JVM, JUnit, TestNG, Surefire and Gradle say. */
export const javaRules: LanguageRules = { frames, classify };

/** `at [loader//][module@version/]pkg.Class$Inner.method(File.java:12)`: the package leads to the folder. And javac's `File.java:[9,20]`. */
function frames(text: string): readonly Frame[] {
  const found: Frame[] = [];
  for (const line of text.split('\n')) {
    const match =
      /^\s*at (?:[\w.-]*\/\/)?(?:[\w.]+(?:@[\w.+-]+)?\/)?([\w.$<>]+)\.[\w$<>]+\(([\w$]+\.(?:java|kt|groovy|scala)):(\d+)\)/.exec(line);
    if (match === null) continue;
    const [, type = '', file = '', number] = match;
    if (/^(?:java|javax|jdk|sun|kotlin|org\.(?:junit|testng|opentest4j|assertj|hamcrest|mockito|gradle|apache\.maven))\./.test(type))
      continue;
    const folder = type.split('.').slice(0, -1).join('/');
    found.push({ file: folder === '' ? file : `${folder}/${file}`, line: Number(number) });
  }
  return found;
}

function classify(failure: Failure): readonly Finding[] {
  const compile = compileErrors(failure.text);
  if (compile.length > 0) return compile;
  const found = processEnd(failure.text) ?? byException(failure) ?? build(failure.text);
  return found === undefined ? [] : [found];
}

/** Maven's `[ERROR] /p/A.java:[9,20] message` and javac's own `/p/A.java:9: error: message`, with what follows; each once, the first twenty. */
function compileErrors(text: string): readonly Finding[] {
  const lines = text.split('\n');
  const found = new Map<string, Finding>();
  for (const [index, line] of lines.entries()) {
    const match =
      /^(?:\[ERROR\] |e: )?(?:file:\/\/)?((?:[A-Za-z]:)?[^\s:[]+\.(?:java|kt)):(?:\[(\d+),\d+\]|(\d+):(?: error:)?|(\d+):\d+) ?(.+)$/.exec(
        line.trim(),
      );
    if (match === null) continue;
    const [, file = '', maven, javac, kotlin, message = ''] = match;
    const following = lines.slice(index + 1, index + 6).join('\n');
    const at = { file, line: Number(maven ?? javac ?? kotlin) };
    const finding = { ...compileError(message, following), at };
    found.set(`${file}:${at.line}:${finding.message}`, finding);
  }
  return [...found.values()].slice(0, 20);
}

function compileError(message: string, following: string): Finding {
  const missing = /^package (\S+) does not exist/.exec(message);
  if (missing !== null) {
    const subject = missing[1] ?? '';
    return {
      kind: 'import',
      message: `there is no package \`${subject}\``,
      hint: 'Add the dependency that holds it to the build file (test scope), or correct the import.',
      subject,
    };
  }
  if (message.startsWith('cannot find symbol')) {
    const symbol = /symbol:\s+(\w+) ([\w$.<>]+(?:\([^)]*\))?)/.exec(following);
    const place = /location:\s+(\w+) ([\w.$]+)/.exec(following);
    const subject = symbol?.[2] ?? '';
    const isImport = symbol?.[1] === 'class' && place?.[1] === 'package';
    return {
      kind: isImport ? 'import' : 'undefined-name',
      message: `\`${subject}\` is not defined${place === null ? '' : ` in ${place[2] ?? ''}`}`,
      hint: isImport ? 'Correct the import, or add the dependency that holds it.' : `Define or import \`${subject.replace(/\(.*$/, '')}\`.`,
      subject: subject.replace(/\(.*$/, ''),
    };
  }
  if (
    /expected$|^illegal (?:start|character)|^not a statement|^reached end of file|^unclosed|^else without|^orphaned|^missing return statement|^invalid method declaration/.test(
      message,
    )
  ) {
    return { kind: 'syntax', message, hint: 'Correct the code at the place named here; nothing was run.' };
  }
  return { kind: 'type-error', message, hint: 'Correct the code so that it compiles; nothing was run.' };
}

function processEnd(text: string): Finding | undefined {
  if (
    /java\.lang\.OutOfMemoryError|Java heap space|GC overhead limit exceeded|There is insufficient memory for the Java Runtime/.test(text)
  ) {
    const what = /OutOfMemoryError: (.+)/.exec(text)?.[1];
    return {
      kind: 'out-of-memory',
      message: what === undefined ? 'the memory of the JVM was used up' : `the memory of the JVM was used up (${what.trim()})`,
      hint: 'Look for what grows without end; where so much is truly needed, raise -Xmx for the tests.',
    };
  }
  if (/java\.lang\.StackOverflowError/.test(text)) {
    return {
      kind: 'crash',
      message: 'the call stack is used up',
      hint: 'A method calls itself without end: look at the place named here.',
    };
  }
  if (
    /The forked VM terminated without (?:properly )?saying (?:properly )?goodbye|The JVM (?:has )?crashed|Could not complete execution for Gradle Test Executor|Process 'Gradle Test Executor \d+' finished with non-zero exit value (\d+)|# A fatal error has been detected by the Java Runtime/.test(
      text,
    )
  ) {
    const code = /Process Exit Code: (\d+)|finished with non-zero exit value (\d+)/.exec(text);
    const value = code?.[1] ?? code?.[2];
    return {
      kind: 'crash',
      message: value === undefined ? 'the JVM of the tests died' : `the JVM of the tests died with exit code ${value}`,
      hint: 'Look for System.exit, Runtime.halt or native code in what the tests call.',
    };
  }
  return undefined;
}

interface Thrown {
  /** Full name of the class. */
  readonly type: string;
  readonly message: string;
}

/** The exception that came out, and what caused it at last. */
function thrownIn(text: string): readonly Thrown[] {
  const found: Thrown[] = [];
  for (const match of text.matchAll(
    /^(?:Caused by: |Exception in thread "[^"]*" |\s*)((?:[a-z_$][\w$]*\.)+[A-Z][\w$]*)(?:: ([^\n]*))?$/gm,
  )) {
    found.push({ type: match[1] ?? '', message: match[2] ?? '' });
  }
  return found;
}

function byException(failure: Failure): Finding | undefined {
  const { text } = failure;
  const thrown = thrownIn(text);
  const first = thrown[0];
  const slow =
    /timed out after (\d+ \w+)|execution (?:exceeded timeout of|timed out after) (\d+) ?ms|didn't finish within the time-out (\d+)|test timed out after (\d+)/.exec(
      text,
    );
  if (slow !== null) {
    const limit = slow[1] ?? `${slow[2] ?? slow[3] ?? slow[4]} ms`;
    return {
      kind: 'timeout',
      message: `the test was not over after ${limit}`,
      hint: 'Look for what waits without end; replace waiting by doubles, or give a test that is truly slow more time.',
    };
  }
  const fixture = /No ParameterResolver registered for parameter \[([^\]]+)\]/.exec(text);
  if (fixture !== null) {
    const subject = (fixture[1] ?? '').replace(/ arg\d+$/, '');
    return {
      kind: 'missing-fixture',
      message: `nothing gives the test its parameter \`${subject}\``,
      hint: 'Register an extension that resolves the parameter with @ExtendWith, or make the test a @ParameterizedTest.',
      subject,
    };
  }
  if (first === undefined) return comparison(failure, '');
  if (isAssertion(first.type)) return comparison(failure, first.message);
  for (const each of thrown) {
    const name = each.type.split('.').at(-1) ?? '';
    if (name === 'ClassNotFoundException' || name === 'NoClassDefFoundError') {
      const subject = each.message.replaceAll('/', '.');
      return {
        kind: 'import',
        message: `there is no class \`${subject}\``,
        hint: 'Correct its name, or add the dependency that holds it to the build file.',
        subject,
      };
    }
    if (name === 'NoSuchMethodError' || name === 'NoSuchFieldError' || name === 'AbstractMethodError') {
      return {
        kind: 'import',
        message: `${name}: ${each.message}`,
        hint: 'Two versions of a library meet: align them in the build file.',
        subject: each.message,
      };
    }
    if (name === 'UnsupportedClassVersionError') {
      return { kind: 'environment', message: each.message, hint: 'Run with the Java version that the classes were compiled for.' };
    }
  }
  const system = systemFinding(thrown.map(({ type, message }) => `${type}: ${message}`).join('\n'));
  if (system !== undefined) return system;
  const cause = thrown.at(-1) ?? first;
  const name = cause.type.split('.').at(-1) ?? '';
  if (name === 'NullPointerException') {
    return {
      kind: 'type-error',
      message: cause.message === '' ? 'something is null' : cause.message,
      hint: 'Something is null at the place named here: give the code a value, or check for it before.',
    };
  }
  if (name === 'ClassCastException' || name === 'ArrayStoreException') {
    return { kind: 'type-error', message: cause.message, hint: 'Check the types of the values at the place named here.' };
  }
  return undefined;
}

function isAssertion(type: string): boolean {
  return /(?:^|\.)(?:Assertion\w*|ComparisonFailure|MultipleFailuresError|ArrayComparisonFailure|AssumptionViolatedException)$/.test(type);
}

/** JUnit's `expected: <7> but was: <6>`, TestNG's `expected [7] but found [6]`, AssertJ's and Hamcrest's two lines. */
function comparison({ text, status, test }: Failure, message: string): Finding | undefined {
  if (test?.expected !== undefined && test.actual !== undefined)
    return assertionFinding('', { expected: test.expected, actual: test.actual });
  const values =
    /expected: ?(?:\S+@\w+)?<([\s\S]*?)> but was: ?(?:\S+@\w+)?<([\s\S]*?)>(?=\s|$)/.exec(text) ??
    /expected \[([\s\S]*?)\] but found \[([\s\S]*?)\]/.exec(text) ??
    /expected:<([\s\S]*?)> but was:<([\s\S]*?)>/.exec(text) ??
    /^\s*[Ee]xpected: ?(.+)\n\s*but: was (.+)$/m.exec(text) ??
    /^\s*[Ee]xpected: ?(.+)\n\s*but was: ?(.+)$/m.exec(text);
  if (values !== null) return assertionFinding('', { expected: values[1] ?? '', actual: values[2] ?? '' });
  return status === 'failed' || message !== '' ? assertionFinding(message) : undefined;
}

function build(text: string): Finding | undefined {
  if (/No tests were executed|No tests found for given includes|No tests matching pattern|There are no tests to run/.test(text)) {
    return {
      kind: 'no-tests',
      message: 'no test was found',
      hint: 'Check the name of the test, and that the class is called *Test and its methods have @Test.',
    };
  }
  const release =
    /(?:release version|invalid (?:source|target) release:?) (\S+)(?: not supported)?|Unsupported class file major version (\d+)/.exec(
      text,
    );
  if (release !== null) {
    return { kind: 'environment', message: release[0], hint: 'Run with the Java version that the build file asks for (JAVA_HOME).' };
  }
  const artefact =
    /Could not (?:find artifact|resolve|find) ([\w.:-]+:[\w.:-]+)|Could not resolve dependencies for project ([\w.:-]+)/.exec(text);
  if (artefact !== null) {
    const subject = artefact[1] ?? artefact[2] ?? '';
    return {
      kind: 'environment',
      message: `\`${subject}\` could not be resolved`,
      hint: 'Check its version, and that the repository can be reached.',
      subject,
    };
  }
  return undefined;
}
