import type { FileCoverage } from '../coverage-map.ts';
import { isAbsolutePath, joinPath } from '../../paths.ts';
import { createGcovFile, type GcovArm, type GcovFile } from './gcov-file.ts';
import { indexDecoded } from './indexed-report.ts';
import { countOf, isLine } from './numbers.ts';
import { createProblemList, shortened } from './problem-list.ts';
import type { IndexedReport, ReportFormat } from './report-format.ts';
import { eachLine } from './text-lines.ts';

/**
 * `gcov --intermediate-format` of gcc 4.9 to 8: one record a line. Of an arm it says whether it was taken, or that its
 * block never ran, but neither how often nor which arms belong together: all arms of a line are one branch.
 * Records: the manual of gcc 8, "Invoking gcov".
 */
export const gcovIntermediateFormat: ReportFormat = {
  id: 'gcov-intermediate',
  name: 'gcov intermediate text',
  fidelity: 'ordinal',
  detect: (head) => /^(?:(?:version|cwd):[^\n]*\n)*file:[^\n]*\r?\n(?:function|lcount|branch|version|cwd|file):/.test(head),
  index: indexIntermediate,
};

/** Where the reading of one source file stands. */
interface State {
  readonly file: GcovFile;
  open: { readonly line: number; count: number; readonly arms: GcovArm[] } | undefined;
}

function* indexIntermediate(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const files: FileCoverage[] = [];
  let folder = '';
  let state: State | undefined;
  const finish = (): void => {
    if (state === undefined) return;
    closeLine(state);
    files.push(state.file.finish());
  };
  const { isWhole, lines } = yield* eachLine(bytes, (text, number) => {
    const colon = text.indexOf(':');
    const name = text.slice(0, Math.max(colon, 0));
    const value = text.slice(colon + 1);
    if (name === 'version' || text.trim() === '') return;
    if (name === 'cwd') folder = value;
    else if (name === 'file') {
      finish();
      const path = folder === '' || isAbsolutePath(value) ? value : joinPath(folder, value);
      state = { file: createGcovFile(path, problems), open: undefined };
    } else if (name === 'lcount' && /^\d+,-/.test(value)) {
      problems.add('report/bad-count', `A count below zero is read as 0: ${shortened(text)}`, `line ${number}`);
      if (state !== undefined) readRecord(name, value, state);
    } else if (state === undefined || !readRecord(name, value, state))
      problems.add('report/bad-record', `Not a record of gcov: ${shortened(text)}`, `line ${number}`);
  });
  finish();
  if (!isWhole)
    problems.add('report/truncated', 'The report ends in the middle of a line; what stands before it was read.', `line ${lines}`);
  return indexDecoded(files, problems.all());
}

function closeLine(state: State): void {
  if (state.open !== undefined) state.file.addLine({ ...state.open, place: '', decisions: [] });
  state.open = undefined;
}

/** False when the record is none of gcov's. A line stands once for each instance of a template, with its arms behind it. */
function readRecord(name: string, value: string, state: State): boolean {
  if (name === 'function') return addFunction(value, state.file);
  if (name === 'lcount') {
    const [line = 0, count = -1] = value.split(',').map(Number);
    if (!isLine(line)) return false;
    closeLine(state);
    state.open = { line, count: countOf(count).count, arms: [] };
    return true;
  }
  const parts = name === 'branch' ? /^(\d+),(taken|nottaken|notexec)$/.exec(value) : null;
  const line = Number(parts?.[1]);
  if (parts === null || !isLine(line)) return false;
  const taken = parts[2] === 'taken';
  if (state.open?.line !== line) {
    closeLine(state);
    state.open = { line, count: 0, arms: [] };
  }
  if (taken && state.open.count === 0) state.open.count = 1;
  state.open.arms.push({ count: undefined, taken, evaluated: parts[2] !== 'notexec', fallthrough: false, throws: false, block: undefined });
  return true;
}

/** `start,end,count,name` of gcc 8; `start,count,name` before. A name may hold commas, but does not begin with a digit. */
function addFunction(value: string, file: GcovFile): boolean {
  const parts = /^(\d+),(?:(\d+),)?(\d+),([^\d].*)$/.exec(value);
  if (parts === null || !isLine(Number(parts[1]))) return false;
  const line = Number(parts[1]);
  const endLine = Number(parts[2]);
  const { count } = countOf(Number(parts[3]));
  file.addFunction({ name: parts[4] ?? '', line, count, ...(isLine(endLine) && endLine >= line ? { endLine } : {}) });
  return true;
}
