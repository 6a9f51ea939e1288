/**
 * `npx node test/bench/xml-reports.ts`: Cobertura and JaCoCo reports of 50 MB, read by Branchlight and by what a user would
 * pick instead. With `Cobertura` or `JaCoCo XML` as argument only that one.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { XMLParser } from 'fast-xml-parser';
import { drain } from '../../src/core/coverage/formats/indexed-report.ts';
import { indexReport } from '../../src/core/coverage/read-report.ts';
import { generateReport, random } from './generated-reports.ts';
import { benchCase, installReaders, printBar, ranAsCase, requireReader, sideBySide, type BenchCase } from './side-by-side.ts';

const script = fileURLToPath(import.meta.url);
const rounds = 5;
const megabytes = 50;

const bench = (name: string, run: (input: Buffer) => string | Promise<string>): BenchCase =>
  benchCase(name, (path) => readFileSync(path), run);

const branchlight = bench('Branchlight', (bytes) => {
  const report = drain(indexReport(bytes, ''));
  let covered = 0;
  let total = 0;
  for (const { totals } of report.files) {
    covered += totals.branches.covered;
    total += totals.branches.total;
  }
  return say(report.files.length, covered, total);
});

const decoded = bench('Branchlight, every file decoded one by one', (bytes) => {
  const report = drain(indexReport(bytes, ''));
  let arms = 0;
  for (const file of report.files) for (const branch of file.load().branches) arms += branch.arms.length;
  return `${report.files.length.toLocaleString('en-US')} files, ${arms.toLocaleString('en-US')} arms`;
});

/** As its documentation shows it, with the attributes that a report consists of. */
const plainParser = bench('fast-xml-parser', (bytes) => {
  const tree = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(bytes) as Readonly<Record<string, object>>;
  return `a tree of ${Object.keys(tree).join(', ')}`;
});

interface ParsedFile {
  readonly branches: { readonly found: number; readonly hit: number };
}

/** `cobertura-parse` and `jacoco-parse` share their shape. */
function npmReader(name: string): BenchCase {
  return bench(name, (bytes) => {
    const { parseContent } = requireReader(name) as {
      readonly parseContent: (text: string, done: (error: unknown, files?: readonly ParsedFile[]) => void) => void;
    };
    return new Promise((resolve, reject) => {
      parseContent(bytes.toString(), (error, files) => {
        if (files === undefined) reject(error instanceof Error ? error : new Error(String(error)));
        else
          resolve(
            say(
              files.length,
              files.reduce((sum, { branches }) => sum + branches.hit, 0),
              files.reduce((sum, { branches }) => sum + branches.found, 0),
            ),
          );
      });
    });
  });
}

function say(files: number, covered: number, total: number): string {
  return `${files.toLocaleString('en-US')} files, ${covered.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} arms`;
}

const groups = {
  Cobertura: [branchlight, decoded, plainParser, npmReader('cobertura-parse')],
  'JaCoCo XML': [branchlight, decoded, plainParser, npmReader('jacoco-parse')],
} as const;

/** One file: lines, and on some of them two outcomes, laid out as coverage.py does. */
function* coberturaRecords(): Generator<string> {
  const next = random(3);
  yield '<?xml version="1.0" ?>\n<coverage version="7.6.1" timestamp="1700000000000" line-rate="0.7" branch-rate="0.4" complexity="0">\n\t<sources>\n\t\t<source>/build</source>\n\t</sources>\n\t<packages>\n';
  for (let file = 0; ; file += 1) {
    const name = `module_${String(file)}.py`;
    let text = `\t\t<package name="part${String(file)}" line-rate="0.7" branch-rate="0.4" complexity="0">\n\t\t\t<classes>\n\t\t\t\t<class name="${name}" filename="packages/part${String(file % 97)}/${name}" complexity="0" line-rate="0.7" branch-rate="0.4">\n\t\t\t\t\t<methods/>\n\t\t\t\t\t<lines>\n`;
    const size = 50 + Math.floor(next() * 600);
    for (let line = 1; line <= size; line += 1) {
      const hits = next() < 0.7 ? 1 : 0;
      const taken = hits === 0 ? 0 : next() < 0.4 ? 1 : 2;
      const branch = next() < 0.25 ? ` branch="true" condition-coverage="${String(taken * 50)}% (${String(taken)}/2)"` : '';
      text += `\t\t\t\t\t\t<line number="${String(line)}" hits="${String(hits)}"${branch}/>\n`;
    }
    yield `${text}\t\t\t\t\t</lines>\n\t\t\t\t</class>\n\t\t\t</classes>\n\t\t</package>\n`;
  }
}

/** One package with one file: its class with methods and counters, then its lines, without line breaks as JaCoCo writes it. */
function* jacocoRecords(): Generator<string> {
  const next = random(4);
  yield '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd"><report name="bench"><sessioninfo id="host-1" start="1700000000000" dump="1700000001000"/>';
  for (let file = 0; ; file += 1) {
    const folder = `com/example/part${String(file)}`;
    const size = 50 + Math.floor(next() * 600);
    let methods = '';
    let lines = '';
    for (let line = 1; line <= size; line += 1) {
      if (line % 12 === 1)
        methods += `<method name="method${String(line)}" desc="(Ljava/lang/String;I)V" line="${String(line)}"><counter type="INSTRUCTION" missed="4" covered="31"/><counter type="BRANCH" missed="1" covered="3"/><counter type="LINE" missed="2" covered="10"/><counter type="COMPLEXITY" missed="1" covered="2"/><counter type="METHOD" missed="0" covered="1"/></method>`;
      const ran = next() < 0.7;
      const taken = next() < 0.75 ? -1 : ran ? 1 + Math.floor(next() * 2) : 0;
      lines += `<line nr="${String(line)}" mi="${ran ? '0' : '5'}" ci="${ran ? '5' : '0'}" mb="${taken < 0 ? '0' : String(2 - taken)}" cb="${taken < 0 ? '0' : String(taken)}"/>`;
    }
    yield `<package name="${folder}"><class name="${folder}/Module${String(file)}" sourcefilename="Module${String(file)}.java"><method name="&lt;init&gt;" desc="()V" line="1"><counter type="METHOD" missed="0" covered="1"/></method>${methods}<counter type="CLASS" missed="0" covered="1"/></class><sourcefile name="Module${String(file)}.java">${lines}</sourcefile></package>`;
  }
}

async function main(): Promise<void> {
  await installReaders(['cobertura-parse@1.0.5', 'jacoco-parse@2.0.1']);
  const files = {
    Cobertura: await generateReport('cobertura-50.xml', coberturaRecords(), megabytes, '\t</packages>\n</coverage>\n'),
    'JaCoCo XML': await generateReport('jacoco-50.xml', jacocoRecords(), megabytes, '</report>'),
  };
  for (const group of ['Cobertura', 'JaCoCo XML'] as const) {
    if (process.argv[2] !== undefined && process.argv[2] !== group) continue;
    const results = await sideBySide(script, group, groups[group], files[group], rounds);
    const own = results.get('Branchlight')?.ms ?? Number.NaN;
    for (const [name, { ms }] of results) {
      if (!name.startsWith('Branchlight')) printBar(`${group}, times faster than ${name}:`, ms / own, '≥ 7', ms / own >= 7);
    }
  }
}

if (!(await ranAsCase(groups))) await main();
