import type { FileCoverage } from '../coverage-map.ts';
import { asError } from '../../errors.ts';
import { indexDecoded } from './indexed-report.ts';
import { isJson, listOf, readPlaces } from './json-report.ts';
import { createProblemList, shortened, type ProblemList } from './problem-list.ts';
import type { IndexedReport, ReportFormat, SourceTexts } from './report-format.ts';
import { findSourceMap, identityMap } from './v8-source-map.ts';
import { isOwnCode, lengthOf, readV8Script, type V8Script } from './v8-script.ts';

/**
 * What V8 itself writes: `NODE_V8_COVERAGE` (one report for each process), and the arrays of Playwright's and Puppeteer's
 * `stopJSCoverage`. V8 counts ranges of the code that ran; branches are found by parsing that code, and led back to what
 * was written by its source map. So the report is complete only with the code: a script whose text is neither in the report
 * nor on disk, or is another one by now, is named in a problem and shows nothing. Default values are no branches here, because
 * V8 does not count them. Dependencies and Node's own code are left out.
 */
export const v8Format: ReportFormat = {
  id: 'v8',
  name: 'V8 coverage',
  fidelity: 'exact',
  detect: (head) =>
    (/^\{\s*"result"\s*:\s*\[/.test(head) && /"(?:scriptId|url)"\s*:/.test(head)) ||
    (head.startsWith('{') && /"result"\s*:\s*\[\s*\{\s*"(?:scriptId|url|functions)"\s*:/.test(head)) ||
    /^\[\s*\{\s*"(?:url|scriptId|source|functions|rawScriptCoverage)"\s*:/.test(head),
  index: indexV8,
};

function* indexV8(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const scripts: V8Script[] = [];
  const maps = new Map<string, unknown>();
  const isArray = new TextDecoder().decode(bytes.subarray(0, 100)).trimStart().startsWith('[');
  const paths = isArray
    ? [['*']]
    : [
        ['result', '*'],
        ['source-map-cache', '*'],
      ];
  yield* readPlaces(bytes, paths, problems, (place, value) => {
    if (place.keys[0] === 'source-map-cache') {
      if (isOwnCode(place.key)) maps.set(place.key, value);
      return;
    }
    const script = readV8Script(value);
    if (script === undefined)
      problems.add('report/foreign-file', 'An entry is not coverage of V8; it was left out.', `byte ${place.start}`);
    else if (isOwnCode(script.url)) scripts.push(script);
  });
  return { files: [], problems: problems.all(), complete: (sources) => complete(scripts, maps, problems, sources) };
}

async function complete(
  scripts: readonly V8Script[],
  maps: ReadonlyMap<string, unknown>,
  problems: ProblemList,
  sources: SourceTexts,
): Promise<IndexedReport> {
  const files: FileCoverage[] = [];
  const known = problems.all().length;
  // A script that ran in several contexts of one process stands there several times.
  for (const all of byText(scripts)) {
    const [first] = all;
    if (first === undefined) continue;
    try {
      files.push(...(await readScript(first, all, maps.get(first.url), problems, sources)));
    } catch (error) {
      // Neither the parser nor the converter promises anything for code or maps that are broken.
      problems.add('report/bad-script', `${shortened(first.url)} cannot be understood: ${shortened(asError(error).message)}`);
    }
  }
  if (files.length === 0 && problems.all().length === known && known === 0)
    problems.add('report/empty', 'The report holds no code of the project: in this process only dependencies or Node itself ran.');
  return indexDecoded(files, problems.all());
}

function byText(scripts: readonly V8Script[]): Iterable<readonly V8Script[]> {
  const groups = new Map<string, V8Script[]>();
  for (const script of scripts) {
    const key = `${script.url}\n${script.text ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [script]);
    else group.push(script);
  }
  return groups.values();
}

async function readScript(
  script: V8Script,
  runs: readonly V8Script[],
  kept: unknown,
  problems: ProblemList,
  sources: SourceTexts,
): Promise<readonly FileCoverage[]> {
  const name = script.url.slice(0, 300);
  const text = script.text ?? (await sources.readText(withoutQuery(script.url)));
  if (text === undefined) {
    problems.add('report/source-missing', `${name}: the code that ran is neither in the report nor on disk, so nothing of it is shown.`);
    return [];
  }
  if (script.text === undefined && !isSameText(script, text, kept)) {
    problems.add(
      'report/source-missing',
      `${name}: the file is not the code that ran. It was changed since, or was compiled in memory while it ran (tsx, ts-node, Jest). Nothing of it is shown; measure again, or let the test runner write Istanbul JSON or LCOV.`,
    );
    return [];
  }
  const map = await findSourceMap(script.url, text, isJson(kept) ? kept['data'] : undefined, sources);
  if (map === 'missing')
    problems.add('report/source-map-missing', `${name}: its source map is not at hand, so marks stand in the code that ran.`);
  const used = map === undefined || map === 'missing' ? identityMap(text, withoutQuery(script.url)) : map;
  const { convertScript, mergeRuns } = await import('./v8-convert.ts');
  return convertScript(text, mergeRuns(runs), used);
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/, '');
}

/** Whether the file holds the text that ran, as far as its length, or the lengths of its lines where Node kept them, can tell. */
function isSameText(script: V8Script, text: string, kept: unknown): boolean {
  const lengths = isJson(kept) ? listOf(kept['lineLengths']) : [];
  if (lengths.length > 0) {
    const own = text.split(/[\n\u2028\u2029]/).map((line) => line.length);
    return own.length === lengths.length && own.every((length, index) => length === lengths[index]);
  }
  const length = lengthOf(script);
  // Where Node takes types out of TypeScript, it puts the name of the file behind the code.
  return length === undefined || length === text.length || length === text.length + `\n\n//# sourceURL=${script.url}`.length;
}
