import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { loadReport, type LoadedReport } from '../../src/core/coverage/load-report.ts';
import { AppError } from '../../src/core/errors.ts';
import { createNodeFileSystem } from '../../src/node/file-system.ts';

const fileSystem = createNodeFileSystem();
const fixture = join(import.meta.dirname, '../fixtures/reports/made/vitest-istanbul/lcov.info');

async function load(path: string, between: () => undefined = () => undefined): Promise<LoadedReport> {
  const stat = await fileSystem.stat(path);
  assert.ok(stat !== undefined);
  return loadReport(fileSystem, path, stat, between);
}

function problemOf(report: LoadedReport): string {
  assert.equal(report.files.length, 0);
  return report.problems.map((problem) => `${problem.code}: ${problem.message}`).join('\n');
}

describe('files that reports are read from', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'branchlight-report-files-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('a directory with the name of a report is said to be one', async () => {
    const path = join(folder, 'lcov.info');
    mkdirSync(path);
    assert.equal(problemOf(await load(path)), `report/unreadable: ${path} could not be read: it is a directory, not a file.`);
  });

  it('a pipe that nobody writes to is refused at once', async function () {
    if (process.platform === 'win32') {
      console.log('      Windows has no named pipes in folders.');
      this.skip();
    }
    const path = join(folder, 'lcov.info');
    execFileSync('mkfifo', [path]);
    assert.equal(problemOf(await load(path)), `report/unreadable: ${path} could not be read: it is a pipe, socket or device, not a file.`);
  });

  it('a file of more than 2 GiB is refused with what can be done', async () => {
    const path = join(folder, 'lcov.info');
    writeFileSync(path, 'TN:\n');
    truncateSync(path, 2 ** 31 + 1);
    assert.match(problemOf(await load(path)), /^report\/unreadable: .* has 2\.0 GiB; files up to 2 GiB can be read\.$/);
    await assert.rejects(fileSystem.readBytes(path), (error) => error instanceof AppError && error.code === 'file/too-large');
  });

  it('a file that grows while it is read is read as it was when it was opened', async () => {
    const path = join(folder, 'lcov.info');
    // More than one chunk, so that bytes are added between two of them.
    writeFileSync(path, Buffer.alloc(40 * 2 ** 20, 0x61));
    const reading = fileSystem.readBytes(path);
    const grown = setInterval(() => {
      appendFileSync(path, 'b'.repeat(1000));
    }, 1);
    const bytes = await reading.finally(() => {
      clearInterval(grown);
    });
    assert.equal((bytes.length - 40 * 2 ** 20) % 1000, 0);
    assert.ok(Buffer.alloc(40 * 2 ** 20, 0x61).equals(bytes.subarray(0, 40 * 2 ** 20)));
  });

  it('what is missing is told from what may not be read', async () => {
    await assert.rejects(fileSystem.readBytes(join(folder, 'nothing')), /could not be read: ENOENT/);
    await assert.rejects(fileSystem.readBytes('/x\0y'), (error) => error instanceof AppError && error.code === 'file/unreadable');
  });

  it('a packed report reads as the plain one; a torn or false pack is said', async () => {
    const plain = readFileSync(fixture);
    const path = join(folder, 'lcov.info.gz');
    writeFileSync(path, gzipSync(plain));
    const report = await load(path);
    assert.deepEqual(
      report.files.map((file) => file.path),
      (await load(fixture)).files.map((file) => file.path),
    );
    assert.deepEqual(report.problems, []);
    const packed = gzipSync(plain);
    writeFileSync(path, packed.subarray(0, packed.length >> 1));
    assert.match(problemOf(await load(path)), /^report\/unreadable: The report is packed with gzip and cannot be unpacked: /);
    writeFileSync(path, Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]));
    assert.match(problemOf(await load(path)), /^report\/unreadable: The report is packed with gzip/);
  });
});
