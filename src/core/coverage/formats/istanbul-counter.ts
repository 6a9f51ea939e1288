import type { FileTotals } from '../summary.ts';
import { createJsonCursor } from './json-cursor.ts';
import { maxLine, mostArmsOnLine } from './numbers.ts';

/** One file of an Istanbul report, counted from its bytes. */
export interface CountedFile {
  /** Behind the file's closing brace. */
  readonly end: number;
  /** Place of the value of `path`, a JSON string; undefined: the file has no path of its own. */
  readonly path: { readonly start: number; readonly end: number } | undefined;
  readonly totals: FileTotals;
}

/** Ids and line numbers up to here are counted without building the file. */
const tableLimit = 1 << 17;

/**
 * Counts files of one Istanbul report without building their model. The answer is undefined when anything of a file is not
 * as Istanbul writes it, or the order of its members is another one: then only decoding it tells, and says what is wrong.
 */
export function createIstanbulCounter(bytes: Uint8Array): (start: number) => CountedFile | undefined {
  const json = createJsonCursor(bytes);
  // A small report needs no large tables.
  const tableSize = Math.min(tableLimit, Math.max(1024, bytes.length));
  // Line → the number of the file it was last seen in, times 2, plus 1 when it was hit there.
  const seen = new Float64Array(tableSize);
  // Id of a statement → its line, while `fileNumber` is that of the file; likewise which ids of functions and branches exist.
  const lineOf = new Int32Array(tableSize);
  const known = { statements: new Int32Array(tableSize), functions: new Int32Array(tableSize), branches: new Int32Array(tableSize) };
  let fileNumber = 0;

  /** `{"line":1,"column":2}`: the line; 0 for anything else. */
  function position(): number {
    let line = 0;
    json.enter('{');
    while (json.nextMember()) {
      if (json.isNamed(names.line)) {
        line = json.integer();
        if (line > maxLine) line = 0;
      } else json.skip();
    }
    return line;
  }

  /** `{"start":…,"end":…}`: the line of its start; 0 for anything else. */
  function startLine(): number {
    let line = 0;
    json.enter('{');
    while (json.nextMember()) {
      if (json.isNamed(names.start)) line = position();
      else json.skip();
    }
    return line;
  }

  /** An object with a `loc` or, for a branch and function alike, nothing that could be read in its place. */
  function described(): number {
    let line = 0;
    json.enter('{');
    while (json.nextMember()) {
      if (json.isNamed(names.loc)) line = startLine();
      else json.skip();
    }
    return line;
  }

  /** Every id of a map with the line of what it describes; how many, or -1 when one has no usable line or stands there twice. */
  function map(ids: Int32Array, lineAt: () => number, lines?: Int32Array): number {
    let size = 0;
    json.enter('{');
    while (json.nextMember()) {
      const id = json.nameAsInteger(tableSize - 1);
      const line = lineAt();
      if (json.failed || line === 0 || ids[id] === fileNumber) return -1;
      ids[id] = fileNumber;
      if (lines !== undefined) lines[id] = line;
      size += 1;
    }
    return json.failed ? -1 : size;
  }

  /** Every id of a map of counts; false unless exactly the `size` ids of its description have one. */
  function counts(ids: Int32Array, size: number, take: (id: number) => void): boolean {
    let found = 0;
    json.enter('{');
    while (json.nextMember()) {
      const id = json.nameAsInteger(tableSize - 1);
      if (json.failed || ids[id] !== fileNumber) return false;
      // Seen once; a second time is another count, which JSON lets win.
      ids[id] = 0;
      take(id);
      found += 1;
    }
    return !json.failed && found === size;
  }

  return (start) => {
    fileNumber += 1;
    const dark = fileNumber * 2;
    const lit = dark + 1;
    const sizes = { statements: -1, functions: -1, branches: -1 };
    const lines = { covered: 0, total: 0 };
    const branches = { covered: 0, total: 0 };
    const done = { s: false, f: false, b: false };
    let path: CountedFile['path'];

    const takeStatement = (id: number): void => {
      const line = lineOf[id] ?? 0;
      const count = json.integer();
      if (line >= tableSize) return json.fail();
      const mark = seen[line] ?? 0;
      if (mark < dark) lines.total += 1;
      if (count > 0 && mark !== lit) lines.covered += 1;
      if (mark !== lit) seen[line] = count > 0 ? lit : dark;
    };
    const takeArms = (): void => {
      let arms = 0;
      json.enter('[');
      while (json.nextElement()) {
        arms += 1;
        if (json.integer() > 0) branches.covered += 1;
      }
      branches.total += arms;
      // More arms than one line may have could all be on one line.
      if (arms === 0 || branches.total > mostArmsOnLine) json.fail();
    };

    json.moveTo(start);
    json.enter('{');
    while (json.nextMember()) {
      if (json.isNamed(names.path) && path === undefined && json.isNext('"')) {
        const from = json.at;
        json.skip();
        path = { start: from, end: json.at };
        if (path.end - path.start <= 2) return undefined;
      } else if (json.isNamed(names.statementMap) && sizes.statements === -1) sizes.statements = map(known.statements, startLine, lineOf);
      else if (json.isNamed(names.fnMap) && sizes.functions === -1) sizes.functions = map(known.functions, described);
      else if (json.isNamed(names.branchMap) && sizes.branches === -1) sizes.branches = map(known.branches, described);
      else if (json.isNamed(names.s) && !done.s && sizes.statements >= 0)
        done.s = counts(known.statements, sizes.statements, takeStatement);
      else if (json.isNamed(names.f) && !done.f && sizes.functions >= 0)
        done.f = counts(known.functions, sizes.functions, () => void json.integer());
      else if (json.isNamed(names.b) && !done.b && sizes.branches >= 0) done.b = counts(known.branches, sizes.branches, takeArms);
      else if (readNames.some((name) => json.isNamed(name))) return undefined;
      else json.skip();
    }
    if (json.failed || !done.s || !done.f || !done.b) return undefined;
    return { path, end: json.at, totals: { lines, branches, blocks: { covered: 0, total: 0 } } };
  };
}

const encoder = new TextEncoder();
const names = {
  path: encoder.encode('path'),
  statementMap: encoder.encode('statementMap'),
  fnMap: encoder.encode('fnMap'),
  branchMap: encoder.encode('branchMap'),
  s: encoder.encode('s'),
  f: encoder.encode('f'),
  b: encoder.encode('b'),
  loc: encoder.encode('loc'),
  start: encoder.encode('start'),
  line: encoder.encode('line'),
};

/** Members that mean something; when one comes twice or out of order, or the whole is wrapped (`data`), the file is not counted here. */
const readNames: readonly Uint8Array[] = [
  names.path,
  names.statementMap,
  names.fnMap,
  names.branchMap,
  names.s,
  names.f,
  names.b,
  encoder.encode('data'),
];
