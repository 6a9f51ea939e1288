import type { Range } from '../coverage-map.ts';
import { indexDecoded } from './indexed-report.ts';
import { createProblemList, shortened } from './problem-list.ts';
import type { IndexedReport, ReportFormat } from './report-format.ts';
import { createStatementBlocks, rangeAt, type Ran, type StatementBlocks } from './statement-blocks.ts';
import { placeInReport, scanReport } from './xml-report.ts';
import { xmlRoot } from './xml-root.ts';
import type { XmlScanner } from './xml-scanner.ts';
import { xmlWords } from './xml-words.ts';

/**
 * Microsoft's coverage XML (`dotnet-coverage -f xml`, CodeCoverage.exe, Visual Studio's vstest): ranges of code that ran,
 * did not, or ran in part; no branches. Where a range ran in part, which part is not said.
 */
export const dynamicCodeCoverageFormat: ReportFormat = {
  id: 'dynamic-code-coverage',
  name: 'Microsoft code coverage XML',
  fidelity: 'none',
  detect: (head) => {
    const root = xmlRoot(head);
    return root?.name === 'results' && /<modules?[\s/>]|<skipped_modules|^\s*$/.test(root.rest);
  },
  index: indexDynamic,
};

const words = xmlWords([
  'module',
  'function',
  'range',
  'source_file',
  'id',
  'path',
  'name',
  'type_name',
  'namespace',
  'source_id',
  'start_line',
  'end_line',
  'start_column',
  'end_column',
  'covered',
]);
const word = words.id;

interface OpenFunction {
  readonly name: string;
  source: string;
  range: Range | undefined;
  ran: boolean;
}

function* indexDynamic(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const files = new Map<string, StatementBlocks>();
  // Numbers of source files hold within their module, which names them at its end.
  let sources = new Map<string, string>();
  let ranges: { readonly source: string; readonly range: Range; readonly ran: Ran }[] = [];
  let functions: OpenFunction[] = [];
  const blocksOf = (path: string): StatementBlocks => {
    const blocks = files.get(path) ?? createStatementBlocks();
    files.set(path, blocks);
    return blocks;
  };
  const settle = (): void => {
    for (const path of sources.values()) blocksOf(path);
    for (const { source, range, ran } of ranges) {
      const path = sources.get(source);
      if (path === undefined)
        problems.add('report/bad-record', `A range of file ${shortened(source)}, which the report does not name, was left out.`);
      else blocksOf(path).add(range, ran);
    }
    for (const { name, source, range, ran } of functions) {
      const path = sources.get(source);
      if (path !== undefined && range !== undefined)
        blocksOf(path).addFunction({ name, line: range.start.line, endLine: range.end.line, count: ran ? 1 : 0 });
    }
    sources = new Map();
    ranges = [];
    functions = [];
  };
  yield* scanReport(bytes, words, problems, {
    open: (scanner) => {
      if (scanner.name === word.module) settle();
      else if (scanner.name === word.source_file) sources.set(scanner.value(word.id) ?? '', scanner.value(word.path) ?? '');
      else if (scanner.name === word.function) functions.push({ name: nameOf(scanner), source: '', range: undefined, ran: false });
      else if (scanner.name === word.range) {
        const read = readRange(scanner);
        const fn = functions.at(-1);
        if (read === undefined)
          problems.add(
            'report/bad-record',
            `Not a usable range at line ${shortened(scanner.value(word.start_line) ?? '?')}; it was left out.`,
            placeInReport(scanner),
          );
        else {
          ranges.push(read);
          if (fn !== undefined && (fn.range === undefined || fn.source === read.source)) {
            fn.source = read.source;
            fn.range = { start: fn.range?.start ?? read.range.start, end: read.range.end };
            fn.ran ||= read.ran !== 'no';
          }
        }
      }
    },
    close: (scanner) => {
      if (scanner.name === word.module) settle();
    },
  });
  settle();
  return indexDecoded(
    [...files].filter(([path]) => path !== '').map(([path, blocks]) => blocks.file(path)),
    problems.all(),
  );
}

function readRange(scanner: XmlScanner): { readonly source: string; readonly range: Range; readonly ran: Ran } | undefined {
  const range = rangeAt(
    scanner.number(word.start_line),
    scanner.number(word.start_column),
    scanner.number(word.end_line),
    scanner.number(word.end_column),
  );
  const ran: Ran | undefined = scanner.says(word.covered, 'yes')
    ? 'yes'
    : scanner.says(word.covered, 'no')
      ? 'no'
      : scanner.says(word.covered, 'partial')
        ? 'in part'
        : undefined;
  return range === undefined || ran === undefined ? undefined : { source: scanner.value(word.source_id) ?? '', range, ran };
}

function nameOf(scanner: XmlScanner): string {
  const owner = scanner.value(word.type_name) ?? '';
  const name = scanner.value(word.name) ?? '<anonymous>';
  return owner === '' ? name : `${owner}.${name}`;
}
