import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import libCoverage from 'istanbul-lib-coverage';
import { readReport } from '../../../src/core/coverage/read-report.ts';
import { summarise } from '../../../src/core/coverage/summary.ts';

const made = join(import.meta.dirname, '../../fixtures/reports/made');

function reportsNamed(pattern: RegExp): readonly string[] {
  return readdirSync(made, { recursive: true, encoding: 'utf8' }).filter((name) => pattern.test(name));
}

describe('readers against the best other reader of their format', () => {
  for (const name of reportsNamed(/coverage-final\.json$/)) {
    it(`${name}: lines and arms come to what istanbul-lib-coverage computes`, () => {
      const bytes = readFileSync(join(made, name));
      const map = libCoverage.createCoverageMap(JSON.parse(bytes.toString('utf8')) as libCoverage.CoverageMapData);
      const { coverage } = readReport(bytes, '/x/report');
      assert.deepEqual([...coverage.keys()].sort(), map.files().sort());
      for (const file of coverage.values()) {
        const { lines, branches } = map.fileCoverageFor(file.path).toSummary();
        const totals = summarise(file);
        assert.deepEqual(totals.lines, { covered: lines.covered, total: lines.total });
        const blocks = totals.branches.total === 0 ? totals.blocks : totals.branches;
        assert.deepEqual(blocks, { covered: branches.covered, total: branches.total });
      }
    });
  }
});
