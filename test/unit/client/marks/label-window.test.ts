import assert from 'node:assert/strict';
import { labelWindow } from '../../../../src/client/marks/label-window.ts';

const many = 5000;
const screen = (first: number) => [{ first, last: first + 40 }];
const holds = (window: { first: number; last: number }, line: number): boolean => window.first <= line && line <= window.last;

describe('labelWindow', () => {
  it('is the whole file where few lines are marked, wherever the screen is', () => {
    const window = labelWindow(400, screen(900), undefined);
    assert.ok(holds(window, 0) && holds(window, 1_000_000));
    assert.equal(labelWindow(400, screen(0), window), window, 'scrolling draws nothing anew');
  });

  it('is what is on screen and some lines around it where many are', () => {
    const window = labelWindow(many, screen(2000), undefined);
    assert.ok(holds(window, 1900) && holds(window, 2000) && holds(window, 2040) && holds(window, 2140));
    assert.ok(window.last - window.first < 400, `${window.last - window.first} lines`);
    assert.equal(labelWindow(many, screen(0), undefined).first, 0);
  });

  it('stays while the screen is well inside, and moves on before its end is seen', () => {
    const drawn = labelWindow(many, screen(2000), undefined);
    assert.equal(labelWindow(many, screen(2060), drawn), drawn);
    assert.equal(labelWindow(many, screen(1940), drawn), drawn);
    for (const first of [2110, 1890, 4000, 0]) {
      const moved = labelWindow(many, screen(first), drawn);
      assert.notEqual(moved, drawn);
      assert.ok(holds(moved, first) && holds(moved, first + 40));
    }
  });

  it('stays at the top of the file, which has nothing above it', () => {
    const drawn = labelWindow(many, screen(0), undefined);
    assert.equal(labelWindow(many, screen(20), drawn), drawn);
  });

  it('holds both parts of a screen that shows two, as folding makes it', () => {
    const window = labelWindow(many, [...screen(10), { first: 700, last: 710 }], undefined);
    assert.ok(holds(window, 10) && holds(window, 710));
  });

  it('begins at the top before anything is known to be on screen', () => {
    assert.ok(holds(labelWindow(many, [], undefined), 0));
  });
});
