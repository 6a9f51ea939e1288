import type { FileCoverage } from '../coverage-map.ts';
import { isAbsolutePath, joinPath } from '../../paths.ts';
import { createGcovFile, type GcovArm, type GcovDecision, type GcovFile } from './gcov-file.ts';
import { indexDecoded } from './indexed-report.ts';
import { countOf, isLine } from './numbers.ts';
import { createProblemList, shortened, type ProblemList } from './problem-list.ts';
import type { IndexedReport, ReportFormat } from './report-format.ts';
import { eachLine } from './text-lines.ts';

/**
 * The annotated source that gcov writes as text (`main.cpp.gcov`), with whatever options: branches need
 * `--branch-probabilities`, and tell how often only with `--branch-counts`. gcc's manual, "Invoking gcov", describes
 * counts and marks; the lines behind each source line are those of gcc's `gcov.cc`. LLVM's `llvm-cov gcov` writes the same.
 * See {@link createGcovFile} for templates and for arms of exceptions.
 */
export const gcovTextFormat: ReportFormat = {
  id: 'gcov-text',
  name: 'gcov text',
  fidelity: 'ordinal',
  detect: (head) => /^-:\s*0:(?:Source|Colorization)\b/.test(head),
  index: indexGcovText,
};

interface OpenLine {
  readonly line: number;
  readonly count: number;
  readonly arms: GcovArm[];
  readonly decisions: { readonly size: number; readonly notTrue: Set<number>; readonly notFalse: Set<number> }[];
}

/** Where the reading of one source file stands. */
interface State {
  readonly path: string;
  readonly file: GcovFile;
  /** Lines that stand in the listing of the file itself. */
  readonly listed: Set<number>;
  open: OpenLine | undefined;
  /** Inside of the listing of one instance of a template, whose lines repeat. */
  inInstance: boolean;
  /** Functions that wait for the line that they begin on; a constructor is compiled to several. */
  functions: { readonly name: string; readonly count: number }[];
  /** Of `--all-blocks`: names the block whose arms follow. */
  block: string | undefined;
}

function* indexGcovText(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const files: FileCoverage[] = [];
  let state: State | undefined;
  const finish = (): void => {
    if (state === undefined) return;
    closeLine(state);
    files.push(state.file.finish());
  };
  const { isWhole, lines } = yield* eachLine(bytes, (raw, number) => {
    const text = withoutColours(raw);
    const source = /^\s*-:\s*0:Source:(.*)$/.exec(text)?.[1];
    if (source !== undefined) {
      finish();
      state = newState(source, problems);
    } else if (state === undefined) {
      if (text.trim() !== '' && !/^\s*-:\s*0:/.test(text))
        problems.add('report/bad-record', `Stands before any source: ${shortened(text)}`, `line ${number}`);
    } else {
      const folder = /^\s*-:\s*0:Working directory:(.*)$/.exec(text)?.[1];
      if (folder !== undefined && state.file.isEmpty && !isAbsolutePath(state.path))
        state = newState(joinPath(folder, state.path), problems);
      else if (!readLine(text, state)) problems.add('report/bad-record', `Not a line of gcov: ${shortened(text)}`, `line ${number}`);
    }
  });
  finish();
  if (!isWhole)
    problems.add('report/truncated', 'The report ends in the middle of a line; what stands before it was read.', `line ${lines}`);
  return indexDecoded(files, problems.all());
}

function newState(path: string, problems: ProblemList): State {
  return {
    path,
    file: createGcovFile(path, problems),
    listed: new Set(),
    open: undefined,
    inInstance: false,
    functions: [],
    block: undefined,
  };
}

/** False when the line is none of gcov's. */
function readLine(text: string, state: State): boolean {
  if (text === '' || /^(?:call|unconditional|path|paths) /.test(text)) return true;
  const listed = /^\s*([^\s:]+):\s*(\d+):/.exec(text);
  if (listed !== null) {
    openLine(listed[1] ?? '', Number(listed[2]), state);
    return true;
  }
  const block = /^\s*[^\s:]+:\s*\d+-block\s+(\d+)/.exec(text)?.[1];
  if (block !== undefined) {
    state.block = block;
    return true;
  }
  if (text.startsWith('branch ')) return readArm(text, state);
  if (text.startsWith('condition ')) return readCondition(text, state);
  const fn = /^function (.*) called (\S+) returned /.exec(text);
  if (fn !== null) {
    closeLine(state);
    state.functions.push({ name: fn[1] ?? '', count: countOfText(fn[2] ?? '') });
    return true;
  }
  if (/^-{6,}$/.test(text)) {
    closeLine(state);
    state.inInstance = false;
    return true;
  }
  // The name of an instance of a template, above its lines.
  if (text.endsWith(':')) {
    closeLine(state);
    state.inInstance = true;
    return true;
  }
  return false;
}

function openLine(count: string, line: number, state: State): void {
  closeLine(state);
  if (isLine(line)) for (const fn of state.functions.splice(0)) state.file.addFunction({ ...fn, line });
  if (count === '-') return;
  state.open = { line, count: countOfText(count), arms: [], decisions: [] };
}

function closeLine(state: State): void {
  state.block = undefined;
  if (state.open === undefined) return;
  const { line, count, arms, decisions } = state.open;
  state.open = undefined;
  // The listing of an instance repeats lines that were counted for all instances already.
  const isRepeated = state.inInstance && state.listed.has(line);
  if (!state.inInstance) state.listed.add(line);
  state.file.addLine({ line, count: isRepeated ? 0 : count, place: '', arms, decisions: decisions satisfies readonly GcovDecision[] });
}

/** `branch  0 taken 5 (fallthrough)`, `branch  1 taken 50%`, `branch  2 never executed`. */
function readArm(text: string, state: State): boolean {
  const parts = /^branch\s+\d+ (?:(never executed)|taken (\S+))(.*)$/.exec(text);
  if (parts === null) return false;
  const [, never, taken = '0', rest = ''] = parts;
  const isShare = taken.endsWith('%');
  const count = never === undefined ? countOfText(isShare ? taken.slice(0, -1) : taken) : 0;
  state.open?.arms.push({
    count: isShare ? undefined : count,
    // gcov never rounds a share to 0 or to 100.
    taken: count > 0,
    evaluated: never === undefined,
    fallthrough: rest.includes('(fallthrough)'),
    throws: rest.includes('(throw)'),
    block: state.block,
  });
  return true;
}

/** `condition outcomes covered 3/4`, then `condition  1 not covered (true false)` for each that is not. */
function readCondition(text: string, state: State): boolean {
  const outcomes = /^condition outcomes covered \d+\/(\d+)$/.exec(text)?.[1];
  if (outcomes !== undefined) {
    state.open?.decisions.push({ size: Math.min(Math.floor(Number(outcomes) / 2), 1000), notTrue: new Set(), notFalse: new Set() });
    return true;
  }
  const parts = /^condition\s+(\d+) not covered \(([a-z ]+)\)$/.exec(text);
  const decision = state.open?.decisions.at(-1);
  if (parts === null) return false;
  const [, index = '', senses = ''] = parts;
  if (senses.includes('true')) decision?.notTrue.add(Number(index));
  if (senses.includes('false')) decision?.notFalse.add(Number(index));
  return true;
}

/** `12`, `12*` (some block of the line did not run), `#####`, `=====` (not run; only an exception leads there), `1.2k` of `--human-readable`. */
function countOfText(text: string): number {
  const parts = /^(\d+(?:\.\d+)?)([kMGTPE]?)\*?$/.exec(text);
  if (parts === null) return 0;
  return countOf(Math.round(Number(parts[1]) * 1000 ** ('kMGTPE'.indexOf(parts[2] || ' ') + 1))).count;
}

function withoutColours(text: string): string {
  const escape = '\u001b';
  if (!text.includes(escape)) return text;
  return text
    .split(escape)
    .map((part, index) => (index === 0 ? part : part.replace(/^\[[0-9;]*[mK]/, '')))
    .join('');
}
