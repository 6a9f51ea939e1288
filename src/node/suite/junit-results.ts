/**
 * Runs Maven or Gradle and gathers what the tests came to: `junit-results.mjs <program> <arguments…>`, asked by
 * {@link orderVariable}. Reports that this run wrote are copied without what the tests printed; what no report has
 * (compile errors, processes that died) is taken from the build's own log as it passes.
 */
import { once } from 'node:events';
import {
  appendFileSync,
  createReadStream,
  createWriteStream,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { eventsFile, sourcesFile, type JunitEvent } from '../../core/suite/frameworks/junit/junit-events.ts';
import { orderVariable, programMissing, type JunitOrder } from '../../core/suite/frameworks/junit/junit-run.ts';
import { createPrintedStripper } from '../../core/suite/frameworks/junit/strip-printed.ts';
import { createGradleLog } from '../../core/suite/frameworks/junit-gradle/gradle-log.ts';
import { createMavenLog } from '../../core/suite/frameworks/junit-maven/maven-log.ts';
import { createLineReader } from '../line-reader.ts';
import { runWrapped } from '../run-wrapped.ts';

/** Most sources that are listed. */
const mostSources = 200_000;

const order = JSON.parse(process.env[orderVariable] ?? '{}') as JunitOrder;
const [program = '', ...args] = process.argv.slice(2);
const env = { ...process.env };
delete env[orderVariable];

mkdirSync(order.results, { recursive: true });
if (order.script !== undefined) writeFileSync(order.script.path, order.script.text);
const before = new Map(order.reports.flatMap((folder) => reportsIn(folder)));
const log = order.tool === 'maven' ? createMavenLog() : createGradleLog();
const read = createLineReader((line) => note(log.line(line)));
// A pipe would take the colours away that a person sees in a terminal.
const colours = order.tool === 'maven' && process.stdout.isTTY ? ['-Dstyle.color=always'] : [];
setImmediate(listSources);
const ended = await runWrapped({
  file: program,
  args: [...colours, ...args],
  env,
  onOutput: read,
  ...(order.tool === 'gradle' ? { onErrors: createLineReader((line) => note(log.line(line))) } : {}),
});
note(log.end());
noteUnfinished();
await copyReports();
if (typeof ended === 'number') {
  note([{ kind: 'end', exitCode: ended }]);
  process.exitCode = ended;
} else {
  process.stderr.write(`${ended.missing}\n`);
  note([{ kind: 'missing', program }]);
  process.exitCode = programMissing;
}

function note(events: readonly JunitEvent[]): void {
  for (const event of events) appendFileSync(join(order.results, eventsFile), `${JSON.stringify(event)}\n`);
}

/** Reports in a folder with what tells whether they were written anew. */
function reportsIn(folder: string): readonly (readonly [string, string])[] {
  return namesIn(folder).flatMap((name) => {
    if (!/^TEST-.*\.xml$/.test(name)) return [];
    const path = join(folder, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat?.isFile() === true ? [[path, `${stat.size}@${stat.mtimeMs}`] as const] : [];
  });
}

function namesIn(folder: string): readonly string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder).toSorted() : [];
}

/** Classes with tests that began and did not end, of Gradle's own listener: it does not fail a task whose process ended with 0. */
function noteUnfinished(): void {
  const below = order.reportsBelow;
  for (const name of below === undefined ? [] : namesIn(below).filter((one) => one.endsWith('.progress'))) {
    const open = new Map<string, number>();
    for (const line of readFileSync(join(below ?? '', name), 'utf8').split('\n')) {
      const className = line.slice(2);
      if (line !== '') open.set(className, (open.get(className) ?? 0) + (line.startsWith('+') ? 1 : -1));
    }
    const classes = [...open].filter(([, count]) => count > 0).map(([className]) => className);
    if (classes.length > 0) note([{ kind: 'crashed', classes, message: 'the test process ended before its tests were over.' }]);
  }
}

/** Folders with reports and the module that each is of. */
function reportFolders(): readonly { readonly folder: string; readonly module: string }[] {
  const below = order.reportsBelow;
  const tasks = below === undefined ? [] : namesIn(below).filter((name) => name.endsWith('.module'));
  return [
    ...order.reports.map((folder) => ({ folder, module: moduleOf(folder) })),
    ...tasks.map((name) => ({
      folder: join(below ?? '', name.slice(0, -'.module'.length)),
      module: readFileSync(join(below ?? '', name), 'utf8'),
    })),
  ];
}

async function copyReports(): Promise<void> {
  let count = 0;
  for (const { folder, module } of reportFolders()) {
    for (const [path, state] of reportsIn(folder)) {
      if (before.get(path) === state) continue;
      count += 1;
      const file = `report-${count}.xml`;
      await copyReport(path, join(order.results, file));
      note([{ kind: 'report', file, module }]);
    }
  }
}

/** The innermost module around a folder of reports. */
function moduleOf(folder: string): string {
  const inside = order.modules.filter((module) => `${folder}/`.replaceAll('\\', '/').startsWith(`${module}/`.replaceAll('\\', '/')));
  return inside.reduce((longest, module) => (module.length > longest.length ? module : longest), dirname(dirname(folder)));
}

async function copyReport(from: string, to: string): Promise<void> {
  const out = createWriteStream(to);
  const stripper = createPrintedStripper();
  for await (const text of createReadStream(from, 'utf8') as AsyncIterable<string>) {
    const kept = stripper.push(text);
    if (kept !== '' && !out.write(kept)) await once(out, 'drain');
  }
  out.end(stripper.end());
  await finished(out);
}

/** All sources of the modules while the build starts: reports name classes, not files. */
function listSources(): void {
  const found: string[] = [];
  const folders = order.modules.flatMap((module) =>
    namesIn(module).flatMap((name) => (/^(src|test|tests)$/.test(name) ? [join(module, name)] : [])),
  );
  for (let folder = folders.pop(); folder !== undefined && found.length < mostSources; folder = folders.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !/^(\.|node_modules$)/.test(entry.name)) folders.push(path);
      else if (/\.(java|kt|groovy|scala)$/.test(entry.name)) found.push(path);
    }
  }
  writeFileSync(join(order.results, sourcesFile), found.join('\n'));
}
