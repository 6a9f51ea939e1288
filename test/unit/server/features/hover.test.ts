import assert from 'node:assert/strict';
import type { Branch } from '../../../../src/core/coverage/coverage-map.ts';
import { hoverAt } from '../../../../src/server/features/hover.ts';
import { placeFile } from '../../../../src/server/placed-file.ts';
import { measuredFile, span } from '../fake-engine.ts';
import { priceText } from '../price-file.ts';
import { placedPrice } from './open-folders.ts';

const uri = 'file:///shop/src/price.ts';

describe('hoverAt', () => {
  it('tells every arm of the decision with its count', () => {
    assert.equal(
      hoverAt(placedPrice(), uri, { line: 1, character: 4 }, false),
      `**if** \`qty > 100\` · 1 of 2 arms taken

- ✓ if: taken 3×
- ✗ else: never taken, although the decision ran

_The report names each arm._`,
    );
  });

  it('tells a decision that never ran from an arm not taken', () => {
    const text = hoverAt(placedPrice(), uri, { line: 4, character: 24 }, false);
    assert.match(text ?? '', /✗ right of \?\?: the decision itself never ran/);
  });

  it('shows on the line of the arm as on the line of the decision', () => {
    const onSwitch = hoverAt(placedPrice(), uri, { line: 8, character: 3 }, false);
    assert.equal(hoverAt(placedPrice(), uri, { line: 9, character: 6 }, false), onSwitch);
    assert.match(onSwitch ?? '', /✓ default: taken 1,204×/);
  });

  it('says nothing where nothing is dark', () => {
    assert.equal(hoverAt(placedPrice(), uri, { line: 2, character: 4 }, true), undefined);
  });

  it('links to cover each arm and all of them, with arguments that survive the way', () => {
    const text = hoverAt(placedPrice(), uri, { line: 4, character: 24 }, true) ?? '';
    const links = [...text.matchAll(/\[([^\]]+)\]\(command:([\w.]+)\??([^)]*)\)/g)].map(
      ([, title, command, query]) => `${title} → ${command} ${decodeURIComponent(query ?? '')}`,
    );
    assert.deepEqual(links, [
      `Cover “left of ??” → branchlight.coverBranch [{"uri":"${uri}","arms":["binary-expr@5:13/0"]}]`,
      `Cover “right of ??” → branchlight.coverBranch [{"uri":"${uri}","arms":["binary-expr@5:13/1"]}]`,
      `Cover all 2 → branchlight.coverBranch [{"uri":"${uri}","arms":["binary-expr@5:13/0","binary-expr@5:13/1"]}]`,
      'Next dark branch → branchlight.nextDarkBranch ',
    ]);
  });

  it('says why it may be wrong', () => {
    const text = hoverAt(placedPrice(priceText.replace('qty > 100', 'qty >= 100')), uri, { line: 1, character: 4 }, false);
    assert.match(text ?? '', /⚠ Line changed since the report of 12:03\./);
  });

  it('does not claim to know the arm of a branch that is only counted', () => {
    const counted: Branch = {
      kind: 'unknown',
      certainty: 'count',
      line: 2,
      taken: 1,
      arms: [
        { key: 'u/0', label: 'outcome 1', state: 'unknown' },
        { key: 'u/1', label: 'outcome 2', state: 'unknown' },
      ],
    };
    const text =
      hoverAt(
        placeFile(measuredFile('/shop/a.ts', priceText, [counted]), priceText, priceText, ''),
        uri,
        { line: 1, character: 0 },
        true,
      ) ?? '';
    assert.match(text, /1 of 2 outcomes taken/);
    assert.doesNotMatch(text, /outcome 2/);
    assert.match(text, /which of them is dark is not known/);
    assert.match(text, /\[Cover outcome not taken\]/);
  });

  it('says of a block only whether it ran', () => {
    const block: Branch = {
      kind: 'block',
      certainty: 'none',
      line: 2,
      range: span(2, 0, 10),
      arms: [{ key: 'block@2:0-2:10/0', label: 'block', state: 'not-taken', count: 0 }],
    };
    const text = hoverAt(
      placeFile(measuredFile('/shop/a.go', priceText, [block]), priceText, priceText, ''),
      uri,
      { line: 1, character: 0 },
      false,
    );
    assert.equal(text, '**block of code** · never run\n\n_The report knows no branches, only which code ran._');
  });

  it('keeps code from turning into Markdown', () => {
    const odd: Branch = {
      kind: 'cond-expr',
      certainty: 'exact',
      line: 1,
      range: span(1, 0, 10),
      arms: [{ key: 'c/0', label: '[x](command:evil) `a` <img>', state: 'not-taken' }],
    };
    const text =
      hoverAt(placeFile(measuredFile('/shop/a.ts', priceText, [odd]), priceText, priceText, ''), uri, { line: 0, character: 0 }, false) ??
      '';
    assert.ok(text.includes(String.raw`\[x\](command:evil) \`a\` \<img\>`), text);
  });

  it('tells which condition never decided the outcome, also where every arm was taken', () => {
    const text = 'if (a > 0 && b > 3) go();\nrest();\n';
    const measured = measuredFile('/shop/a.c', text, []);
    const condition = { line: 1, decision: 0 };
    const conditions = [
      { ...condition, index: 0, whenTrue: true, whenFalse: true },
      { ...condition, index: 1, expression: 'b > 3', whenTrue: true, whenFalse: false },
      { ...condition, index: 2, whenTrue: false, whenFalse: false },
    ];
    const coverage = { ...measured.coverage, conditions };
    const hover = (current: string, line: number): string | undefined =>
      hoverAt(placeFile({ ...measured, coverage }, text, current, 'edited'), uri, { line, character: 3 }, false);
    assert.equal(
      hover(text, 0),
      `**conditions** (MC/DC) · 3 of 6 ways to decide the outcome seen

- ✗ condition 2 \`b > 3\`: never decided the outcome by being false
- ✗ condition 3: never decided the outcome`,
    );
    assert.equal(hover(text, 1), undefined);
    assert.match(hover(`// moved\n${text}`, 1) ?? '', /condition 2/);
    assert.equal(hover(text.replace('b > 3', 'b > 4'), 0), undefined);
  });
});
