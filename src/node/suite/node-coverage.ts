/**
 * Measures a Node process with V8's own block coverage, exactly as it ran: given with `--require`, before anything of the
 * project is loaded. Code that was compiled in memory (tsx, ts-node, Babel, Node's own type stripping) is on no disk as it
 * ran, so each report holds the texts that were measured. One report for each process and worker thread, in the shape of
 * `NODE_V8_COVERAGE`; the first process adds the sources that nothing loaded. It ships beside the bundles and runs inside
 * the user's Node.
 */
import { appendFileSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import type Inspector from 'node:inspector';
import type { Session } from 'node:inspector';
import { createRequire } from 'node:module';
import { dirname, extname, join, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isMainThread, threadId } from 'node:worker_threads';
import type { CoverageOrder } from '../../core/suite/frameworks/mocha/coverage-order.ts';

interface Script {
  readonly scriptId: string;
  readonly url: string;
  readonly functions: readonly Inspector.Profiler.FunctionCoverage[];
}

/** Folders that hold no sources of a project, by the names that everybody gives them. */
const noSources = new Set(['node_modules', 'bower_components', 'coverage', 'dist', 'build', 'out', 'lib-cov', 'vendor', 'public', 'docs']);
const sourceEnding = /(?<!\.d)\.[cm]?[jt]sx?$/;
/** Configuration of tools: no code that tests reach. */
const configuration = /(?:^\.|\.(?:config|conf|setup|stories)\.[cm]?[jt]sx?$|^(?:gulpfile|gruntfile|karma\.conf|jakefile)\.)/i;
/** Longer files were written by a program. */
const mostSourceBytes = 1_000_000;
const variable = 'BRANCHLIGHT_NODE_COVERAGE';

const given = process.env[variable];
if (given !== undefined) measure(JSON.parse(given) as CoverageOrder);

function measure(order: CoverageOrder): void {
  const first = isMainThread && process.env[`${variable}_FIRST`] === undefined;
  process.env[`${variable}_FIRST`] = '1';
  // Programs that the project starts are measured too, whichever options it starts them with.
  const self = /[\s"\\]/.test(__filename) ? `"${__filename.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : __filename;
  const options = process.env['NODE_OPTIONS'] ?? '';
  if (!options.includes(self)) process.env['NODE_OPTIONS'] = `${options} --require=${self}`.trim();

  // @swc-node leaves maps out where the project's compiler options do: then nothing leads back to what was written.
  process.env['SWC_NODE_SOURCE_MAP_MODE'] ??= 'inline';
  process.env['SWC_NODE_INLINE_SOURCE_MAP'] ??= '1';

  const session = connect();
  session?.post('Profiler.enable');
  session?.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  process.once('exit', () => {
    const loaded = session === undefined ? new Set<string>() : writeReport(session, order);
    if (order.files !== undefined) return;
    const list = `${order.folder}-loaded.txt`;
    appendFileSync(list, [...loaded].map((path) => `${path}\n`).join(''));
    if (first) writeUnloaded(order, new Set(readFileSync(list, 'utf8').split('\n')));
  });
}

/** The process of `node --test` has no inspector; it runs nothing of the project, and those that it starts have one. */
function connect(): Session | undefined {
  try {
    const { Session: Connection } = createRequire(__filename)('node:inspector') as typeof Inspector;
    const session = new Connection();
    session.connect();
    return session;
  } catch (error) {
    if (!process.execArgv.includes('--test')) process.stderr.write(`Coverage cannot be measured: ${String(error)}\n`);
    return undefined;
  }
}

/** Answers with the sources that were loaded, by their absolute paths. */
function writeReport(session: Session, order: CoverageOrder): ReadonlySet<string> {
  const loaded = new Set<string>();
  const kept: { readonly script: Script; readonly source: string }[] = [];
  let scripts: readonly Script[] = [];
  session.post('Profiler.takePreciseCoverage', (error, taken) => {
    if (error === null) scripts = taken.result;
    else process.stderr.write(`Coverage could not be taken: ${error.message}\n`);
  });
  let debugging = false;
  for (const script of scripts) {
    const path = pathOf(script.url);
    if (path === undefined || !isOwn(path, order.root)) continue;
    let source = textOnDisk(path, script);
    if (source === undefined) {
      // Texts are only told while debugging is on, which is slow: so it is on only now, and only for code that was compiled in memory.
      if (!debugging) session.post('Debugger.enable');
      debugging = true;
      session.post('Debugger.getScriptSource', { scriptId: script.scriptId }, (error, text) => {
        if (error === null) source = text.scriptSource;
      });
    }
    if (source === undefined) continue;
    const sources = order.files === undefined || !order.files.includes(path) ? sourcesOf(path, source) : [path];
    for (const one of sources) loaded.add(one);
    if (!leadsBack(path, source)) {
      process.stderr.write(`${path} was compiled in memory without a source map, so it is not measured.\n`);
      continue;
    }
    if (order.files === undefined || sources.some((one) => order.files?.includes(one)))
      kept.push({ script: { ...script, url: pathToFileURL(path).href }, source });
  }
  session.disconnect();
  const name = `coverage-${process.pid}-${threadId}-${Date.now()}.json`;
  writeEntries(order.folder, name, kept, ({ script, source }) => JSON.stringify({ ...script, source }));
  return loaded;
}

/** The text of a file, where it is as long as what ran; where Node takes types out, it puts as many spaces and the name of the file behind the code. */
function textOnDisk(path: string, { url, functions }: Script): string | undefined {
  const length = functions.find(({ functionName, ranges }) => functionName === '' && ranges[0]?.startOffset === 0)?.ranges[0]?.endOffset;
  try {
    const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
    return length === text.length || length === text.length + `\n\n//# sourceURL=${url}`.length ? text : undefined;
  } catch {
    return undefined; // made and run by a test, and gone again
  }
}

/** Each source that no process loaded, as V8 would report code of which nothing ran. */
function writeUnloaded(order: CoverageOrder, loaded: ReadonlySet<string>): void {
  const unloaded = [...findSources(order.root)].filter((path) => !loaded.has(path));
  writeEntries(order.folder, `coverage-${process.pid}-unloaded.json`, unloaded, (path) => {
    const source = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
    const functions = [{ functionName: '', ranges: [{ startOffset: 0, endOffset: source.length, count: 0 }], isBlockCoverage: true }];
    return JSON.stringify({ scriptId: '0', url: pathToFileURL(path).href, functions, source });
  });
}

/** Bit by bit, because all texts of a project together may be longer than a string can be; under its name only once it is whole. */
function writeEntries<T>(folder: string, name: string, entries: readonly T[], text: (entry: T) => string): void {
  if (entries.length === 0) return;
  mkdirSync(folder, { recursive: true });
  const parts = join(dirname(folder), `${name}.part`);
  appendFileSync(parts, '{"result":[\n');
  for (const [index, entry] of entries.entries()) appendFileSync(parts, `${index === 0 ? '' : ',\n'}${text(entry)}`);
  appendFileSync(parts, '\n]}\n');
  renameSync(parts, join(folder, name));
}

function pathOf(url: string): string | undefined {
  if (url.startsWith('file://')) {
    try {
      return fileURLToPath(url.replace(/[?#].*$/, ''));
    } catch {
      return undefined; // a URL that names no file, made up by a tool
    }
  }
  return /^(?:\/|[A-Za-z]:\\)/.test(url) ? url : undefined;
}

function isOwn(path: string, root: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : root + sep) && !/[\\/]node_modules[\\/]/.test(path);
}

/** The files that a script was made of: itself, unless its source map names others. */
function sourcesOf(path: string, text: string): readonly string[] {
  const at = text.lastIndexOf('//# sourceMappingURL=');
  // TypeScript that runs was compiled in memory.
  if (at === -1 || /^\.[cm]?tsx?$/.test(extname(path))) return [path];
  const end = text.indexOf('\n', at);
  const url = text.slice(at + '//# sourceMappingURL='.length, end === -1 ? undefined : end).trim();
  try {
    const inline = /^data:application\/json[^,]*;base64,/.exec(url)?.[0];
    const map =
      inline === undefined ? readFileSync(resolve(dirname(path), decodeURIComponent(url)), 'utf8') : atob(url.slice(inline.length));
    const { sources, sourceRoot } = JSON.parse(map) as { readonly sources?: readonly unknown[]; readonly sourceRoot?: string };
    const from = resolve(dirname(path), sourceRoot ?? '');
    return (sources ?? []).filter((one) => typeof one === 'string').map((one) => pathOf(one) ?? resolve(from, one));
  } catch {
    return [path]; // a map that is not at hand: the reader says so
  }
}

/** Whether what was measured stands on disk as it ran, but for types that Node took out, or names a map. */
function leadsBack(path: string, text: string): boolean {
  if (text.includes('//# sourceMappingURL=')) return true;
  const ran = text.replace(/\n\n\/\/# sourceURL=[^\n]*$/, '');
  try {
    const written = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
    // Other tools put a line around the code that they leave as it is.
    return written.length === ran.length || ran.includes(written);
  } catch {
    return false; // made and run by a test, and gone again
  }
}

function* findSources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      // A package below belongs to another suite.
      const isPackage = statSync(join(path, 'package.json'), { throwIfNoEntry: false })?.isFile() === true;
      if (!noSources.has(entry.name) && !entry.name.startsWith('.') && !isPackage) yield* findSources(path);
    } else if (entry.isFile() && sourceEnding.test(entry.name) && !configuration.test(entry.name)) {
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? mostSourceBytes) < mostSourceBytes) yield path;
    }
  }
}
