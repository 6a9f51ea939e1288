import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../support/cache-folder.ts';

const reportsFolder = join(cacheFolder, 'bench-reports');

/** The same numbers from 0 to 1 each time. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Records of an LCOV report without end; module n stands in `/build/packages/part-(n % 97)/src/module-n.ts`. */
export function* lcovRecords(): Generator<string> {
  const next = random(1);
  for (let file = 0; ; file += 1) {
    const lines = [`TN:`, `SF:/build/packages/part-${String(file % 97)}/src/module-${String(file)}.ts`];
    const size = 50 + Math.floor(next() * 600);
    let arms = 0;
    let armHits = 0;
    let hits = 0;
    let functions = 0;
    for (let line = 1; line <= size; line += 12, functions += 1) {
      lines.push(`FN:${String(line)},function${String(functions)}`, `FNDA:${String(Math.floor(next() * 9))},function${String(functions)}`);
    }
    for (let line = 1; line <= size; line += 1) {
      const count = next() < 0.7 ? Math.floor(next() * 1000) : 0;
      if (count > 0) hits += 1;
      lines.push(`DA:${String(line)},${String(count)}`);
      if (next() < 0.25) {
        for (let arm = 0; arm < 2; arm += 1) {
          const taken = count === 0 || next() < 0.4 ? 0 : Math.ceil(next() * count);
          arms += 1;
          if (taken > 0) armHits += 1;
          lines.push(`BRDA:${String(line)},${String(arms >> 1)},${String(arm)},${String(taken)}`);
        }
      }
    }
    lines.push(`LF:${String(size)}`, `LH:${String(hits)}`, `BRF:${String(arms)}`, `BRH:${String(armHits)}`, 'end_of_record', '');
    yield lines.join('\n');
  }
}

/** Entries of an Istanbul report without end; the caller closes the object. */
export function* istanbulRecords(): Generator<string> {
  const next = random(2);
  for (let file = 0; ; file += 1) {
    const path = `/build/packages/part-${String(file % 97)}/src/module-${String(file)}.ts`;
    const data: Readonly<Record<'statementMap' | 'fnMap' | 'branchMap' | 's' | 'f' | 'b', Record<string, unknown>>> = {
      statementMap: {},
      fnMap: {},
      branchMap: {},
      s: {},
      f: {},
      b: {},
    };
    const place = (line: number, from: number, to: number): unknown => ({ start: { line, column: from }, end: { line, column: to } });
    const size = 50 + Math.floor(next() * 250);
    for (let line = 1; line <= size; line += 1) {
      const count = next() < 0.7 ? Math.floor(next() * 1000) : 0;
      const id = String(line - 1);
      data.statementMap[id] = place(line, 2, 60);
      data.s[id] = count;
      if (line % 12 === 1) {
        data.fnMap[id] = { name: `f${id}`, decl: place(line, 9, 12), loc: place(line, 20, 60), line };
        data.f[id] = count;
      }
      if (next() < 0.25) {
        const loc = place(line, 2, 40);
        data.branchMap[id] = { loc, type: 'if', locations: [loc, { start: {}, end: {} }], line };
        data.b[id] = [count, next() < 0.4 ? 0 : count];
      }
    }
    yield `${file === 0 ? '{' : ','}${JSON.stringify(path)}:${JSON.stringify({ path, ...data })}\n`;
  }
}

/** A file of about `megabytes` in the cache folder, made once. */
export async function generateReport(name: string, records: Generator<string>, megabytes: number, end: string): Promise<string> {
  await mkdir(reportsFolder, { recursive: true });
  const path = join(reportsFolder, name);
  if (existsSync(path)) return path;
  const out = createWriteStream(path);
  let length = 0;
  for (const record of records) {
    if (!out.write(record)) await once(out, 'drain');
    length += record.length;
    if (length >= megabytes * 1e6) break;
  }
  out.end(end);
  await once(out, 'finish');
  return path;
}
