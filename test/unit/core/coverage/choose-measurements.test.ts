import assert from 'node:assert/strict';
import { chooseMeasurements, type Measurement } from '../../../../src/core/coverage/choose-measurements.ts';
import { decodedFile } from '../../../../src/core/coverage/formats/indexed-report.ts';

const file = decodedFile({ path: 'a.js', lines: new Map(), functions: [], branches: [] });
const minute = 60_000;

function measurement(report: string, format: string, fidelity: Measurement['fidelity'], measuredAt: number): Measurement {
  return { file, report, format, fidelity, measuredAt };
}

/** Reports that count for a file that was changed at `modified`. */
function chosen(all: readonly Measurement[], modified: number): readonly string[] {
  const forwards = chooseMeasurements(all, modified).chosen.map((one) => one.report ?? 'own');
  const backwards = chooseMeasurements(all.toReversed(), modified).chosen.map((one) => one.report ?? 'own');
  assert.deepEqual(forwards.toSorted(), backwards.toSorted(), 'the order of the reports does not matter');
  return forwards;
}

describe('measurements of one file', () => {
  const raw = ['/ws/coverage/tmp/coverage-1.json', '/ws/coverage/tmp/coverage-2.json'].map((path) =>
    measurement(path, 'v8', 'exact', minute),
  );
  const final = measurement('/ws/coverage/coverage-final.json', 'istanbul', 'exact', minute + 50);
  const lcov = measurement('/ws/coverage/lcov.info', 'lcov', 'ordinal', minute + 60);

  it("of one run, V8's own data of every process counts, or the best report that was made of it", () => {
    assert.deepEqual(
      chosen([lcov, final, ...raw], 0),
      raw.map((one) => one.report),
    );
    assert.deepEqual(chosen([lcov, final], 0), [final.report]);
  });

  it('data of V8 is not read against another text than ran', () => {
    assert.deepEqual(chosen([lcov, final, ...raw], 2 * minute), [final.report]);
  });

  it('what an older run left behind in another format does not count, however many reports it has', () => {
    const later = measurement('/ws/coverage/lcov.info', 'lcov', 'ordinal', 9 * minute);
    assert.deepEqual(chosen([...raw, later], 0), [later.report]);
    assert.deepEqual(chosen([...raw, { ...later, report: '/ws/coverage/unit/lcov.info' }], 0).length, 3);
  });

  it('a folder named tmp is only part of the one around it for data of V8', () => {
    assert.equal(
      chosen(
        [
          { ...lcov, report: '/ws/tmp/lcov.info' },
          { ...final, report: '/ws/coverage-final.json' },
        ],
        0,
      ).length,
      2,
    );
  });
});
