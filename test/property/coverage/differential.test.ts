import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lcovParser } from '@friedemannsommer/lcov-parser/sync';
import * as fc from 'fast-check';
import libCoverage from 'istanbul-lib-coverage';
import { readReport } from '../../../src/core/coverage/read-report.ts';
import { summarise } from '../../../src/core/coverage/summary.ts';
import { elements, numberOf, parseXml, textOf, type Element } from './xml-elements.ts';

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

  for (const name of reportsNamed(/\.info$/)) {
    it(`${name}: lines and arms are those of @friedemannsommer/lcov-parser`, () => agreeOnLcov(readFileSync(join(made, name))));
  }

  it('LCOV: any plain report has the lines and arms of @friedemannsommer/lcov-parser', () => {
    const count = fc.oneof(fc.nat(3), fc.nat(100_000));
    const line = fc.record({
      count,
      arms: fc.array(fc.tuple(fc.constantFrom('', '', 'e', 'f'), fc.option(count, { nil: undefined })), { maxLength: 6 }),
    });
    const file = fc.record({ lines: fc.array(line, { maxLength: 20 }), functions: fc.array(count, { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(file, { maxLength: 5 }), (files) => {
        const text = files.map(({ lines, functions }, nth) =>
          [
            'TN:',
            `SF:src/file-${nth}.c`,
            ...functions.flatMap((times, index) => [`FN:${index + 1},f${index}`, `FNDA:${times},f${index}`]),
            ...lines.flatMap(({ arms }, index) => arms.map(([flag, taken], arm) => `BRDA:${index + 1},${flag}0,${arm},${taken ?? '-'}`)),
            ...lines.map((one, index) => `DA:${index + 1},${one.count}`),
            'end_of_record',
            '',
          ].join('\n'),
        );
        agreeOnLcov(new TextEncoder().encode(text.join('')));
      }),
    );
  });

  for (const name of reportsNamed(/(?:cobertura|coverage).*\.xml$/)) {
    it(`${name}: lines and outcomes are what fast-xml-parser gives, counted by line`, () => {
      const bytes = readFileSync(join(made, name));
      const xml = parseXml(bytes);
      const { coverage, format } = readReport(bytes, '/x/coverage.xml');
      assert.equal(format, 'cobertura');
      for (const file of coverage.values()) {
        const rows = new Map<number, { readonly hits: number; readonly covered: number; readonly total: number }>();
        for (const line of elements(xml, 'class')
          .filter((one) => one['filename'] === file.path)
          .flatMap((one) => elements(one, 'line'))) {
          const [, covered = '0', total = '0'] = /\((\d+)\/(\d+)\)/.exec(textOf(line['condition-coverage'])) ?? [];
          const before = rows.get(Number(line['number'])) ?? { hits: 0, covered: 0, total: 0 };
          rows.set(Number(line['number']), {
            hits: Math.max(before.hits, Number(line['hits'])),
            covered: Math.max(before.covered, Number(covered)),
            total: Math.max(before.total, Number(total)),
          });
        }
        const all = [...rows.values()];
        const sum = (pick: (row: (typeof all)[number]) => number): number => all.reduce((result, row) => result + pick(row), 0);
        const { lines, branches } = summarise(file);
        assert.deepEqual(lines, { covered: sum((row) => Number(row.hits > 0)), total: all.length }, file.path);
        assert.deepEqual(branches, { covered: sum((row) => row.covered), total: sum((row) => row.total) }, file.path);
      }
    });
  }

  for (const name of reportsNamed(/jacoco.*\.xml$/)) {
    it(`${name}: lines and outcomes are what fast-xml-parser gives, added up`, () => {
      const bytes = readFileSync(join(made, name));
      const isKnown = (line: Element): boolean => ['mi', 'ci', 'mb', 'cb'].some((key) => numberOf(line, key) > 0);
      const known = elements(parseXml(bytes), 'sourcefile').flatMap((file) => {
        // gcovr tells the line of a template once for each of its instances: the one of which more was taken counts.
        const best = new Map<number, Element>();
        for (const line of elements(file, 'line').filter(isKnown)) {
          const before = best.get(numberOf(line, 'nr'));
          if (before === undefined || numberOf(line, 'cb') > numberOf(before, 'cb')) best.set(numberOf(line, 'nr'), line);
        }
        return [...best.values()];
      });
      const files = [...readReport(bytes, '/x/jacoco.xml').coverage.values()];
      const lines = files.flatMap((file) => [...file.lines.values()]);
      const arms = files.flatMap((file) => file.branches);
      assert.equal(lines.length, known.length);
      assert.equal(
        lines.filter((count) => count > 0).length,
        known.filter((line) => numberOf(line, 'ci') + numberOf(line, 'cb') > 0).length,
      );
      assert.equal(
        arms.reduce((sum, branch) => sum + branch.arms.length, 0),
        known.reduce((sum, line) => sum + numberOf(line, 'mb') + numberOf(line, 'cb'), 0),
      );
    });
  }
});

/** Sections of one file are put together: that reader leaves them apart. It takes `-` for 0, and arms at line 0 for arms. */
function agreeOnLcov(bytes: Uint8Array): void {
  const sections = lcovParser({ from: Buffer.from(bytes) });
  const { coverage } = readReport(bytes, '/x/lcov.info');
  assert.deepEqual([...coverage.keys()].sort(), [...new Set(sections.map((section) => section.path))].sort());
  for (const [path, file] of coverage) {
    const own = sections.filter((section) => section.path === path);
    const lines = new Map<number, number>();
    for (const { line, hit } of own.flatMap((section) => section.lines.details)) lines.set(line, (lines.get(line) ?? 0) + hit);
    assert.deepEqual(sorted(file.lines), sorted(lines), path);
    if (own.length > 1 || file.branches.some((branch) => branch.certainty === 'arc')) continue;
    const arms = own.flatMap((section) => section.branches.details).flatMap(({ line, hit }) => (line > 0 ? [`${line}: ${hit}`] : []));
    const ours = file.branches.flatMap((branch) => branch.arms.map((arm) => `${branch.line}: ${arm.count ?? '?'}`));
    assert.deepEqual(ours.sort(), arms.sort(), path);
  }
}

function sorted(lines: ReadonlyMap<number, number>): readonly (readonly [number, number])[] {
  return [...lines].sort(([left], [right]) => left - right);
}
