import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FileStat, FileSystem } from '../../../../src/core/ports.ts';
import type { FileCoverage, ParsedReport } from '../../../../src/core/coverage/coverage-map.ts';
import { decodeAll } from '../../../../src/core/coverage/formats/indexed-report.ts';
import { reportFormats } from '../../../../src/core/coverage/formats/report-formats.ts';
import { loadReport } from '../../../../src/core/coverage/load-report.ts';
import { readReport } from '../../../../src/core/coverage/read-report.ts';

const made = join(import.meta.dirname, '../../../fixtures/reports/made');

/** The format of a made report, by where it lies; undefined for what is no report of a format that is read. */
const expected: readonly (readonly [RegExp, string | undefined])[] = [
  [/^v8\/dist\//, undefined],
  [/^llvm-cov\/shown\.txt$/, undefined],
  [/\.func\.txt$/, undefined],
  [/^gcovr\/(?:summary\.(?:json|csv)|coveralls\.json)$/, undefined],
  [/^llvm-cov\/summary-only\.json$/, 'llvm-cov-summary'],
  [/^llvm-cov\//, 'llvm-cov'],
  [/^gcovr\/coverage\.json$/, 'gcovr'],
  [/sonarqube\.xml$/, 'sonar-generic'],
  [/^v8\/|\/v8\.json$/, 'v8'],
  [/^gcov(?:-14)?\/.*\.gcov\.json$/, 'gcov-json'],
  [/\.gcov$/, 'gcov-text'],
  [/^go(-arms)?\//, 'go-coverprofile'],
  [/^simplecov\/resultset\.json$/, 'simplecov-resultset'],
  [/^(?:pytest-cov|coverage-py-[\d.]+)\/.*\.json$/, 'coverage-py'],
  [/coverage-summary\.json$/, 'istanbul-summary'],
  [/coverage-final\.json$/, 'istanbul'],
  [/\.info$/, 'lcov'],
  [/^jacoco\/.*\.csv$/, 'jacoco-csv'],
  [/^jacoco\/|jacoco\.xml$/, 'jacoco'],
  [/clover\.xml$/, 'clover'],
  [/(?:cobertura|cobertura-coverage|coverage)\.xml$/, 'cobertura'],
];

const reports = readdirSync(made, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(made.length + 1)
      .replaceAll('\\', '/'),
  )
  .sort()
  .map((name) => ({ name, format: expected.find(([pattern]) => pattern.test(name)), bytes: readFileSync(join(made, name)) }));
const known = reports.flatMap(({ name, format, bytes }) => (format?.[1] === undefined ? [] : [{ name, format: format[1], bytes }]));

/** What a reader says, so that two readings can be compared. */
function said({ coverage, problems }: ParsedReport): unknown {
  return { coverage: [...coverage].map(([path, file]) => [path, plain(file)]), problems };
}

function plain(file: FileCoverage): unknown {
  return { ...file, lines: [...file.lines] };
}

function read(bytes: Uint8Array): unknown {
  return said(readReport(bytes, '/x/report'));
}

function withText(bytes: Uint8Array, change: (text: string) => string): Uint8Array {
  return new TextEncoder().encode(change(new TextDecoder().decode(bytes)));
}

/** A file system that holds one file. */
function holding(bytes: Uint8Array): { readonly fileSystem: FileSystem; readonly stat: FileStat } {
  const stat: FileStat = { kind: 'file', size: bytes.length, modified: 0 };
  const fileSystem: FileSystem = {
    readBytes: async () => bytes,
    readText: async () => new TextDecoder().decode(bytes),
    stat: async (path) => (path === '/x/report' ? stat : undefined),
    realPath: async (path) => path,
    list: async () => [],
  };
  return { fileSystem, stat };
}

async function loaded(bytes: Uint8Array): Promise<unknown> {
  const { fileSystem, stat } = holding(bytes);
  const report = await loadReport(fileSystem, '/x/report', stat, () => undefined);
  return { format: report.format?.id, ...(said(decodeAll(report)) as object) };
}

/** Ends of a text format at which nothing is missing: what stands before is a whole report. Byte offsets are lines' ends. */
function isWholeByItself(format: string, bytes: Uint8Array, length: number): boolean {
  const text = new TextDecoder().decode(bytes.subarray(0, length));
  if (/^\s*$/.test(new TextDecoder().decode(bytes.subarray(length)))) return true;
  if (format === 'lcov') return /end_of_record\s*$/.test(text);
  // A profile, a table and an annotated listing have no end mark: after a whole line nothing tells that more was to come.
  if (['go-coverprofile', 'jacoco-csv', 'gcov-text'].includes(format)) return bytes[length - 1] === 0x0a || bytes[length] === 0x0a;
  return false;
}

describe('every report that a real tool wrote', () => {
  it('has its format named here', () => {
    assert.deepEqual(
      reports.filter((report) => report.format === undefined).map((report) => report.name),
      [],
    );
    assert.ok(known.length > 40);
  });

  it('is claimed by its own format first, and by no other', () => {
    const wrong: string[] = [];
    for (const { name, format, bytes } of reports) {
      const head = new TextDecoder().decode(bytes.subarray(0, 8192)).trimStart();
      const claimed = reportFormats.filter((one) => one.detect(head, '/x/report')).map((one) => one.id);
      const own = format?.[1] === undefined ? [] : [format[1]];
      if (claimed.join(' ') !== own.join(' '))
        wrong.push(`${name}: claimed by ${claimed.join(', ') || 'nobody'}, is ${own.join('') || 'none'}`);
      assert.equal(readReport(bytes, '/x/report').format, own[0], name);
    }
    assert.deepEqual(wrong, []);
  });

  for (const { name, format, bytes } of known) {
    it(`${name} reads the same with CRLF, with a byte order mark and as UTF-16`, () => {
      const original = read(bytes);
      const positions = /"at":"[^"]*"/g; // a byte's place moves with the line ends
      const words = (one: unknown): string => JSON.stringify(one).replace(positions, '');
      assert.equal(words(read(withText(bytes, (text) => text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n')))), words(original));
      assert.deepEqual(read(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes])), original);
      const text = new TextDecoder().decode(bytes);
      assert.deepEqual(read(Buffer.from(`\u{feff}${text}`, 'utf16le')), original);
      assert.deepEqual(read(Buffer.from(`\u{feff}${text}`, 'utf16le').swap16()), original);
    });

    it(`${name} reads the same packed with gzip`, async () => {
      assert.deepEqual(await loaded(gzipSync(bytes)), await loaded(bytes));
    });

    it(`${name} cut anywhere is read without a throw, and the cut is said`, () => {
      const silent: number[] = [];
      for (let percent = 0; percent < 100; percent += 1) {
        const length = Math.floor((bytes.length * percent) / 100);
        const { problems } = readReport(bytes.subarray(0, length), '/x/report');
        if (problems.every((one) => one.code === 'report/totals-differ') && !isWholeByItself(format, bytes, length)) silent.push(length);
      }
      assert.deepEqual(silent, []);
    });
  }
});
