import assert from 'node:assert/strict';
import type { Mark } from '../../../../src/protocol/messages.ts';
import { groupByLine } from '../../../../src/client/marks/line-marks.ts';
import { isClick, mostLines, planLines } from '../../../../src/client/testing/gutter-plan.ts';

function mark(line: number, label: string, stale?: string): Mark {
  const place = { line, character: 0 };
  return {
    arm: `if@${line}:0/${label}`,
    line,
    range: { start: place, end: place },
    label,
    state: 'not-taken',
    certainty: 'exact',
    ...(stale !== undefined && { stale }),
  };
}

describe('Clickable lines', () => {
  it('stand for all their arms, and list them, named as in the editor, where there are several', () => {
    const plan = planLines(groupByLine([mark(2, 'then never taken'), mark(2, 'else never taken'), mark(8, 'else never taken')]));
    assert.deepEqual(
      plan.map((line) => [line.id, line.label, line.marks.map((one) => one.label), line.arms.map((arm) => arm.label)]),
      [
        [
          'line:2',
          'then never taken · else never taken',
          ['then never taken', 'else never taken'],
          ['then never taken', 'else never taken'],
        ],
        ['line:8', 'else never taken', ['else never taken'], []],
      ],
    );
  });

  it('leave out stale lines and stop at a number that keeps the editor fast', () => {
    assert.deepEqual(planLines(groupByLine([mark(1, 'else never taken', 'line changed')])), []);
    const many = Array.from({ length: 5000 }, (_, line) => mark(line, 'else never taken'));
    assert.equal(planLines(groupByLine(many)).length, mostLines);
  });
});

describe('A run request', () => {
  const line = { id: 'line:2' };
  const arm = { id: 'arm:if@2:0/1' };
  const file = { id: 'file:///shop/src/price.ts' };

  it('is a click when it names one line or one arm', () => {
    assert.equal(isClick({ include: [line] }), true);
    assert.equal(isClick({ include: [arm] }), true);
  });

  it('is none when it is Run All, a file, several items or continuous', () => {
    assert.equal(isClick({ include: undefined }), false);
    assert.equal(isClick({ include: [] }), false);
    assert.equal(isClick({ include: [file] }), false);
    assert.equal(isClick({ include: [line, arm] }), false);
    assert.equal(isClick({ include: [line], continuous: true }), false);
  });
});
