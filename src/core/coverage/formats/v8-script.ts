import { isJson, listOf, type Json } from './json-report.ts';
import { countOf } from './numbers.ts';

/** Part of a script that ran as often as `count` says; offsets are UTF-16 units, the end is exclusive. */
export interface V8Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

export interface V8Function {
  readonly functionName: string;
  readonly isBlockCoverage: boolean;
  readonly ranges: readonly V8Range[];
}

/** One script that V8 measured (DevTools protocol, `Profiler.ScriptCoverage`). */
export interface V8Script {
  readonly url: string;
  readonly functions: readonly V8Function[];
  /** The text that ran, where the report holds it (Playwright, Puppeteer). */
  readonly text: string | undefined;
}

/** V8 counts in 32 bits; the converter does too. */
const mostCount = 2 ** 32 - 1;

/** An entry of `result` of Node's report, or of the array that Playwright or Puppeteer gives; undefined for anything else. */
export function readV8Script(value: unknown): V8Script | undefined {
  if (!isJson(value)) return undefined;
  // Puppeteer wraps V8's own data.
  const raw = isJson(value['rawScriptCoverage']) ? value['rawScriptCoverage'] : value;
  const { url, functions } = raw;
  if (typeof url !== 'string' || !Array.isArray(functions)) return undefined;
  const text = [value['source'], value['text']].find((one) => typeof one === 'string');
  return { url, text: typeof text === 'string' ? text : undefined, functions: functions.filter(isJson).map(readFunction) };
}

function readFunction(fn: Json): V8Function {
  return {
    functionName: typeof fn['functionName'] === 'string' ? fn['functionName'] : '',
    isBlockCoverage: fn['isBlockCoverage'] === true,
    ranges: listOf(fn['ranges']).flatMap((range) => {
      if (!isJson(range)) return [];
      const { startOffset, endOffset } = range;
      const isPlace = Number.isSafeInteger(startOffset) && Number.isSafeInteger(endOffset);
      if (!isPlace || Number(startOffset) < 0 || Number(endOffset) < Number(startOffset)) return [];
      const count = Math.min(countOf(range['count']).count, mostCount);
      return [{ startOffset: Number(startOffset), endOffset: Number(endOffset), count }];
    }),
  };
}

/** Code of the project: neither a dependency, nor of the runtime itself, nor code without a place (`eval`). */
export function isOwnCode(url: string): boolean {
  return /^(?:file|https?):\/\//i.test(url) && !isDependency(url);
}

/** True for a path or URL below `node_modules`. */
export function isDependency(path: string): boolean {
  return /(?:^|[\\/])node_modules[\\/]/.test(path);
}

/** How long the text was that V8 ran: the range of the script itself. undefined when the report leaves it out. */
export function lengthOf(script: V8Script): number | undefined {
  const own = script.functions.find((fn) => fn.functionName === '' && fn.ranges[0]?.startOffset === 0);
  return own?.ranges[0]?.endOffset;
}
