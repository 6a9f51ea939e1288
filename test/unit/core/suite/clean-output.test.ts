import assert from 'node:assert/strict';
import { cleanOutput, failureMessage, lastLines } from '../../../../src/core/suite/clean-output.ts';

const esc = String.fromCodePoint(27);
const bell = String.fromCodePoint(7);

describe('output of a runner as a person reads it', () => {
  it('loses its colours, cursor movements and the carriage returns of Windows', () => {
    assert.equal(cleanOutput(`${esc}[31mred${esc}[0m${esc}[2K${esc}[38;5;246m│\r\nnext`), 'red│\nnext');
  });

  it('keeps the words of a link and what follows it, whichever way the link ends', () => {
    assert.equal(cleanOutput(`${esc}]8;;file:///a${bell}a.ts${esc}]8;;${bell} fails`), 'a.ts fails');
    assert.equal(cleanOutput(`${esc}]8;;file:///a${esc}\\a.ts${esc}]8;;${esc}\\ fails${bell}`), `a.ts fails${bell}`);
  });

  it('gives the last lines that say something', () => {
    assert.equal(lastLines('one\n\ntwo  \n \nthree\n\n', 2), 'two\nthree');
  });

  it('cuts lines that nobody reads', () => {
    assert.equal(lastLines(`${'x'.repeat(60_000)}\nit failed`, 2), `${'x'.repeat(400)}…\nit failed`);
  });

  it('bounds the message of a failure', () => {
    assert.equal(failureMessage('x'.repeat(5000)).length, 4000);
  });
});
