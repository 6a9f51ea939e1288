import { newline, carriageReturn, comma, dash } from './ascii.ts';
import type { Arm, Branch, FileCoverage, FunctionCoverage } from '../coverage-map.ts';
import { mergeFiles } from '../merge.ts';
import { createLcovConditions, type LcovConditions } from './lcov-conditions.ts';
import { addCounts, countOf, isLine, mostArmsOnLine } from './numbers.ts';
import { shortened, type ProblemList } from './problem-list.ts';
import { labelOfThrow, separateThrows, type ArmGroup } from './separate-throws.ts';

interface RawArm {
  readonly id: string;
  /** undefined: `-`, the block never ran. */
  readonly count: number | undefined;
  /** Only an exception takes it. */
  readonly throws: boolean;
}

interface RawBranch {
  readonly line: number;
  readonly arms: RawArm[];
}

/** What of it belongs together. */
interface Decision extends ArmGroup<RawArm> {
  readonly line: number;
}

/** What stands between `SF:` and `end_of_record`. */
interface Section {
  readonly path: string;
  readonly lines: Map<number, number>;
  readonly functions: Map<string, { name: string; line: number; endLine: number | undefined; count: number }>;
  /** `FNL` index → place, for the aliases of lcov 2.2. */
  readonly places: Map<string, { readonly line: number; readonly endLine: number | undefined }>;
  readonly branches: RawBranch[];
  readonly open: Map<string, { readonly branch: RawBranch; readonly ids: Set<string> }>;
  readonly armsOnLine: Map<number, number>;
  readonly conditions: LcovConditions;
}

/** Where a section of a file stands in the report. */
export interface LcovSlice {
  /** Byte offset of `SF:`. */
  readonly start: number;
  /** Byte offset behind the last record. */
  readonly end: number;
  /** Line of the report that `SF:` stands in. */
  readonly line: number;
}

/** What stands in one section. Problems are named with their line of the report. */
export function readLcovSection(bytes: Uint8Array, slice: LcovSlice, path: string, problems: ProblemList): FileCoverage {
  const section = newSection(path);
  const decoder = new TextDecoder();
  let lineNumber = slice.line - 1;
  let at = slice.start;
  while (at < slice.end) {
    const found = bytes.indexOf(newline, at);
    const next = found === -1 || found > slice.end ? slice.end : found;
    let end = next;
    if (end > at && bytes[end - 1] === carriageReturn) end -= 1;
    lineNumber += 1;
    if (isDa(bytes, at)) readDa(bytes, at + 3, end, section, problems, lineNumber);
    else if (!readPlainBranch(bytes, at, end, section)) {
      const record = decoder.decode(bytes.subarray(at, end)).trim();
      if (!record.startsWith('SF:')) readRecord(record, section, problems, lineNumber);
    }
    at = next + 1;
  }
  for (const [line, arms] of section.armsOnLine) {
    if (arms > mostArmsOnLine)
      problems.add(
        'report/too-many-arms',
        `${path}: line ${line} has ${arms} arms; the first ${mostArmsOnLine} were kept.`,
        `line ${slice.line}`,
      );
  }
  return fileOf(section);
}

function newSection(path: string): Section {
  return {
    path,
    lines: new Map(),
    functions: new Map(),
    places: new Map(),
    branches: [],
    open: new Map(),
    armsOnLine: new Map(),
    conditions: createLcovConditions(),
  };
}

function isDa(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x44 && bytes[at + 1] === 0x41 && bytes[at + 2] === 0x3a;
}

/** `DA:line,count[,checksum]`. Most of a report is this record, so it is read from the bytes. */
function readDa(bytes: Uint8Array, from: number, end: number, section: Section, problems: ProblemList, lineNumber: number): void {
  let at = from;
  let line = 0;
  while (at < end && isDigit(bytes[at])) line = line * 10 + (bytes[at++] as number) - 0x30;
  const hasComma = at > from && bytes[at] === comma;
  const countStart = at + 1;
  at = countStart;
  let count = 0;
  while (at < end && isDigit(bytes[at])) count = count * 10 + (bytes[at++] as number) - 0x30;
  const plain = hasComma && at > countStart && (at >= end || bytes[at] === comma) && count <= Number.MAX_SAFE_INTEGER;
  if (plain && isLine(line)) {
    section.lines.set(line, addCounts(section.lines.get(line) ?? 0, count));
    return;
  }
  const text = new TextDecoder().decode(bytes.subarray(from, end));
  const [lineText = '', countText = ''] = text.split(',');
  const odd = countOf(numberOf(countText));
  if (!isLine(numberOf(lineText)) || countText.trim() === '') {
    problems.add('report/bad-record', `Not a usable line record: DA:${shortened(text)}`, `line ${lineNumber}`);
    return;
  }
  if (!odd.exact && countText !== '-')
    problems.add('report/bad-count', `The count ${shortened(countText)} is read as ${odd.count}.`, `line ${lineNumber}`);
  section.lines.set(Number(lineText), addCounts(section.lines.get(Number(lineText)) ?? 0, odd.count));
}

/** `BRDA:12,0,1,5` with nothing but digits (or `e` before the second, `-` for the last), which is nearly every one; false leaves the record to {@link readRecord}. */
function readPlainBranch(bytes: Uint8Array, from: number, end: number, section: Section): boolean {
  if (bytes[from] !== 0x42 || bytes[from + 1] !== 0x52 || bytes[from + 2] !== 0x44 || bytes[from + 3] !== 0x41 || bytes[from + 4] !== 0x3a)
    return false;
  const numbers = [0, 0, 0, 0];
  let at = from + 5;
  let throws = false;
  for (let field = 0; field < 4; field += 1) {
    if (field === 1 && bytes[at] === 0x65) {
      throws = true;
      at += 1;
    }
    const start = at;
    let value = 0;
    while (at < end && at - start < 15 && isDigit(bytes[at])) value = value * 10 + (bytes[at++] as number) - 0x30;
    if (at === start && field === 3 && bytes[at] === dash) {
      value = -1;
      at += 1;
    }
    if (at === start || (field < 3 ? bytes[at] !== comma : at !== end)) return false;
    numbers[field] = value;
    at += 1;
  }
  const [line = 0, block = 0, id = 0, taken = 0] = numbers;
  if (!isLine(line)) return false;
  addArm(section, line, String(block), { id: String(id), count: taken === -1 ? undefined : taken, throws });
  return true;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function readRecord(record: string, section: Section, problems: ProblemList, lineNumber: number): void {
  const colon = record.indexOf(':');
  const name = colon === -1 ? record : record.slice(0, colon);
  const value = record.slice(colon + 1);
  const bad = (): void => problems.add('report/bad-record', `Not a usable record: ${shortened(record)}`, `line ${lineNumber}`);
  switch (name) {
    case 'BRDA':
      if (!readBranchRecord(value, section, problems, lineNumber)) bad();
      return;
    case 'FN':
      if (!readFunction(value, section)) bad();
      return;
    case 'FNDA': {
      const at = value.indexOf(',');
      if (at === -1) return bad();
      const fn = section.functions.get(value.slice(at + 1));
      // Some writers count functions that they never declared; without a line they cannot be shown.
      if (fn !== undefined) fn.count = addCounts(fn.count, countOf(numberOf(value.slice(0, at))).count);
      return;
    }
    case 'FNL': {
      const [index = '', line = '', endLine = ''] = value.split(',');
      if (!isLine(numberOf(line))) return bad();
      section.places.set(index, { line: Number(line), endLine: isLine(numberOf(endLine)) ? Number(endLine) : undefined });
      return;
    }
    case 'FNA': {
      const parts = /^([^,]*),([^,]*),(.*)$/.exec(value);
      const place = parts === null ? undefined : section.places.get(parts[1] ?? '');
      if (parts === null || place === undefined) return bad();
      section.functions.set(parts[3] ?? '', { name: parts[3] ?? '', ...place, count: countOf(numberOf(parts[2] ?? '')).count });
      return;
    }
    case 'MCDC':
      if (!section.conditions.add(value)) bad();
      return;
    // Summaries are never trusted, they are computed anew and compared; the others say nothing of branches.
    case 'BRF':
    case 'BRH':
    case 'LF':
    case 'LH':
    case 'FNF':
    case 'FNH':
    case 'TN':
    case 'VER':
    case 'MCF':
    case 'MCH':
    case 'MRF':
    case 'MRH':
      return;
    default:
      if (record !== '' && !record.startsWith('#')) bad();
  }
}

/** `FN:line,[end line,]name`; names contain commas (C++ templates). */
function readFunction(value: string, section: Section): boolean {
  const parts = /^(-?\d+),(?:(\d+),)?(.*)$/.exec(value);
  const line = Number(parts?.[1]);
  if (parts === null || !isLine(line)) return false;
  const name = parts[3] ?? '';
  const endLine = parts[2] === undefined ? undefined : Number(parts[2]);
  const before = section.functions.get(name);
  section.functions.set(name, { name, line, endLine: isLine(endLine) ? endLine : undefined, count: before?.count ?? 0 });
  return true;
}

/** `BRDA:line,[e|f][U]block,branch,taken`; `branch` is any text and may contain commas. */
function readBranchRecord(value: string, section: Section, problems: ProblemList, lineNumber: number): boolean {
  const first = value.indexOf(',');
  const second = value.indexOf(',', first + 1);
  const last = value.lastIndexOf(',');
  if (first === -1 || second === -1 || last <= second) return false;
  const line = numberOf(value.slice(0, first));
  const block = value.slice(first + 1, second);
  const id = value.slice(second + 1, last);
  const taken = value.slice(last + 1).trim();
  if (line === 0) {
    problems.add(
      'report/branch-at-line-0',
      `${section.path}: a branch stands at line 0. coverage.py before 7.6.2 wrote its LCOV branches in the wrong direction: use a newer one, or its JSON report.`,
      `line ${lineNumber}`,
    );
    return true;
  }
  if (!isLine(line)) return false;
  const flags = /^[efU]*/.exec(block)?.[0] ?? '';
  let count: number | undefined;
  if (taken !== '-') {
    const read = countOf(numberOf(taken));
    if (!read.exact)
      problems.add(
        'report/bad-count',
        `The count ${shortened(taken)} of a branch at line ${line} is read as ${read.count}.`,
        `line ${lineNumber}`,
      );
    count = read.count;
  }
  // `U`: the compiler proved that the arm cannot be reached. Nothing is missing there, unless it was taken after all.
  if (flags.includes('U') && (count ?? 0) === 0) return true;
  const own = block.slice(flags.length);
  addArm(section, line, /^\d{1,15}$/.test(own) ? String(Number(own)) : own, { id, count, throws: flags.includes('e') });
  return true;
}

/** An arm of the block that is open on its line; an id that the block already has begins another branch. */
function addArm(section: Section, line: number, block: string, arm: RawArm): void {
  const onLine = (section.armsOnLine.get(line) ?? 0) + 1;
  section.armsOnLine.set(line, onLine);
  if (onLine > mostArmsOnLine) return;
  const key = `${line},${block}`;
  const open = section.open.get(key);
  if (open === undefined || open.ids.has(arm.id)) {
    const branch: RawBranch = { line, arms: [arm] };
    section.open.set(key, { branch, ids: new Set([arm.id]) });
    section.branches.push(branch);
  } else {
    open.branch.arms.push(arm);
    open.ids.add(arm.id);
  }
}

function fileOf(section: Section): FileCoverage {
  const seen = new Map<number, number>();
  const branches = section.branches.flatMap(({ line, arms }) =>
    separateThrows(arms).map((group): Branch => {
      const nth = seen.get(line) ?? 0;
      seen.set(line, nth + 1);
      return branchOf({ line, ...group }, nth, section.lines.get(line));
    }),
  );
  const functions = [...section.functions.values()].map(({ endLine, ...one }): FunctionCoverage =>
    endLine === undefined ? one : { ...one, endLine },
  );
  const conditions = section.conditions.all();
  const file = { path: section.path, lines: section.lines, functions, branches, ...(conditions.length === 0 ? {} : { conditions }) };
  // Arcs are named by their lines, so a repeated one is the same one; numbered arms were kept apart above.
  return branches.some((branch) => branch.certainty === 'arc')
    ? mergeFiles(file, { path: section.path, lines: new Map(), functions: [], branches: [] })
    : file;
}

/**
 * `-` means "never evaluated" by the specification, but gcovr and old Foundry write it for every 0, and Istanbul never
 * writes it. So where the line ran, `-` is an arm not taken, unless all arms of the decision have it: what is evaluated
 * takes one of them. Where the line did not run, 0 is an arm never evaluated.
 */
function branchOf(raw: Decision, nth: number, lineCount: number | undefined): Branch {
  const isUnreached = raw.arms.length > 1 && raw.arms.every((arm) => arm.count === undefined);
  const decisionRan = raw.arms.some((arm) => (arm.count ?? 0) > 0) || ((lineCount ?? 0) > 0 && !isUnreached);
  const arcs = raw.arms.map((arm) => arcTarget(arm.id));
  const isArc = arcs.every((target) => target !== undefined);
  const arms = raw.arms.map((arm, index): Arm => {
    const count = arm.count ?? 0;
    const neverEvaluated = !decisionRan && (arm.count === undefined || lineCount === 0);
    const target = arcs[index] ?? '';
    return {
      key: isArc ? `arc@${raw.line}->${target}` : `branch@${raw.line}#${nth}/${index}`,
      label: isArc ? `line ${raw.line} → ${target}` : labelOf(raw, index),
      state: count > 0 ? 'hit' : neverEvaluated ? 'never-evaluated' : 'not-taken',
      ...(isArc ? {} : { count }),
    };
  });
  return { kind: raw.isThrow ? 'throw' : 'unknown', certainty: isArc ? 'arc' : 'exact', line: raw.line, arms };
}

function labelOf(raw: Decision, index: number): string {
  if (raw.isThrow) return labelOfThrow(raw.arms, index);
  return raw.arms.length === 1 ? 'block' : `arm ${index + 1} of ${raw.arms.length}`;
}

/** coverage.py ≥ 7.6.2 names its arms: `jump to line 7`, `return from function 'f'`, `exit the module`. */
function arcTarget(id: string): string | undefined {
  const line = /^jump to line (\d+)$/.exec(id)?.[1];
  if (line !== undefined) return line;
  return /^(?:return from|except from|exit|jump to the) /.test(id) ? 'exit' : undefined;
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
