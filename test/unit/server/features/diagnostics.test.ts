import assert from 'node:assert/strict';
import { DiagnosticSeverity } from 'vscode-languageserver';
import { diagnosticsOf } from '../../../../src/server/features/diagnostics.ts';
import { marksOf } from '../../../../src/server/features/marks.ts';
import { priceText } from '../price-file.ts';
import { placedPrice } from './open-folders.ts';

describe('diagnosticsOf', () => {
  it('lists every dark arm with the severity of the setting', () => {
    const found = diagnosticsOf(marksOf(placedPrice()), 'information');
    assert.deepEqual(
      found.map(({ range, code, message }) => `${range.start.line + 1} ${JSON.stringify(message)} [${code}]`),
      [
        '2 "else never taken" [not-taken]',
        '5 "left of ?? never evaluated" [never-evaluated]',
        '5 "right of ?? never evaluated" [never-evaluated]',
        `10 "case 'EUR' never taken" [not-taken]`,
      ],
    );
    assert.ok(found.every(({ severity, source }) => severity === DiagnosticSeverity.Information && source === 'branchlight'));
    assert.equal(diagnosticsOf(marksOf(placedPrice()), 'warning')[0]?.severity, DiagnosticSeverity.Warning);
  });

  it('underlines one line, never a block', () => {
    for (const { range } of diagnosticsOf(marksOf(placedPrice()), 'warning')) assert.equal(range.start.line, range.end.line);
  });

  it('says why it may be wrong', () => {
    const marks = marksOf(placedPrice(priceText.replace('qty > 100', 'qty >= 100')));
    assert.equal(diagnosticsOf(marks, 'warning')[0]?.message, 'else never taken (line changed since the report of 12:03)');
  });
});
