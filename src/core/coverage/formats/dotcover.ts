import { indexDecoded } from './indexed-report.ts';
import { createProblemList, shortened } from './problem-list.ts';
import type { IndexedReport, ReportFormat } from './report-format.ts';
import { createStatementBlocks, rangeAt, type StatementBlocks } from './statement-blocks.ts';
import { placeInReport, scanReport } from './xml-report.ts';
import { xmlRoot } from './xml-root.ts';
import { xmlWords } from './xml-words.ts';

/** dotCover's `DetailedXml`: statements that ran or not, no branches. Its other XML has only figures, which the problem says. */
export const dotCoverFormat: ReportFormat = {
  id: 'dotcover',
  name: 'dotCover DetailedXml',
  fidelity: 'none',
  detect: (head) => {
    const root = xmlRoot(head);
    return root?.name === 'Root' && /\s(?:ReportType|DotCoverVersion)\s*=/.test(root.tag);
  },
  index: indexDotCover,
};

const words = xmlWords([
  'Root',
  'File',
  'Method',
  'Statement',
  'ReportType',
  'Index',
  'Name',
  'FileIndex',
  'Line',
  'Column',
  'EndLine',
  'EndColumn',
  'Covered',
]);
const word = words.id;

/** The method that is open, until its first statement says where it stands. */
interface OpenMethod {
  readonly name: string;
  readonly depth: number;
  file: string;
  line: number;
  endLine: number;
  ran: boolean;
}

function* indexDotCover(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const names = new Map<string, string>();
  const files = new Map<string, StatementBlocks>();
  let method: OpenMethod | undefined;
  let isDetailed = true;
  const blocksOf = (index: string): StatementBlocks => {
    const blocks = files.get(index) ?? createStatementBlocks();
    files.set(index, blocks);
    return blocks;
  };
  yield* scanReport(bytes, words, problems, {
    open: (scanner) => {
      if (scanner.name === word.Root) isDetailed = scanner.says(word.ReportType, 'detailedxml');
      else if (scanner.name === word.File) {
        const index = scanner.value(word.Index) ?? '';
        const name = scanner.value(word.Name) ?? '';
        if (index !== '' && name !== '') {
          names.set(index, name);
          blocksOf(index);
        }
      } else if (scanner.name === word.Method) {
        method ??= { name: scanner.value(word.Name) ?? '', depth: scanner.depth, file: '', line: 0, endLine: 0, ran: false };
      } else if (scanner.name === word.Statement) {
        const index = scanner.value(word.FileIndex) ?? '';
        const range = rangeAt(
          scanner.number(word.Line),
          scanner.number(word.Column),
          scanner.number(word.EndLine),
          scanner.number(word.EndColumn),
        );
        const ran = scanner.says(word.Covered, 'true');
        if (range === undefined || index === '') {
          problems.add(
            'report/bad-record',
            `Not a usable statement at line ${shortened(scanner.value(word.Line) ?? '?')}; it was left out.`,
            placeInReport(scanner),
          );
          return;
        }
        blocksOf(index).add(range, ran ? 'yes' : 'no');
        if (method !== undefined && (method.line === 0 || method.file === index)) {
          method.file = index;
          method.line = method.line === 0 ? range.start.line : Math.min(method.line, range.start.line);
          method.endLine = Math.max(method.endLine, range.end.line);
          method.ran ||= ran;
        }
      }
    },
    close: (scanner) => {
      if (method === undefined || scanner.depth >= method.depth) return;
      const { name, file, line, endLine, ran } = method;
      if (line > 0 && name !== '') blocksOf(file).addFunction({ name, line, endLine, count: ran ? 1 : 0 });
      method = undefined;
    },
  });
  if (!isDetailed)
    problems.add(
      'report/only-totals',
      'This report of dotCover has only figures. Let it write DetailedXml (`--reportType=DetailedXml`) to see what ran.',
    );
  const known = [...files].flatMap(([index, blocks]) => {
    const path = names.get(index);
    if (path === undefined)
      problems.add('report/bad-record', `Statements of file ${shortened(index)}, which the report does not name, were left out.`);
    return path === undefined ? [] : [blocks.file(path)];
  });
  return indexDecoded(known, problems.all());
}
