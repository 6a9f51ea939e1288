import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { reportFormats } from '../../../../../src/core/coverage/formats/report-formats.ts';

const made = join(import.meta.dirname, '../../../../fixtures/reports/made');
const byHand = join(made, '../by-hand');
/** Beside the reports: code that was measured, what tools showed of it, and formats that no reader is for. */
const others = /(?:\.(?:js|js\.map|txt|csv|md)|gcovr\/(?:coveralls|summary)\.json)$/;

const reports = [made, byHand]
  .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));

/** The formats that take a file for theirs. Without its name: that is only a help for people. */
function claims(path: string, name: string): readonly string[] {
  const head = new TextDecoder().decode(readFileSync(path).subarray(0, 8192)).trimStart();
  return reportFormats.filter((format) => format.detect(head, name)).map((format) => format.id);
}

describe('detection of formats', () => {
  it('takes every report for one format and no report for two, whatever the file is called', () => {
    assert.ok(reports.length > 40);
    const wrong = reports
      .map((path) => ({ name: relative(made, path).replaceAll('\\', '/'), by: claims(path, 'report') }))
      .filter(({ name, by }) => by.length !== (others.test(name) ? 0 : 1) && !(name.endsWith('.csv') && by.length === 1));
    assert.deepEqual(wrong, []);
  });

  it('knows the reports of each tool', () => {
    const named = (name: string): readonly string[] => claims(join(made, name), name);
    assert.deepEqual(
      ['gcov/main.gcov.json', 'gcov-14/shape.hpp.gcov', 'gcovr/coverage.json', 'gcovr/lcov.info', 'go/set.out', 'v8/first.json'].map(named),
      [['gcov-json'], ['gcov-text'], ['gcovr'], ['lcov'], ['go-coverprofile'], ['v8']],
    );
  });
});
