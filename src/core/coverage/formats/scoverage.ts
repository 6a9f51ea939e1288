import type { Branch, FileCoverage } from '../coverage-map.ts';
import { indexDecoded } from './indexed-report.ts';
import { countOf, isLine, mostArmsOnLine } from './numbers.ts';
import { createProblemList, shortened } from './problem-list.ts';
import type { IndexedReport, ReportFormat } from './report-format.ts';
import { placeInReport, scanReport } from './xml-report.ts';
import { xmlRoot } from './xml-root.ts';
import type { XmlScanner } from './xml-scanner.ts';
import { xmlWords } from './xml-words.ts';

/**
 * scoverage XML. A statement with `branch="true"` is the beginning of one arm (the body of a then, else or case); to which
 * decision it belongs the report does not say. So each is a branch of one arm: that is what scoverage's own branch rate
 * counts. `start` and `end` are offsets into the text, not columns. Source: scalac-scoverage-plugin, ScoverageXmlWriter.
 */
export const scoverageFormat: ReportFormat = {
  id: 'scoverage',
  name: 'scoverage',
  fidelity: 'ordinal',
  detect: (head) => xmlRoot(head)?.name === 'scoverage',
  index: indexScoverage,
};

const words = xmlWords([
  'class',
  'statement',
  'filename',
  'source',
  'full-class-name',
  'method',
  'start',
  'end',
  'line',
  'branch',
  'invocation-count',
  'ignored',
]);
const word = words.id;

interface Statement {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly method: string;
  readonly isBranch: boolean;
  readonly count: number;
}

function* indexScoverage(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const files = new Map<string, Statement[]>();
  let ofClass = '';
  yield* scanReport(bytes, words, problems, {
    open: (scanner) => {
      if (scanner.name === word.class) ofClass = scanner.value(word.filename) ?? '';
      else if (scanner.name === word.statement) {
        const path = scanner.value(word.source) ?? ofClass;
        const statement = statementOf(scanner);
        if (statement === undefined || path === '')
          problems.add('report/bad-record', `${shortened(path)}: a statement has no usable line; it was left out.`, placeInReport(scanner));
        // `ignored`: taken out of the measurement by a comment or a pattern.
        else if (!scanner.says(word.ignored, 'true')) {
          const list = files.get(path);
          if (list === undefined) files.set(path, [statement]);
          else list.push(statement);
        }
      }
    },
  });
  return indexDecoded(
    [...files].map(([path, statements]) => readFile(path, statements)),
    problems.all(),
  );
}

function statementOf(scanner: XmlScanner): Statement | undefined {
  const line = scanner.number(word.line);
  const count = scanner.number(word['invocation-count']);
  if (!isLine(line) || Number.isNaN(count)) return undefined;
  return {
    line,
    start: scanner.number(word.start),
    end: scanner.number(word.end),
    method: `${scanner.value(word['full-class-name']) ?? ''} ${scanner.value(word.method) ?? ''}`,
    isBranch: scanner.says(word.branch, 'true'),
    count: countOf(count).count,
  };
}

function readFile(path: string, statements: readonly Statement[]): FileCoverage {
  const lines = new Map<number, number>();
  const ran = new Set<string>();
  for (const { line, method, count } of statements) {
    lines.set(line, Math.max(lines.get(line) ?? 0, count));
    if (count > 0) ran.add(method);
  }
  const arms = statements
    .filter((statement) => statement.isBranch)
    .sort((left, right) => left.line - right.line || left.start - right.start || left.end - right.end);
  const seen = new Map<number, number>();
  const branches: Branch[] = [];
  for (const { line, method, count } of arms) {
    const nth = seen.get(line) ?? 0;
    seen.set(line, nth + 1);
    if (nth >= mostArmsOnLine) continue;
    // Only of a method in which nothing ran it is certain that the decision did not.
    const state = count > 0 ? 'hit' : ran.has(method) ? 'not-taken' : 'never-evaluated';
    branches.push({ kind: 'unknown', certainty: 'exact', line, arms: [{ key: `branch@${line}#${nth}/0`, label: 'block', state, count }] });
  }
  return { path, lines, functions: [], branches };
}
