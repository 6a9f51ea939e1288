import type { FileTotals } from '../summary.ts';
import { reportDifference, type ClaimedTotals } from './claimed-totals.ts';
import { createJacocoFiles } from './jacoco-files.ts';
import { readJacocoFile } from './jacoco-file.ts';
import { jacocoWords, putJacocoLine } from './jacoco-line.ts';
import { createLineRows } from './line-rows.ts';
import { createProblemList, shortened, type ProblemList } from './problem-list.ts';
import type { IndexedReport, ReportFormat } from './report-format.ts';
import { reportXmlProblems } from './xml-problems.ts';
import { xmlRoot } from './xml-root.ts';
import { XmlScanner } from './xml-scanner.ts';

/**
 * JaCoCo XML, as written by JaCoCo (Maven, Gradle, Ant), Kover, Pester and gcovr. Format: JaCoCo's `report.dtd`. It counts
 * outcomes by line and never says which of them were taken.
 */
export const jacocoFormat: ReportFormat = {
  id: 'jacoco',
  name: 'JaCoCo XML',
  fidelity: 'count',
  detect: (head) => {
    const root = xmlRoot(head);
    if (root?.name !== 'report') return false;
    return (
      /<!DOCTYPE report[^>]*(?:jacoco|report\.dtd)/i.test(head) ||
      /^\s*(?:<!--|<(?:sessioninfo|group|package|counter)[\s/>])/.test(root.rest)
    );
  },
  index: indexJacoco,
};

const word = jacocoWords.id;
const yieldEvery = 1 << 20;

/** One pass counts each source file and remembers where it and its classes stand; they are decoded when the file is asked for. */
function* indexJacoco(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const scanner = new XmlScanner(bytes, jacocoWords);
  const rows = createLineRows();
  const files = createJacocoFiles();
  const groups: string[] = [];
  let packageName: string | undefined;
  /** The `<class>` or `<sourcefile>` that is open. */
  let part:
    | { readonly word: number; readonly start: number; readonly depth: number; readonly name: string; readonly className: string }
    | undefined;
  let claimed: { -readonly [Key in keyof ClaimedTotals]: ClaimedTotals[Key] } = {};
  let hasUnknown = false;
  let unknownLines = 0;
  let yieldAt = yieldEvery;

  const endOfPart = (end: number, isWhole: boolean): void => {
    if (part === undefined) return;
    if (part.word === word.class) files.addClass(part.name, part.className, part.start, end);
    else if (part.name !== '') {
      const totals = rows.totals();
      const path = files.addSource(packageName ?? '', part.name, part.start, end, totals);
      // A line told twice (template instances of gcovr) is counted twice in the summary.
      if (isWhole && !rows.ambiguous()) compare(path, totals);
    }
    part = undefined;
  };
  const compare = (path: string, totals: FileTotals): void => {
    const { branches, branchesCovered, lines, linesCovered } = claimed;
    const meant = hasUnknown ? { branches, branchesCovered } : { branches, branchesCovered, lines, linesCovered };
    reportDifference(path, meant, totals, problems, lineOf(scanner));
  };

  for (let event = scanner.next(); event !== 'end'; event = scanner.next()) {
    if (event === 'close') {
      if (part !== undefined && scanner.depth < part.depth) endOfPart(scanner.at, true);
      else if (scanner.name === word.package) {
        files.endPackage(groups);
        packageName = undefined;
      } else if (scanner.name === word.group) groups.pop();
    } else if (scanner.name === word.line) {
      if (part?.word !== word.sourcefile)
        problems.add('report/bad-record', 'A line outside of any source file was left out.', lineOf(scanner));
      else if (part.name !== '') {
        const read = putJacocoLine(scanner, rows);
        if (read === 'unknown') {
          hasUnknown = true;
          unknownLines += 1;
        } else if (read !== 'read') {
          hasUnknown = true;
          complain(read, part.name, scanner, problems);
        }
      }
    } else if (scanner.name === word.counter) {
      if (part?.word === word.sourcefile && scanner.depth === part.depth + 1) readCounter(scanner, claimed);
    } else if (part === undefined) {
      if (scanner.name === word.sourcefile || scanner.name === word.class) {
        const isSource = scanner.name === word.sourcefile;
        const name = scanner.value(isSource ? word.name : word.sourcefilename) ?? '';
        const className = isSource ? '' : (scanner.value(word.name) ?? '');
        part = { word: scanner.name, start: scanner.start, depth: scanner.depth, name, className };
        if (isSource) {
          rows.clear();
          claimed = {};
          hasUnknown = false;
          if (name === '') problems.add('report/bad-record', 'A source file without a name was left out.', lineOf(scanner));
        }
      } else if (scanner.name === word.package) packageName = scanner.value(word.name);
      else if (scanner.name === word.group) groups.push(scanner.value(word.name) ?? '');
    }
    if (scanner.at >= yieldAt) {
      yield scanner.at;
      yieldAt = scanner.at + yieldEvery;
    }
  }
  endOfPart(scanner.at, false);
  files.endPackage(groups);
  reportXmlProblems(scanner, bytes, problems);
  if (unknownLines > 0)
    problems.add(
      'report/unknown-lines',
      `The report does not say of ${unknownLines} lines whether they ran (gcovr leaves the numbers out): they are not shown.`,
    );

  const found: IndexedReport['files'][number][] = [];
  for (const entry of files.all()) {
    const load = (): ReturnType<typeof readJacocoFile> => readJacocoFile(bytes, entry, rows);
    let { totals } = entry;
    if (totals === undefined) {
      load();
      totals = rows.totals();
      yield bytes.length;
    }
    found.push({ path: entry.path, totals, load, ...(entry.module === '' ? {} : { module: entry.module }) });
  }
  if (found.length === 0 && files.classes() > 0)
    problems.add(
      'report/no-lines',
      'The report has classes but no source files: they were compiled without debug information, so no line is known.',
    );
  return { files: found, problems: problems.all() };
}

function readCounter(scanner: XmlScanner, claimed: { -readonly [Key in keyof ClaimedTotals]: ClaimedTotals[Key] }): void {
  const covered = scanner.number(word.covered);
  const total = covered + scanner.number(word.missed);
  if (Number.isNaN(total)) return;
  if (scanner.says(word.type, 'line')) {
    claimed.lines = total;
    claimed.linesCovered = covered;
  } else if (scanner.says(word.type, 'branch')) {
    claimed.branches = total;
    claimed.branchesCovered = covered;
  }
}

function complain(complaint: 'no line' | 'bent', name: string, scanner: XmlScanner, problems: ProblemList): void {
  const line = shortened(scanner.value(word.nr) ?? '');
  if (complaint === 'no line')
    problems.add('report/bad-record', `${name}: ${line === '' ? 'nothing' : line} is not a line; it was left out.`, lineOf(scanner));
  else problems.add('report/bad-number', `${name}: line ${line} has numbers that cannot be.`, lineOf(scanner));
}

function lineOf(scanner: XmlScanner): string {
  return `line ${scanner.lineAt(scanner.start)}`;
}
