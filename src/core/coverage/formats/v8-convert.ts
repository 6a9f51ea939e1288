import { parse, type ParserPlugin } from '@babel/parser';
import { mergeScriptCovs } from '@bcoe/v8-coverage';
import { convert } from 'ast-v8-to-istanbul';
import type { FileCoverage } from '../coverage-map.ts';
import { decodeAll, drain } from './indexed-report.ts';
import { istanbulFormat } from './istanbul.ts';
import { isJson, membersOf } from './json-report.ts';
import type { SourceMap } from './v8-source-map.ts';
import { isDependency, type V8Function, type V8Script } from './v8-script.ts';

/** The runs of one text in one report, as one. */
export function mergeRuns(scripts: readonly V8Script[]): readonly V8Function[] {
  // The library changes what it merges.
  const copies = structuredClone(scripts.map(({ url, functions }) => ({ url, functions })));
  return mergeScriptCovs(copies)?.functions ?? [];
}

/**
 * Istanbul's branches, statements and functions of the sources that a script was made of, with what V8 counted.
 * Dependencies that were bundled into it are left out. @throws Error when the script or its map cannot be understood
 */
export async function convertScript(text: string, functions: readonly V8Function[], map: SourceMap): Promise<readonly FileCoverage[]> {
  const data = await convert({
    code: text,
    // The converter turns URLs into paths by the rules of this machine, and looks for texts that a map leaves out on its disk:
    // so it is given numbers for paths, and a text for each.
    sourceMap: {
      ...(map as object),
      sources: map.sources.map((_, index) => numbered(index)),
      sourcesContent: map.sourcesContent.map((content) => content ?? ' '),
    } as never,
    coverage: { url: numbered('script'), functions: functions.map((fn) => ({ ...fn, ranges: withinText(fn, text.length) })) },
    ast: parseCode(text, map.sources[0] ?? '') as never,
    ignoreNode: compilerMade(text, map),
  });
  const files: Record<string, unknown> = {};
  for (const [name, file] of membersOf(data)) {
    const path = map.sources[Number(/(\d+)$/.exec(name)?.[1])];
    if (path === undefined || path === '' || isDependency(path) || !isJson(file)) continue;
    files[path] = { ...file, path, meta: undefined, branchMap: countedBranches(file['branchMap']) };
  }
  // An implied else is counted as the difference of two counts, which is below zero where an `if` was left by throwing: the
  // reader takes that for 0.
  const report = drain(istanbulFormat.index(new TextEncoder().encode(JSON.stringify(files))));
  return [...decodeAll(report).coverage.values()];
}

/**
 * Tells the nodes that only a compiler wrote, where the converter would take the nearest place that a person wrote: code on a
 * line before all that the map knows of it (esbuild's helpers), and `0 && (module.exports = …)`, which esbuild writes for readers.
 */
function compilerMade(text: string, map: SourceMap): (node: object) => boolean {
  const lines = typeof map.mappings === 'string' ? map.mappings.split(';').map(firstColumn) : map.mappings.map((line) => line[0]?.[0]);
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (node) => {
    const { start, type, operator, left } = node as { start?: number; type?: string; operator?: string; left?: { value?: unknown } };
    if (type === 'LogicalExpression' && operator === '&&' && left?.value === 0) return true;
    if (start === undefined) return false;
    const line = lineAt(starts, start);
    const column = lines[line];
    return column !== undefined && start - (starts[line] ?? 0) < column;
  };
}

/** The last of `starts` that is not behind `offset`. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low;
}

/** The column of the first segment of a line of mappings (a base64 VLQ); undefined when the line has none. */
function firstColumn(line: string): number | undefined {
  let value = 0;
  for (let index = 0; index < 7; index += 1) {
    const bits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.indexOf(line[index] ?? '.');
    if (bits === -1) return undefined;
    value |= (bits & 31) << (5 * index);
    // The lowest bit is the sign, and no column is below zero.
    if ((bits & 32) === 0) return value >> 1;
  }
  return undefined;
}

/** With a drive, so that Windows takes it for a path too. */
function numbered(name: number | string): string {
  return `file:///C:/${name}`;
}

function withinText(fn: V8Function, length: number): { startOffset: number; endOffset: number; count: number }[] {
  return fn.ranges
    .filter((range) => range.startOffset < length)
    .map((range) => ({ ...range, endOffset: Math.min(range.endOffset, length) }));
}

/** V8 has no count of its own for a default value: the converter gives that of the code around, which would pass for "it was used". */
function countedBranches(branches: unknown): object {
  return Object.fromEntries(membersOf(branches).filter(([, branch]) => !isJson(branch) || branch['type'] !== 'default-arg'));
}

/** TypeScript too, because Node runs it as it stands, with spaces in place of types. */
function parseCode(text: string, url: string): object {
  const path = url.replace(/[?#].*$/, '');
  const plugins: ParserPlugin[] = [['estree', { classFeatures: true }], 'decorators-legacy', 'explicitResourceManagement'];
  if (/\.[mc]?tsx?$/i.test(path)) plugins.push('typescript');
  if (!/\.[mc]?ts$/i.test(path)) plugins.push('jsx');
  return parse(text, {
    sourceType: 'unambiguous',
    errorRecovery: true,
    allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true,
    allowSuperOutsideMethod: true,
    allowUndeclaredExports: true,
    allowNewTargetOutsideFunction: true,
    plugins,
  }).program;
}
