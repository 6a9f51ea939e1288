import { basename, isAbsolutePath, isInside, joinPath } from '../../../paths.ts';
import type { TestResult } from '../../framework.ts';
import { failureMessage } from '../../clean-output.ts';

/** What a failure says, as far as its output tells. */
export type GoFailure = Pick<TestResult, 'message' | 'stack' | 'failedAt' | 'expected' | 'actual'>;

export interface GoPlace {
  /** Absolute folder of the package; empty when it is not known. */
  readonly folder: string;
  /** Absolute folder of the project. */
  readonly root: string;
  /** Whether a line of a test file of the package only logs or skips. */
  readonly isLog: (file: string, line: number) => boolean;
}

interface Entry {
  readonly file: string;
  readonly line: number;
  text: string;
}

/** Reads what `t.Error`, `t.Fatal`, testify and failed examples print. `t.Log` prints in the same form: the source tells them apart. */
export function readGoFailure(output: string, place: GoPlace): GoFailure {
  const entries = readEntries(output, place);
  const failures = entries.filter(({ file, line }) => !place.isLog(file, line));
  const told = failures.length > 0 ? failures : entries;
  const [first] = told;
  const text = first === undefined ? output.trim() : told.map((entry) => entry.text).join('\n');
  const testify = first === undefined ? undefined : readTestify(first.text);
  const message = testify?.message ?? text;
  const failedAt = testify?.failedAt ?? (first === undefined ? undefined : { file: first.file, line: first.line });
  return {
    ...(message === '' ? {} : { message: failureMessage(message) }),
    ...(failedAt === undefined ? {} : { failedAt }),
    ...(testify === undefined ? readComparison(first?.text ?? output) : testify.comparison),
  };
}

/** Lines `    file.go:12: words`, with what is indented deeper below them. */
function readEntries(output: string, { folder }: GoPlace): readonly Entry[] {
  const entries: Entry[] = [];
  let indent = -1;
  for (const line of output.split('\n')) {
    const [, space = '', file = '', number = '', text = ''] = /^((?: {4})+)(\S[^\n]*?\.go):(\d+): ?(.*)$/.exec(line) ?? [];
    const last = entries.at(-1);
    if (file !== '' && (indent === -1 || space.length <= indent)) {
      indent = space.length;
      entries.push({ file: isAbsolutePath(file) ? file : joinPath(folder, file), line: Number(number), text });
    } else if (last !== undefined && line.startsWith(' '.repeat(indent + 4))) last.text += `\n${line.slice(indent + 4)}`;
    else indent = -1;
  }
  return entries.map((entry) => ({ ...entry, text: entry.text.trim() }));
}

interface TestifyFailure {
  readonly message: string;
  readonly failedAt?: { readonly file: string; readonly line: number };
  readonly comparison: Pick<TestResult, 'expected' | 'actual'>;
}

/** The block that testify's assertions print: labels, a tab, and text whose further lines stand below it. Source: `labeledOutput` in testify/assert. */
function readTestify(text: string): TestifyFailure | undefined {
  if (!/^\s*Error Trace:\t/.test(text)) return undefined;
  const parts = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of text.split('\n')) {
    const [, label, words = ''] = /^\s*(?:(Error Trace|Error|Test|Messages): *|\s{6,}) *\t(.*)$/.exec(line) ?? [];
    if (label !== undefined) parts.set(label, (current = []));
    current.push(words);
  }
  const error = (parts.get('Error') ?? []).join('\n').trimEnd();
  const said = (parts.get('Messages') ?? []).join('\n').trim();
  const trace = /^(.+\.go):(\d+)$/.exec(parts.get('Error Trace')?.[0]?.trim() ?? '');
  const expected = /^expected: ?(.*)$/m.exec(error)?.[1];
  const actual = /^actual {2}: ?(.*)$/m.exec(error)?.[1];
  return {
    message: said === '' ? error : `${error}\n${said}`,
    ...(trace === null || !isAbsolutePath(trace[1] ?? '') ? {} : { failedAt: { file: trace[1] ?? '', line: Number(trace[2]) } }),
    comparison: expected === undefined || actual === undefined ? {} : { expected, actual },
  };
}

/**
 * The forms that Go's own review comments ask for (`F(1) = 5, want 7`, `got 5, want 7`), and what a failed example
 * prints. Anything else is left alone.
 */
function readComparison(text: string): Pick<TestResult, 'expected' | 'actual'> {
  const example = /^got:\n([\s\S]*)\nwant:\n([\s\S]*?)\n*$/.exec(text.trim());
  if (example !== null) return { actual: example[1] ?? '', expected: example[2] ?? '' };
  if (text.trim().includes('\n')) return {};
  const gotFirst = /(?:\bgot:? |= )([^,;]+)[,;] (?:but )?(?:want|wanted|expected):? ([^,;]+)$/.exec(text.trim());
  if (gotFirst !== null) return { actual: gotFirst[1] ?? '', expected: gotFirst[2] ?? '' };
  const wantFirst = /\b(?:want|wanted|expected):? ([^,;]+)[,;] (?:but )?got:? ([^,;]+)$/i.exec(text.trim());
  return wantFirst === null ? {} : { expected: wantFirst[1] ?? '', actual: wantFirst[2] ?? '' };
}

/** A panic or fatal error of the runtime, with the first place of the project in its stack. undefined: the output holds none. */
export function readGoPanic(output: string, { root }: GoPlace): GoFailure | undefined {
  const found = /^(?:panic: |fatal error: |runtime: goroutine stack exceeds|SIG[A-Z]+: )/m.exec(output);
  if (found === null) return undefined;
  const text = output.slice(found.index);
  const [head = '', ...rest] = text.split('\n\n');
  const trace =
    rest
      .join('\n\n')
      .split('\n\n')
      .find((part) => part.startsWith('goroutine ')) ?? '';
  const message = head.replace(/ \[recovered(?:, repanicked)?\]/g, '').trim();
  const frames = [...(trace === '' ? text : trace).matchAll(/^\t(\S.*\.go):(\d+)/gm)];
  const own = frames.find(([, file = '']) => isInside(root, file) && !basename(file).startsWith('_'));
  return {
    message: failureMessage(message),
    ...(trace === '' ? {} : { stack: failureMessage(trace) }),
    ...(own === undefined ? {} : { failedAt: { file: own[1] ?? '', line: Number(own[2]) } }),
  };
}
