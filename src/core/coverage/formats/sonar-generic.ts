import type { Branch, FileCoverage } from '../coverage-map.ts';
import { countBranch } from '../count-branch.ts';
import { indexDecoded } from './indexed-report.ts';
import { countOf, isLine, mostArmsOnLine } from './numbers.ts';
import { createProblemList, shortened, type ProblemList } from './problem-list.ts';
import type { IndexedReport, ReportFormat } from './report-format.ts';
import { placeInReport, scanReport } from './xml-report.ts';
import { xmlRoot } from './xml-root.ts';
import type { XmlScanner } from './xml-scanner.ts';
import { xmlWords } from './xml-words.ts';

/** SonarQube's generic coverage: lines that ran or not, and how many of a line's branches were covered. Format: SonarQube, Generic test data. */
export const sonarGenericFormat: ReportFormat = {
  id: 'sonar-generic',
  name: 'SonarQube generic coverage',
  fidelity: 'count',
  detect: (head) => {
    const root = xmlRoot(head);
    return (
      root?.name === 'coverage' &&
      /\sversion\s*=\s*["']1["']/.test(root.tag) &&
      !/\sclover\s*=|\sline-rate\s*=/.test(root.tag) &&
      /<file[\s>]|^\s*$/.test(root.rest)
    );
  },
  index: indexSonar,
};

const words = xmlWords(['file', 'lineToCover', 'path', 'lineNumber', 'covered', 'branchesToCover', 'coveredBranches']);
const word = words.id;

interface OpenFile {
  readonly path: string;
  readonly lines: Map<number, number>;
  readonly branches: Map<number, Branch>;
}

function* indexSonar(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const files: FileCoverage[] = [];
  let file: OpenFile | undefined;
  const close = (): void => {
    if (file !== undefined) files.push({ path: file.path, lines: file.lines, functions: [], branches: [...file.branches.values()] });
    file = undefined;
  };
  yield* scanReport(bytes, words, problems, {
    open: (scanner) => {
      if (scanner.name === word.file) {
        close();
        const path = scanner.value(word.path) ?? '';
        if (path === '') problems.add('report/bad-record', 'A file without a path was left out.', placeInReport(scanner));
        else file = { path, lines: new Map(), branches: new Map() };
      } else if (scanner.name === word.lineToCover) {
        if (file === undefined) problems.add('report/bad-record', 'A line outside of any file was left out.', placeInReport(scanner));
        else readLine(scanner, file, problems);
      }
    },
    close: (scanner) => {
      if (scanner.name === word.file) close();
    },
  });
  close();
  return indexDecoded(files, problems.all());
}

function readLine(scanner: XmlScanner, file: OpenFile, problems: ProblemList): void {
  const line = scanner.number(word.lineNumber);
  const isCovered = scanner.says(word.covered, 'true');
  if (!isLine(line) || (!isCovered && !scanner.says(word.covered, 'false'))) {
    const what = `lineNumber ${scanner.value(word.lineNumber) ?? ''}, covered ${scanner.value(word.covered) ?? ''}`;
    problems.add('report/bad-record', `${shortened(file.path)}: not a usable line: ${shortened(what)}`, placeInReport(scanner));
    return;
  }
  file.lines.set(line, Math.max(file.lines.get(line) ?? 0, isCovered ? 1 : 0));
  if (!scanner.has(word.branchesToCover)) return;
  const total = countOf(scanner.number(word.branchesToCover)).count;
  const taken = scanner.has(word.coveredBranches) ? countOf(scanner.number(word.coveredBranches)).count : 0;
  if (taken > total || total > mostArmsOnLine) {
    const message = `${shortened(file.path)}: ${taken} of ${total} branches at line ${line} cannot be so; what is possible is used.`;
    problems.add('report/bad-count', message, placeInReport(scanner));
  }
  if (total > 0) file.branches.set(line, countBranch({ line, total, taken, evaluated: isCovered }));
}
