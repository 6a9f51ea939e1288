import assert from 'node:assert/strict';
import type { MeasuredFile } from '../../../../src/core/coverage/session.ts';
import { pickTargets } from '../../../../src/core/targets/pick-targets.ts';
import type { Selection } from '../../../../src/core/targets/target.ts';
import { alignedReport, analyser, fixtureText } from '../coverage/made-reports.ts';

describe('picking targets', () => {
  let file: MeasuredFile;
  before(async () => {
    const path = 'js/src/every-branch.ts';
    const { coverage } = await alignedReport('vitest-istanbul/coverage-final.json', path);
    const text = fixtureText(path);
    file = { path: '/ws/every-branch.ts', coverage, source: await analyser.analyse(path, text), measuredText: text, stale: undefined };
  });

  const picked = (selection: Selection): readonly string[] =>
    pickTargets(file, selection).map((target) => `${target.branch.line} ${target.arm.label}`);

  it('a line means what is decided or drawn there', () => {
    assert.deepEqual(picked({ kind: 'line', line: 5 }), ['5 else']);
    assert.deepEqual(picked({ kind: 'line', line: 18 }), ["18 case 'USD'", "18 case 'GBP'", '18 default']);
    assert.deepEqual(picked({ kind: 'line', line: 22 }), ["18 case 'GBP'"]);
    assert.deepEqual(picked({ kind: 'line', line: 13 }), ['12 else', '13 if', '13 else']);
    assert.deepEqual(picked({ kind: 'line', line: 2 }), []);
  });

  it('a column means the innermost arm around it, else the closest', () => {
    assert.deepEqual(picked({ kind: 'line', line: 57, column: 30 }), ['57 right of &&']);
    assert.deepEqual(picked({ kind: 'line', line: 57, column: 45 }), ['57 then of ?:']);
    assert.deepEqual(picked({ kind: 'line', line: 43, column: 0 }), ['43 default of qty']);
    assert.deepEqual(picked({ kind: 'line', line: 43, column: 200 }), ["43 default of { unit = 'pc' }"]);
  });

  it('a range means the decisions that begin inside it', () => {
    const range = { start: { line: 62, column: 0 }, end: { line: 64, column: 15 } };
    assert.deepEqual(picked({ kind: 'range', range }), ['63 if', '63 else', '64 then of ?:', '64 else of ?:']);
  });

  it('knows condition and enclosing function, and keys name exactly one arm', () => {
    const [target] = pickTargets(file, { kind: 'arms', keys: ['cond-expr@57:11/0', 'nothing'] });
    assert.equal(target?.condition, 'discount > 0 && sum > 100');
    assert.equal(target?.enclosing?.name, 'Cart.total');
    assert.equal(target?.file, '/ws/every-branch.ts');
  });

  it('a file means every dark arm in document order', () => {
    assert.equal(picked({ kind: 'file' }).length, 24);
    assert.equal(picked({ kind: 'file' })[0], '5 else');
  });
});
