import { isJson, listOf, type Json } from './json-report.ts';
import type { SourceTexts } from './report-format.ts';

/** A source map as the converter takes it. */
export interface SourceMap {
  readonly version: 3;
  readonly sources: readonly string[];
  /** Texts of the sources, where the map holds them. */
  readonly sourcesContent: readonly (string | undefined)[];
  readonly names: readonly string[];
  /** Encoded as in the file, or a segment list for each line. */
  readonly mappings: string | readonly (readonly (readonly [number, number, number, number])[])[];
}

/**
 * The map of a script: what Node kept of it, else what stands in the script itself, else the file beside it. `undefined`
 * when the script has none, so that its text is what a person wrote; `'missing'` when it names one that is not at hand.
 */
export async function findSourceMap(
  url: string,
  text: string,
  kept: unknown,
  sources: SourceTexts,
): Promise<SourceMap | 'missing' | undefined> {
  const fromNode = readMap(kept, url);
  if (fromNode !== undefined) return fromNode;
  const named = namedMap(text);
  if (named === undefined) return undefined;
  const inline = /^data:application\/json[^,]*,/i.exec(named)?.[0];
  if (inline !== undefined) return readMap(decodeData(named.slice(inline.length), /;base64,$/i.test(inline)), url) ?? 'missing';
  const place = resolveUrl(named, url);
  const file = place === undefined ? undefined : await sources.readText(place);
  return file === undefined || place === undefined ? 'missing' : (readMap(parse(file), place) ?? 'missing');
}

/** The last `//# sourceMappingURL=` that stands alone at the beginning of a comment. */
function namedMap(text: string): string | undefined {
  const at = Math.max(text.lastIndexOf('//# sourceMappingURL='), text.lastIndexOf('//@ sourceMappingURL='));
  if (at === -1) return undefined;
  const end = text.indexOf('\n', at);
  const line = text.slice(at + '//# sourceMappingURL='.length, end === -1 ? undefined : end).trim();
  return line === '' || /[\s'"`]/.test(line) ? undefined : line;
}

function decodeData(data: string, isBase64: boolean): unknown {
  try {
    const bytes = isBase64 ? Uint8Array.from(atob(data), (char) => char.charCodeAt(0)) : undefined;
    return parse(bytes === undefined ? decodeURIComponent(data) : new TextDecoder().decode(bytes));
  } catch (error) {
    // Not base64 (DOMException) or not an escaped text (URIError): the map is missing, which the caller says.
    if (error instanceof URIError || error instanceof DOMException) return undefined;
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\)\]\}'[^\n]*\n/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Sources become whole paths or URLs; the pieces of an index map are put together by no tool that runs in Node, so those are not read. */
function readMap(value: unknown, base: string): SourceMap | undefined {
  if (!isJson(value) || typeof value['mappings'] !== 'string' || !Array.isArray(value['sources'])) return undefined;
  const root = typeof value['sourceRoot'] === 'string' && value['sourceRoot'] !== '' ? `${value['sourceRoot'].replace(/\/$/, '')}/` : '';
  const sources = listOf(value['sources']).map((source) => (typeof source === 'string' ? (resolveUrl(root + source, base) ?? source) : ''));
  const contents = listOf(value['sourcesContent']);
  const sourcesContent = sources.map((_, index) => [contents[index]].find((content) => typeof content === 'string'));
  return { version: 3, sources, sourcesContent, names: namesOf(value), mappings: value['mappings'] };
}

function namesOf(map: Json): readonly string[] {
  return listOf(map['names']).filter((name) => typeof name === 'string');
}

function resolveUrl(path: string, base: string): string | undefined {
  return URL.canParse(path, base) ? new URL(path, base).href : undefined;
}

/** Maps a text to itself, with a segment for each word and each other character: as fine as syntax can be. */
export function identityMap(text: string, url: string): SourceMap {
  const mappings = text.split('\n').map((line, index) => {
    const segments: [number, number, number, number][] = [];
    for (const { index: column } of line.matchAll(/\w+|\W/g)) segments.push([column, 0, index, column]);
    return segments;
  });
  return { version: 3, sources: [url], sourcesContent: [text], names: [], mappings };
}
