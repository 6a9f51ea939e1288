import type { Branch, FileCoverage, FunctionCoverage } from '../coverage-map.ts';
import { countBranch } from '../count-branch.ts';
import { indexDecoded } from './indexed-report.ts';
import { addCounts, countOf, isLine, mostArmsOnLine } from './numbers.ts';
import { polarityBranch } from './polarity-branch.ts';
import { createProblemList, shortened, type ProblemList } from './problem-list.ts';
import type { IndexedReport, ReportFormat } from './report-format.ts';
import { placeInReport, scanReport } from './xml-report.ts';
import { xmlRoot } from './xml-root.ts';
import type { XmlScanner } from './xml-scanner.ts';
import { xmlWords } from './xml-words.ts';

/**
 * Clover XML: Clover and OpenClover themselves (how often each condition was true and false), Istanbul's writer (how many
 * arms of the line were taken and missed, under the same names) and ReportGenerator's, PHPUnit and gcovr (no conditions).
 */
export const cloverFormat: ReportFormat = {
  id: 'clover',
  name: 'Clover',
  fidelity: 'polarity',
  detect: (head) => {
    const root = xmlRoot(head);
    if (root?.name !== 'coverage') return false;
    // PHPUnit names no version.
    return /\sclover\s*=/.test(root.tag) || (/\sgenerated\s*=/.test(root.tag) && /<project[\s/>]|^\s*$/.test(root.rest));
  },
  index: indexClover,
};

const words = xmlWords([
  'coverage',
  'project',
  'testproject',
  'file',
  'line',
  'clover',
  'generated',
  'name',
  'path',
  'num',
  'type',
  'count',
  'truecount',
  'falsecount',
  'signature',
]);
const word = words.id;

/** What stands in one `<file>`. */
interface OpenFile {
  readonly path: string;
  readonly lines: Map<number, number>;
  readonly functions: FunctionCoverage[];
  readonly branches: Branch[];
  /** Conditions of each line so far. */
  readonly conditions: Map<number, number>;
  readonly inTests: boolean;
}

function* indexClover(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const files: FileCoverage[] = [];
  let file: OpenFile | undefined;
  let inTests = false;
  let isIstanbulVersion = false;
  let isRatio = false;
  const close = (): void => {
    // gcovr writes a file without lines as the tests of the project.
    if (file !== undefined && !(file.inTests && file.lines.size === 0)) {
      const { path, lines, functions, branches } = file;
      files.push({ path, lines, functions, branches });
    }
    file = undefined;
  };
  yield* scanReport(bytes, words, problems, {
    open: (scanner) => {
      if (scanner.name === word.line) {
        if (file === undefined) problems.add('report/bad-record', 'A line outside of any file was left out.', placeInReport(scanner));
        else readLine(scanner, file, isRatio, problems);
      } else if (scanner.name === word.file) {
        const path = scanner.value(word.path) ?? scanner.value(word.name) ?? '';
        close();
        if (path === '') problems.add('report/bad-record', 'A file without path and name was left out.', placeInReport(scanner));
        else file = { path, lines: new Map(), functions: [], branches: [], conditions: new Map(), inTests };
      } else if (scanner.name === word.coverage) {
        const version = scanner.value(word.clover);
        isIstanbulVersion = version === '3.2.0';
        // ReportGenerator calls itself Clover 4.3.1, but its time is in seconds.
        isRatio = version === '4.3.1' && /^\d{9,10}$/.test(scanner.value(word.generated) ?? '');
      } else if (scanner.name === word.project) isRatio ||= isIstanbulVersion && scanner.value(word.name) === 'All files';
      else if (scanner.name === word.testproject) inTests = true;
    },
    close: (scanner) => {
      if (scanner.name === word.file) close();
      else if (scanner.name === word.testproject) inTests = false;
    },
  });
  close();
  return indexDecoded(files, problems.all());
}

function readLine(scanner: XmlScanner, file: OpenFile, isRatio: boolean, problems: ProblemList): void {
  const line = scanner.number(word.num);
  if (!isLine(line)) {
    problems.add(
      'report/bad-record',
      `${shortened(file.path)}: ${shortened(scanner.value(word.num) ?? '')} is not a line.`,
      placeInReport(scanner),
    );
    return;
  }
  if (scanner.says(word.type, 'cond')) readCondition(scanner, file, line, isRatio, problems);
  else {
    const count = countAt(scanner, word.count, problems);
    setLine(file, line, count);
    if (scanner.says(word.type, 'method'))
      file.functions.push({ name: scanner.value(word.signature) ?? scanner.value(word.name) ?? '<anonymous>', line, count });
  }
}

function readCondition(scanner: XmlScanner, file: OpenFile, line: number, isRatio: boolean, problems: ProblemList): void {
  const whenTrue = countAt(scanner, word.truecount, problems);
  const whenFalse = countAt(scanner, word.falsecount, problems);
  const hasCount = scanner.has(word.count);
  const nth = file.conditions.get(line) ?? 0;
  file.conditions.set(line, nth + 1);
  // Clover counts conditions, not their lines, so a count of its own is Istanbul's as well, also under another project name.
  if (isRatio || hasCount) {
    const count = hasCount ? countAt(scanner, word.count, problems) : whenTrue;
    const total = addCounts(whenTrue, whenFalse);
    setLine(file, line, count);
    if (total > mostArmsOnLine) tooMany(file, line, total, problems, scanner);
    if (nth === 0 && total > 0) file.branches.push(countBranch({ line, total, taken: whenTrue, evaluated: count > 0 }));
    return;
  }
  setLine(file, line, addCounts(whenTrue, whenFalse));
  if ((nth + 1) * 2 > mostArmsOnLine) {
    if (nth * 2 === mostArmsOnLine) tooMany(file, line, nth * 2 + 2, problems, scanner);
    return;
  }
  file.branches.push(polarityBranch({ line, nth, whenTrue, whenFalse }));
}

function tooMany(file: OpenFile, line: number, arms: number, problems: ProblemList, scanner: XmlScanner): void {
  const message = `${shortened(file.path)}: line ${line} has ${arms} arms or more; the first ${mostArmsOnLine} were kept.`;
  problems.add('report/too-many-arms', message, placeInReport(scanner));
}

/** A line that stands several times (a method, its first statement, a condition) ran as often as the most of them. */
function setLine(file: OpenFile, line: number, count: number): void {
  file.lines.set(line, Math.max(file.lines.get(line) ?? 0, count));
}

function countAt(scanner: XmlScanner, attribute: number, problems: ProblemList): number {
  if (!scanner.has(attribute)) return 0;
  const { count, exact } = countOf(scanner.number(attribute));
  if (!exact)
    problems.add('report/bad-count', `The count ${shortened(scanner.value(attribute) ?? '')} is read as ${count}.`, placeInReport(scanner));
  return count;
}
