import type { FileCoverage } from '../coverage-map.ts';
import { dotnetMethodName } from './dotnet-name.ts';
import { indexDecoded } from './indexed-report.ts';
import { countOf, isLine } from './numbers.ts';
import { createOpenCoverFile, type OpenCoverFile } from './opencover-file.ts';
import { createProblemList, shortened, type ProblemList } from './problem-list.ts';
import type { IndexedReport, ReportFormat } from './report-format.ts';
import { placeInReport, scanReport } from './xml-report.ts';
import { xmlRoot } from './xml-root.ts';
import type { XmlScanner } from './xml-scanner.ts';
import { xmlWords } from './xml-words.ts';

/**
 * OpenCover XML, as OpenCover, coverlet and AltCover write it. Files are numbered within each module; a branch point is
 * one arm of a jump in the compiled code: `offset` is the decision, `path` the arm. Source: OpenCover, CoverageSession.
 */
export const openCoverFormat: ReportFormat = {
  id: 'opencover',
  name: 'OpenCover',
  fidelity: 'ordinal',
  detect: (head) => xmlRoot(head)?.name === 'CoverageSession',
  index: indexOpenCover,
};

const words = xmlWords([
  'Module',
  'File',
  'Method',
  'Name',
  'FileRef',
  'SequencePoint',
  'BranchPoint',
  'uid',
  'fullPath',
  'fileid',
  'vc',
  'sl',
  'el',
  'offset',
  'path',
]);
const word = words.id;

/** Code that has no source is given this line (0xFEEFEE). */
const hiddenLine = 16_707_566;

interface Point {
  readonly file: string | undefined;
  readonly line: number;
  readonly endLine: number;
  readonly offset: number;
  readonly path: number;
  readonly count: number;
}

interface OpenMethod {
  readonly depth: number;
  name: string;
  file: string | undefined;
  readonly points: Point[];
  readonly jumps: Point[];
}

function* indexOpenCover(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const files: FileCoverage[] = [];
  let names = new Map<string, string>();
  let open = new Map<string, OpenCoverFile>();
  let method: OpenMethod | undefined;
  const settle = (): void => {
    for (const [uid, name] of names) files.push((open.get(uid) ?? createOpenCoverFile()).file(name, problems));
    const unnamed = [...open.keys()].filter((uid) => !names.has(uid)).length;
    if (unnamed > 0) problems.add('report/bad-record', `Points of ${unnamed} files that the report does not name were left out.`);
    names = new Map();
    open = new Map();
  };
  const endMethod = (): void => {
    if (method !== undefined) addMethod(method, open);
    method = undefined;
  };
  yield* scanReport(bytes, words, problems, {
    open: (scanner) => {
      if (scanner.name === word.SequencePoint || scanner.name === word.BranchPoint) {
        const point = readPoint(scanner, problems);
        if (point === undefined || method === undefined) return;
        if (scanner.name === word.SequencePoint) method.points.push(point);
        else method.jumps.push(point);
      } else if (scanner.name === word.Method) {
        endMethod();
        method = { depth: scanner.depth, name: '', file: undefined, points: [], jumps: [] };
      } else if (scanner.name === word.FileRef && method !== undefined) method.file = scanner.value(word.uid);
      else if (scanner.name === word.Name && method !== undefined) method.name = scanner.innerText().trim();
      else if (scanner.name === word.File) names.set(scanner.value(word.uid) ?? '', scanner.value(word.fullPath) ?? '');
      else if (scanner.name === word.Module) settle();
    },
    close: (scanner) => {
      if (method !== undefined && scanner.depth < method.depth) endMethod();
      if (scanner.name === word.Module) settle();
    },
  });
  endMethod();
  settle();
  return indexDecoded(
    files.filter((file) => file.path !== ''),
    problems.all(),
  );
}

function readPoint(scanner: XmlScanner, problems: ProblemList): Point | undefined {
  const line = scanner.number(word.sl);
  const visits = scanner.number(word.vc);
  const isBranch = scanner.name === word.BranchPoint;
  if (line === hiddenLine || line === 0) return undefined;
  // OpenCover before 4.5.3207 gives branch points no line.
  const isUsable = isLine(line) || (isBranch && !scanner.has(word.sl));
  if (!isUsable || Number.isNaN(visits)) {
    const what = `sl ${scanner.value(word.sl) ?? ''}, vc ${scanner.value(word.vc) ?? ''}`;
    problems.add('report/bad-record', `Not a usable point: ${shortened(what)}`, placeInReport(scanner));
    return undefined;
  }
  const endLine = scanner.number(word.el);
  return {
    file: scanner.value(word.fileid),
    line: isLine(line) ? line : 0,
    endLine: isLine(endLine) && endLine >= line ? endLine : line,
    offset: scanner.number(word.offset),
    path: scanner.number(word.path),
    count: countOf(visits).count,
  };
}

function addMethod(method: OpenMethod, open: Map<string, OpenCoverFile>): void {
  const fileOf = (point: Point): OpenCoverFile => {
    const uid = point.file ?? method.file ?? '';
    const file = open.get(uid) ?? createOpenCoverFile();
    open.set(uid, file);
    return file;
  };
  for (const point of method.points) fileOf(point).addLines(point.line, point.endLine, point.count);
  const [first] = method.points;
  if (first !== undefined && method.name !== '') {
    const lines = method.points.filter((point) => point.file === first.file);
    const line = lines.reduce((least, point) => Math.min(least, point.line), first.line);
    const endLine = lines.reduce((most, point) => Math.max(most, point.endLine), line);
    fileOf(first).addFunction({ name: dotnetMethodName(method.name), line, endLine, count: first.count });
  }
  const decisions = new Map<string, { readonly point: Point; readonly line: number; readonly arms: Map<number, number> }>();
  for (const jump of method.jumps) {
    const line = jump.line > 0 ? jump.line : lineOfOffset(jump.offset, method.points);
    if (line === undefined) continue;
    const key = `${jump.file ?? ''} ${line} ${jump.offset}`;
    const decision = decisions.get(key) ?? { point: jump, line, arms: new Map<number, number>() };
    decisions.set(key, decision);
    const path = Number.isNaN(jump.path) ? decision.arms.size : jump.path;
    decision.arms.set(path, (decision.arms.get(path) ?? 0) + jump.count);
  }
  for (const { point, line, arms } of decisions.values()) {
    fileOf(point).addDecision(
      line,
      [...arms].sort(([left], [right]) => left - right).map(([, count]) => Math.min(count, Number.MAX_SAFE_INTEGER)),
    );
  }
}

/** The statement that the jump belongs to: the last one that begins at or before it. */
function lineOfOffset(offset: number, points: readonly Point[]): number | undefined {
  let best: Point | undefined;
  for (const point of points) if (point.offset <= offset && (best === undefined || point.offset >= best.offset)) best = point;
  return best?.line;
}
