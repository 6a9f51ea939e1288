import assert from 'node:assert/strict';
import type { Branch } from '../../../src/core/coverage/coverage-map.ts';
import { marksOf } from '../../../src/server/features/marks.ts';
import { placeFile, type PlacedFile } from '../../../src/server/placed-file.ts';
import { at, measuredFile } from './fake-engine.ts';
import { priceFile, priceText } from './price-file.ts';

const edited = 'line changed since the report of 12:03';

function shown(file: PlacedFile): string[] {
  return marksOf(file).map((mark) => `${mark.line + 1} ${mark.label}${mark.stale === undefined ? '' : ` (${mark.stale})`}`);
}

function place(current: string): PlacedFile {
  return placeFile(priceFile('/shop/src/price.ts'), priceText, current, edited);
}

describe('placeFile', () => {
  it('draws each dark arm at its own place', () => {
    assert.deepEqual(shown(place(priceText)), [
      '2 else never taken',
      '5 left of ?? never evaluated',
      '5 right of ?? never evaluated',
      "10 case 'EUR' never taken",
    ]);
  });

  it('moves with the text', () => {
    assert.deepEqual(shown(place(`// a comment\n\n${priceText}`)), [
      '4 else never taken',
      '7 left of ?? never evaluated',
      '7 right of ?? never evaluated',
      "12 case 'EUR' never taken",
    ]);
  });

  it('says of an edited line since when it is uncertain, and only of that one', () => {
    assert.deepEqual(shown(place(priceText.replace('qty > 100', 'qty >= 100'))), [
      `2 else never taken (${edited})`,
      '5 left of ?? never evaluated',
      '5 right of ?? never evaluated',
      "10 case 'EUR' never taken",
    ]);
  });

  it('says so of an arm whose own line was edited', () => {
    assert.deepEqual(shown(place(priceText.replace("case 'EUR'", "case 'USD'"))).at(-1), `10 case 'EUR' never taken (${edited})`);
  });

  it('drops the marks of lines that are gone', () => {
    assert.deepEqual(shown(place(priceText.replace("  return fee(code ?? 'none');\n", ''))), [
      '2 else never taken',
      "9 case 'EUR' never taken",
    ]);
  });

  it('says of every mark why the whole file is stale', () => {
    const stale = 'The file was changed 5 min after the coverage was measured.';
    const file = placeFile(priceFile('/shop/src/price.ts', { stale, measuredText: undefined }), undefined, priceText, edited);
    assert.deepEqual(new Set(marksOf(file).map((mark) => mark.stale)), new Set([stale]));
  });

  it('never names an arm of a branch that is only counted', () => {
    const counted: Branch = {
      kind: 'unknown',
      certainty: 'count',
      line: 2,
      taken: 1,
      arms: [
        { key: 'unknown@2:0/0', label: 'outcome 1', state: 'unknown' },
        { key: 'unknown@2:0/1', label: 'outcome 2', state: 'unknown' },
        { key: 'unknown@2:0/2', label: 'outcome 3', state: 'unknown' },
      ],
    };
    const file = placeFile(measuredFile('/shop/a.ts', priceText, [counted]), priceText, priceText, edited);
    assert.deepEqual(shown(file), ['2 2 of 3 outcomes not taken']);
    assert.equal(marksOf(file)[0]?.certainty, 'count');
  });

  it('keeps positions inside a line that became shorter', () => {
    const file = place(priceText.replace("  return fee(code ?? 'none');", '  return 0;'));
    for (const mark of marksOf(file)) {
      assert.ok(mark.range.start.character <= (file.textOf(mark.line + 1)?.length ?? 0), JSON.stringify(mark));
    }
  });

  it('maps a cursor back to what was measured', () => {
    assert.deepEqual(place(`// a comment\n${priceText}`).measuredPosition(at(3, 4)), at(2, 4));
  });
});
