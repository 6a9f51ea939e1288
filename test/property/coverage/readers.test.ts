import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { ParsedReport } from '../../../src/core/coverage/coverage-map.ts';
import { coberturaFormat } from '../../../src/core/coverage/formats/cobertura.ts';
import { coveragePyFormat } from '../../../src/core/coverage/formats/coverage-py.ts';
import { gcovIntermediateFormat } from '../../../src/core/coverage/formats/gcov-intermediate.ts';
import { gcovJsonFormat } from '../../../src/core/coverage/formats/gcov-json.ts';
import { gcovTextFormat } from '../../../src/core/coverage/formats/gcov-text.ts';
import { gcovrFormat } from '../../../src/core/coverage/formats/gcovr.ts';
import { goCoverprofileFormat } from '../../../src/core/coverage/formats/go-coverprofile.ts';
import { istanbulFormat } from '../../../src/core/coverage/formats/istanbul.ts';
import { jacocoCsvFormat } from '../../../src/core/coverage/formats/jacoco-csv.ts';
import { jacocoFormat } from '../../../src/core/coverage/formats/jacoco.ts';
import { lcovFormat } from '../../../src/core/coverage/formats/lcov.ts';
import { cloverFormat } from '../../../src/core/coverage/formats/clover.ts';
import { coverletFormat } from '../../../src/core/coverage/formats/coverlet.ts';
import { dotCoverFormat } from '../../../src/core/coverage/formats/dotcover.ts';
import { dynamicCodeCoverageFormat } from '../../../src/core/coverage/formats/dynamic-code-coverage.ts';
import { istanbulSummaryFormat } from '../../../src/core/coverage/formats/istanbul-summary.ts';
import { llvmCovSummaryFormat } from '../../../src/core/coverage/formats/llvm-cov-summary.ts';
import { llvmCovFormat } from '../../../src/core/coverage/formats/llvm-cov.ts';
import { openCoverFormat } from '../../../src/core/coverage/formats/opencover.ts';
import { scoverageFormat } from '../../../src/core/coverage/formats/scoverage.ts';
import { simplecovJsonFormat, simplecovResultsetFormat } from '../../../src/core/coverage/formats/simplecov.ts';
import { sonarGenericFormat } from '../../../src/core/coverage/formats/sonar-generic.ts';
import { xccovArchiveFormat, xccovReportFormat } from '../../../src/core/coverage/formats/xccov.ts';
import { v8Format } from '../../../src/core/coverage/formats/v8.ts';
import { decodeAll, drain } from '../../../src/core/coverage/formats/indexed-report.ts';
import type { IndexedReport, ReportFormat } from '../../../src/core/coverage/formats/report-format.ts';
import { summarise } from '../../../src/core/coverage/summary.ts';
import { indexReport } from '../../../src/core/coverage/read-report.ts';

const made = join(import.meta.dirname, '../../fixtures/reports/made');
const fixtures = [
  'vitest-istanbul/coverage-final.json',
  'c8/coverage-final.json',
  'vitest-v8/lcov.info',
  'pytest-cov/lcov.info',
  'pytest-cov/coverage.json',
  'pytest-cov/coverage.xml',
  'nyc/cobertura-coverage.xml',
  'gcovr/cobertura.xml',
  'gcovr/jacoco.xml',
  'jacoco/aggregate.xml',
  'gcovr/coverage.json',
  'gcov/shape.gcov.json',
  'gcov-14/shape.gcov.json',
  'gcov-14/shape.hpp.gcov',
  'gcov-14/blocks/shape.cpp.gcov',
  'lcov-2/lcov.info',
  'go/coverpkg.out',
  'v8/whole.json',
  'llvm-cov/coverage.json',
  'llvm-cov/summary-only.json',
  'nyc/clover.xml',
  'nyc/coverage-summary.json',
  'pytest-cov/contexts.json',
  'simplecov/resultset.json',
  '../by-hand/clover.xml',
  '../by-hand/coverlet.json',
  '../by-hand/dotcover.xml',
  '../by-hand/dynamic-code-coverage.xml',
  '../by-hand/opencover.xml',
  '../by-hand/scoverage.xml',
  '../by-hand/simplecov-coverage.json',
  '../by-hand/sonar-generic.xml',
  '../by-hand/xccov-archive.json',
  '../by-hand/xccov-report.json',
].map((name) => ({ name, bytes: readFileSync(join(made, name)) }));
const formats = [
  istanbulFormat,
  lcovFormat,
  coveragePyFormat,
  coberturaFormat,
  jacocoFormat,
  jacocoCsvFormat,
  gcovIntermediateFormat,
  gcovJsonFormat,
  gcovTextFormat,
  gcovrFormat,
  goCoverprofileFormat,
  v8Format,
  cloverFormat,
  coverletFormat,
  dotCoverFormat,
  dynamicCodeCoverageFormat,
  istanbulSummaryFormat,
  llvmCovSummaryFormat,
  llvmCovFormat,
  openCoverFormat,
  scoverageFormat,
  simplecovJsonFormat,
  simplecovResultsetFormat,
  sonarGenericFormat,
  xccovArchiveFormat,
  xccovReportFormat,
];

/** Reads with one format, and holds it to its promise that what was counted is what is decoded. */
function readWith(format: ReportFormat, bytes: Uint8Array): ParsedReport {
  return decoded(drain(format.index(bytes)), format);
}

function readAny(bytes: Uint8Array, path: string): ParsedReport {
  const report = drain(indexReport(bytes, path));
  return decoded(report, report.format);
}

function decoded(report: IndexedReport, format: ReportFormat | undefined): ParsedReport {
  if (format?.fidelity !== 'totals') for (const file of report.files) assert.deepEqual(file.totals, summarise(file.load()), file.path);
  return decodeAll(report);
}

/** Whatever was read can be drawn: lines from 1, counts that are counts, keys that are unique within their file. */
function assertSound(report: ParsedReport): void {
  for (const file of report.coverage.values()) {
    for (const [line, count] of file.lines) assert.ok(line >= 1 && Number.isSafeInteger(line) && Number.isSafeInteger(count) && count >= 0);
    const keys = file.branches.flatMap((branch) => branch.arms.map((arm) => arm.key));
    assert.equal(new Set(keys).size, keys.length, 'keys are unique');
    for (const branch of file.branches) {
      assert.ok(Number.isSafeInteger(branch.line) && branch.line >= 1);
      for (const arm of branch.arms) assert.ok(arm.count === undefined || (Number.isSafeInteger(arm.count) && arm.count >= 0));
    }
  }
  for (const problem of report.problems) assert.ok(problem.code !== '' && problem.message !== '');
}

/** One edit of a real report: bytes cut out, doubled or replaced. */
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat(200),
  insert: fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc
      .constantFrom(
        '__proto__',
        'null',
        '-1',
        '<',
        '/>',
        '</line>',
        '<line number="1" hits="1"/>',
        '1e400',
        '{',
        '}',
        '[',
        '"',
        '\\',
        '\r\n',
        '\0',
        'end_of_record\n',
        'SF:x\n',
        '0.5',
        '{}',
      )
      .map((text) => new TextEncoder().encode(text)),
  ),
});

function mutated(
  bytes: Uint8Array,
  edits: readonly { readonly at: number; readonly remove: number; readonly insert: Uint8Array }[],
): Uint8Array {
  let result = bytes;
  for (const { at, remove, insert } of edits) {
    const from = Math.floor(at * result.length);
    result = Uint8Array.from([...result.subarray(0, from), ...insert, ...result.subarray(from + remove)]);
  }
  return result;
}

describe('report readers', () => {
  it('never throw on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, path) => {
        assertSound(readAny(bytes, path));
        for (const format of formats) assertSound(readWith(format, bytes));
      }),
      { numRuns: 300 },
    );
  });

  it('never throw on any JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (json) => {
        for (const format of formats) assertSound(readWith(format, new TextEncoder().encode(json)));
      }),
      { numRuns: 300 },
    );
  });

  it('never throw on JSON of the right shape with wrong values', () => {
    const anything = fc.oneof(fc.constant(null), fc.integer(), fc.double(), fc.string({ maxLength: 3 }), fc.constant({}), fc.constant([]));
    const position = fc.oneof(anything, fc.record({ line: fc.oneof(anything, fc.nat(9)), column: fc.oneof(anything, fc.nat(9)) }));
    const place = fc.oneof(anything, fc.record({ start: position, end: position }));
    const type = fc.constantFrom('if', 'switch', 'cond-expr', 'binary-expr', 'default-arg', 'branch', 7);
    const branch = fc.record(
      { type, loc: place, line: anything, locations: fc.oneof(anything, fc.array(place, { maxLength: 3 })) },
      { requiredKeys: ['type'] },
    );
    const ids = fc.constantFrom('0', '1', '2', '__proto__', 'constructor');
    const counts = fc.oneof(anything, fc.array(fc.oneof(fc.nat(3), anything), { maxLength: 3 }));
    const file = fc.record({
      path: anything,
      statementMap: fc.oneof(anything, fc.dictionary(ids, place)),
      s: fc.oneof(anything, fc.dictionary(ids, anything)),
      fnMap: fc.oneof(anything, fc.dictionary(ids, fc.oneof(anything, fc.record({ name: anything, decl: place, loc: place })))),
      f: fc.oneof(anything, fc.dictionary(ids, anything)),
      branchMap: fc.dictionary(ids, fc.oneof(branch, anything)),
      b: fc.oneof(anything, fc.dictionary(ids, counts)),
    });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), file, { maxKeys: 2 }), (report) => {
        assertSound(readWith(istanbulFormat, new TextEncoder().encode(JSON.stringify(report))));
      }),
      { numRuns: 500 },
    );
  });

  it('never throw on lines that look like LCOV', () => {
    const number = fc.constantFrom('0', '1', '2', '-1', '-', '1e19', '', 'x', '99999999999', 'U0', 'e0', 'e1', 'f', 't', '1.5');
    const name = fc.constantFrom('SF', 'TN', 'DA', 'BRDA', 'FN', 'FNDA', 'FNL', 'FNA', 'MCDC', 'BRF', 'end_of_record', '#', 'ZZ');
    const line = fc
      .tuple(name, fc.array(number, { maxLength: 5 }))
      .map(([record, values]) => (record === 'end_of_record' ? record : `${record}:${values.join(',')}`));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), fc.constantFrom('\n', '\r\n'), (lines, end) => {
        assertSound(readWith(lcovFormat, new TextEncoder().encode(`SF:a\n${lines.join(end)}`)));
      }),
      { numRuns: 500 },
    );
  });

  it('LCOV: arms that only exceptions take are counted as they are decoded, in any order of lines, blocks and numbers', () => {
    const arm = fc.tuple(
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom('', '', 'e', 'f'),
      fc.nat(2),
      fc.nat(5),
      fc.constantFrom('-', '0', '1', '7'),
    );
    const ordered = fc.array(fc.tuple(fc.constantFrom('', '', 'e'), fc.constantFrom('-', '0', '3')), { maxLength: 8 });
    const section = fc.oneof(
      fc
        .array(arm, { maxLength: 12 })
        .map((arms) => arms.map(([line, flag, block, id, taken]) => `BRDA:${line},${flag}${block},${id},${taken}`)),
      // As lcov and gcovr write them.
      fc
        .array(ordered, { maxLength: 5 })
        .map((blocks) =>
          blocks.flatMap((arms, nth) => arms.map(([flag, taken], id) => `BRDA:${1 + (nth >> 1)},${flag}${nth},${id},${taken}`)),
        ),
    );
    fc.assert(
      fc.property(fc.array(section, { maxLength: 4 }), (sections) => {
        const text = sections.map((records, nth) => `SF:${nth}.cpp\n${records.join('\n')}\nDA:1,1\nend_of_record\n`).join('');
        assertSound(readWith(lcovFormat, new TextEncoder().encode(text)));
      }),
      { numRuns: 1000 },
    );
  });

  it('never throw on elements and attributes of Cobertura and JaCoCo in any order', () => {
    const number = fc.constantFrom('0', '1', '2', '7', '-1', '1e19', '', 'x', '99999999999', '1.5', '131073');
    const ratio = fc.tuple(number, number).map(([covered, total]) => `50% (${covered}/${total})`);
    const attribute = fc.oneof(
      fc.tuple(fc.constantFrom('number', 'hits', 'nr', 'mi', 'ci', 'mb', 'cb', 'line', 'covered', 'missed'), number),
      fc.tuple(
        fc.constantFrom('name', 'filename', 'sourcefilename', 'missing-branches'),
        fc.constantFrom('a', 'b', 'p/a', '__proto__', '1,exit', 'exit,exit,2'),
      ),
      fc.tuple(fc.constant('condition-coverage'), ratio),
      fc.tuple(fc.constant('branch'), fc.constantFrom('true', 'False')),
      fc.tuple(fc.constant('type'), fc.constantFrom('LINE', 'BRANCH', 'METHOD')),
    );
    const name = fc.constantFrom('class', 'methods', 'method', 'lines', 'line', 'package', 'group', 'sourcefile', 'counter', 'source');
    const tag = fc
      .tuple(name, fc.array(attribute, { maxLength: 6 }), fc.constantFrom('>', '/>', '/>'))
      .map(([element, pairs, end]) => `<${element}${pairs.map(([key, value]) => ` ${key}="${value}"`).join('')}${end}`);
    const close = name.map((element) => `</${element}>`);
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 5, arbitrary: tag }, { weight: 1, arbitrary: close }), { maxLength: 40 }), (tags) => {
        const ofFile = `<class name="p/a" filename="a" sourcefilename="a"/><class filename="a"><lines>${tags.join('')}`;
        assertSound(readWith(coberturaFormat, new TextEncoder().encode(`<coverage line-rate="1">${ofFile}`)));
        const ofSource = `<package name="p"><sourcefile name="a">${tags.join('')}`;
        assertSound(readWith(jacocoFormat, new TextEncoder().encode(`<report>${ofSource}`)));
      }),
      { numRuns: 500 },
    );
  });

  it('never throw on lines that look like those of gcov and Go', () => {
    const piece = fc.constantFrom(
      '        -:    0:Source:a.c',
      '    #####:    3:x',
      '       2*:    4:y',
      'branch  0 taken 1 (fallthrough)',
      'branch  1 never executed',
      'condition outcomes covered 1/4',
      'condition  0 not covered (true false)',
      '------------------',
      'f<1>:',
      'function f called 1 returned 1%',
      'file:a.c',
      'lcount:3,1,0',
      'branch:3,taken',
      'branch:0,notexec',
      'function:1,2,3,f',
      'mode: set',
      'mode: atomic',
      'a.go:1.1,2.2 1 1',
      'a.go:9.1,2.2 1 1',
      'a.go:1.1,99999999.2 1 99999999999999999999',
      '    1:    3-block  0',
      'version:8',
      'cwd:/',
      '',
      ':',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.constantFrom('\n', '\r\n'), (lines, end) => {
        const bytes = new TextEncoder().encode(lines.join(end));
        for (const format of [gcovTextFormat, gcovIntermediateFormat, goCoverprofileFormat]) assertSound(readWith(format, bytes));
      }),
      { numRuns: 300 },
    );
  });

  it('never reject when they ask for texts, whatever the texts are', async () => {
    const whole = readFileSync(join(made, 'v8/whole.json'));
    const code = readFileSync(join(made, 'v8/dist/every-branch.js'), 'utf8');
    const text = fc.oneof(
      fc.constant(undefined),
      fc.constant(code),
      fc.string(),
      fc.constant('{"sources":["a",null],"mappings":"AAAA;;;zzzz"}'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { maxLength: 3 }), text, async (edits, answer) => {
        const report = drain(v8Format.index(mutated(whole, edits)));
        assert.ok(report.complete !== undefined);
        assertSound(decoded(await report.complete({ readText: () => Promise.resolve(answer) }), v8Format));
      }),
      { numRuns: 100 },
    );
  });

  for (const { name, bytes } of fixtures) {
    it(`never throw on ${name} with damage, and read it up to any cut`, () => {
      fc.assert(
        fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => assertSound(readAny(mutated(bytes, edits), name))),
        { numRuns: 100 },
      );
      fc.assert(
        fc.property(fc.nat(bytes.length - 1), (length) => {
          const report = readAny(bytes.subarray(0, length), name);
          assertSound(report);
          // Text without a frame around it is as whole at the end of one line as at the end of another; the name of a test
          // that ran nothing may end a tracefile.
          const isWhole = (/\.(?:gcov|out)$/.test(name) ? /\n$/ : /end_of_record\s*(?:TN:.*\s*)?$/).test(
            new TextDecoder().decode(bytes.subarray(0, length)),
          );
          assert.ok(report.problems.length > 0 || isWhole || length >= bytes.length - 1, 'a cut is never silent');
        }),
        { numRuns: 100 },
      );
    });
  }
});
