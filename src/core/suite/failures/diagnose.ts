import type { AppError } from '../../errors.ts';
import { cleanOutput } from '../clean-output.ts';
import type { Project, Suite, SuiteOutcome, TestResult } from '../framework.ts';
import type { Diagnosis } from './diagnosis.ts';
import { headline, shortValue, type Failure, type Finding, type LanguageRules } from './failure.ts';
import { goRules } from './go.ts';
import { javaRules } from './java.ts';
import { javascriptRules } from './javascript.ts';
import { nearestName } from './nearest-name.ts';
import { ownLocation, type KnownFiles } from './own-location.ts';
import { pythonRules } from './python.ts';
import { rustRules } from './rust.ts';
import { systemFinding } from './system-errors.ts';

/** What the caller knows of the project's files; each makes diagnoses more exact, none is needed. */
export interface DiagnoseContext {
  /** Absolute paths of the project's own sources and tests: some runtimes print only the end of a path. */
  readonly files?: Iterable<string>;
  /** The text of a file as it was run, to find the name that was meant. */
  readonly text?: (file: string) => string | undefined;
}

const rules: Readonly<Record<Project['language'], LanguageRules>> = {
  javascript: javascriptRules,
  typescript: javascriptRules,
  python: pythonRules,
  go: goRules,
  rust: rustRules,
  java: javaRules,
};

/**
 * Explains everything that went wrong in a run, in the order of the run: each failed test, each error outside of tests,
 * a run that did not start or did not end. Empty for a green run and for a cancelled one. Never throws.
 */
export function diagnose(outcome: SuiteOutcome, suite: Suite, context: DiagnoseContext = {}): readonly Diagnosis[] {
  switch (outcome.status) {
    case 'cancelled':
      return [];
    case 'timed-out':
      return outOfTime(outcome, suite);
    case 'failed-to-start':
      return ofError(outcome.error, suite, context);
    case 'completed':
      return ofRun(outcome, suite, context);
  }
}

type Completed = Extract<SuiteOutcome, { readonly status: 'completed' }>;

function ofRun(outcome: Completed, suite: Suite, context: DiagnoseContext): readonly Diagnosis[] {
  const known = knownFiles(suite, context, outcome);
  const found: Diagnosis[] = [];
  for (const test of outcome.tests) {
    // Node fails a test for its subtests, which are told by themselves.
    if (/^\d+ subtests? failed$/.test(test.message ?? '')) continue;
    if (test.status === 'failed' || test.status === 'error') found.push(...explain(failureOf(test, suite), known, context));
  }
  const fileOf = new Map([...(outcome.errorsByFile ?? [])].flatMap(([file, errors]) => errors.map((error) => [error, file] as const)));
  for (const error of outcome.errors) {
    const file = fileOf.get(error);
    found.push(
      ...explain(
        {
          language: suite.project.language,
          text: cleanOutput(error),
          status: 'outside',
          exitCode: outcome.exitCode,
          ...(file === undefined ? {} : { file }),
        },
        known,
        context,
      ),
    );
  }
  if (outcome.tests.length === 0 && found.length === 0) found.push(nothingRan(suite));
  return found;
}

function knownFiles(suite: Suite, context: DiagnoseContext, outcome?: Completed): KnownFiles {
  const tests = (outcome?.tests ?? []).map(({ file }) => file).filter((file) => file !== '');
  return { root: suite.project.root, files: new Set([...(context.files ?? []), ...tests, ...(outcome?.coverage?.keys() ?? [])]) };
}

function failureOf(test: TestResult, suite: Suite): Failure {
  const message = cleanOutput(test.message ?? '');
  const stack = cleanOutput(test.stack ?? '');
  // Some runtimes repeat the message at the head of the stack, with the type of what was thrown.
  const [head = ''] = stack.split(/^\s+at /m, 1);
  const inStack = head.includes(message.trim());
  const text = inStack ? stack : stack === '' || message.includes(stack.trim()) ? message : `${message}\n${stack}`;
  return {
    language: suite.project.language,
    text,
    status: test.status === 'failed' ? 'failed' : 'error',
    test,
    ...(test.file === '' ? {} : { file: test.file }),
  };
}

function explain(failure: Failure, known: KnownFiles, context: DiagnoseContext): readonly Diagnosis[] {
  const language = rules[failure.language];
  const specific = language.classify(failure);
  const findings = specific.length > 0 ? specific : [systemFinding(failure.text) ?? bySignal(failure) ?? unknownFinding(failure)];
  return findings.map((finding) => {
    const frames = finding.at === undefined ? language.frames(failure.text) : [finding.at];
    const location = ownLocation(frames, failure, known) ?? failure.test?.failedAt ?? startOf(failure);
    return complete(finding, failure, location, context);
  });
}

/** Where a failure without a usable stack is shown: at its test, else at the top of its file. */
function startOf({ test, file }: Failure): Diagnosis['location'] {
  if (test?.line !== undefined && test.file !== '') return { file: test.file, line: test.line };
  return file === undefined ? undefined : { file, line: 1 };
}

function complete(finding: Finding, failure: Failure, location: Diagnosis['location'], context: DiagnoseContext): Diagnosis {
  const { at: _at, hint, suggestion: told, ...rest } = finding;
  const { test } = failure;
  const text = location === undefined ? undefined : context.text?.(location.file);
  const suggestion =
    told ??
    (finding.kind === 'undefined-name' && finding.subject !== undefined && text !== undefined
      ? nearestName(finding.subject, text)
      : undefined);
  return {
    ...rest,
    hint: suggestion === undefined ? hint : `Did you mean \`${suggestion}\`? Else: ${lowerFirst(hint)}`,
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(location === undefined ? {} : { location }),
    ...(test === undefined
      ? {}
      : { test: { file: test.file, ...(test.group === undefined ? {} : { group: test.group }), title: test.title } }),
    details: failure.text.trim().slice(0, 4000),
  };
}

function lowerFirst(sentence: string): string {
  return sentence.slice(0, 1).toLowerCase() + sentence.slice(1);
}

/** How the system says that a process did not end by itself: a signal's name, or 128 and its number. */
function bySignal({ text, exitCode, status, language }: Failure): Finding | undefined {
  const named =
    /\b(SIG(?:SEGV|ABRT|KILL|BUS|ILL|FPE|TRAP|TERM))\b/.exec(text)?.[1] ?? (/[Ss]egmentation fault/.test(text) ? 'SIGSEGV' : undefined);
  const numbered = status === 'outside' && exitCode !== undefined ? signalOf(exitCode) : undefined;
  const signal = named ?? (/^signal: killed$/m.test(text) ? 'SIGKILL' : numbered);
  if (signal !== undefined) {
    return {
      kind: 'crash',
      message: `the tests were ended by ${signal}`,
      hint:
        signal === 'SIGKILL' || signal === 'SIGTERM'
          ? 'Something outside killed the process, often because the memory ran out.'
          : signal === 'SIGABRT' && (language === 'javascript' || language === 'typescript')
            ? 'Node aborts so when its memory is used up: look for what grows without end.'
            : 'Look for native code in what the tests call, and at the place named here.',
    };
  }
  // Said by the runners, and by the reporters that watch over them.
  const ended =
    /ended its process|process[^\n]*\b(?:ended|died|exited)\b[^\n]*(?:within|inside|during|before)|[Ww]orker (?:forks|threads|process)?[^\n]*(?:exited unexpectedly|terminated)/.exec(
      text,
    );
  if (ended === null) return undefined;
  const code = /(?:exit code|with code|exit status):? (\d+)/.exec(text)?.[1];
  return {
    kind: 'crash',
    message:
      code === undefined ? 'the process of the tests ended too early' : `the process of the tests ended too early with exit code ${code}`,
    hint: 'Look for what ends the process (an exit, an abort, native code) in what the test calls.',
  };
}

const signals: ReadonlyMap<number, string> = new Map([
  [4, 'SIGILL'],
  [6, 'SIGABRT'],
  [7, 'SIGBUS'],
  [8, 'SIGFPE'],
  [9, 'SIGKILL'],
  [11, 'SIGSEGV'],
  [15, 'SIGTERM'],
]);

function signalOf(exitCode: number): string | undefined {
  return signals.get(exitCode > 128 ? exitCode - 128 : -exitCode);
}

function unknownFinding(failure: Failure): Finding {
  const said = saidIn(failure);
  if (failure.status === 'failed') {
    const { expected, actual } = failure.test ?? {};
    const told = expected !== undefined && actual !== undefined;
    return {
      kind: 'assertion',
      message: told ? `expected ${shortValue(expected)}, got ${shortValue(actual)}` : said === '' ? 'the test failed without a word' : said,
      hint: 'Check which is right: what the test expects, or what the code does.',
      ...(told ? { expected, actual } : {}),
    };
  }
  return {
    kind: 'unknown',
    message: said === '' ? 'it failed without a word' : said,
    hint:
      failure.status === 'error'
        ? 'The code threw this by itself: correct the arguments that the test passes, or the code at the place named here.'
        : 'Run the suite in a terminal to see all that the runner says.',
  };
}

/** The line of a failure that says most: what was thrown, else the first that is no heading of a runner's. */
function saidIn({ text, status, file }: Failure): string {
  const thrown =
    status === 'outside' ? /^\s*(?:Uncaught )?((?:[\w.]+\.)?[A-Z]\w*(?:Error|Exception)(?: \[\w+\])?: .+)$/m.exec(text)?.[1] : undefined;
  const plain = text.replace(/^\s*●.*$/m, '').replace(/^The runner ended with exit code \d+ although no test failed:\n/, '');
  return headline(thrown ?? (file !== undefined && plain.startsWith(`${file}: `) ? plain.slice(file.length + 2) : plain));
}

function ofError(error: AppError, suite: Suite, context: DiagnoseContext): readonly Diagnosis[] {
  const known = knownFiles(suite, context);
  const exitCode = /exit code (\d+)/.exec(error.message)?.[1];
  const failure: Failure = {
    language: suite.project.language,
    text: cleanOutput(error.message),
    status: 'outside',
    ...(exitCode === undefined ? {} : { exitCode: Number(exitCode) }),
  };
  const { hint } = error;
  const advised = (each: Diagnosis): Diagnosis => (hint === undefined ? each : { ...each, hint });
  if (error.code === 'suite/no-results' || error.code === 'suite/no-coverage') {
    return explain(failure, known, context).map((each) => (each.kind === 'unknown' ? advised(each) : each));
  }
  // What to do the framework knows better than any rule; what it was, its runner's own words may say.
  if (rules[failure.language].classify(failure).length > 0) return explain(failure, known, context).map(advised);
  const finding = { kind: kindOf(error.code), message: headline(failure.text), hint: hint ?? 'Correct this and run again.' };
  const at = ownLocation(rules[failure.language].frames(failure.text), failure, known);
  return [complete(finding, failure, at, context)];
}

function kindOf(code: string): Diagnosis['kind'] {
  if (/no-tests|nothing-to-run/.test(code)) return 'no-tests';
  if (code.includes('out-of-memory')) return 'out-of-memory';
  if (/runner-ended|crash/.test(code)) return 'crash';
  return code.includes('time') ? 'timeout' : 'environment';
}

function outOfTime(outcome: Extract<SuiteOutcome, { readonly status: 'timed-out' }>, suite: Suite): readonly Diagnosis[] {
  const seconds = Math.round(outcome.durationMs / 100) / 10;
  const message = `${suite.framework.name} was not over after ${seconds} s and was stopped`;
  const hint = 'Look for a test that waits without end; where the suite is only slow, raise the time limit in the settings.';
  const running = outcome.running ?? [];
  if (running.length === 0) return [{ kind: 'timeout', message, hint, details: '' }];
  return running.map((file) => ({ kind: 'timeout', message, hint, location: { file, line: 1 }, details: '' }));
}

function nothingRan(suite: Suite): Diagnosis {
  return {
    kind: 'no-tests',
    message: `${suite.framework.name} found no test`,
    hint: 'Check the name that was asked for, and the patterns of test files in the configuration.',
    details: '',
  };
}
