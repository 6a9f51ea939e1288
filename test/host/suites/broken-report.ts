import assert from 'node:assert/strict';
import { explanation, fileOf, open } from '../inside.ts';

describe('A report that was cut off', () => {
  it('is named with what is wrong with it', async () => {
    await open('src/price.ts');
    const page = await explanation(fileOf('src/price.ts'));
    assert.match(page, /coverage-final\.json/);
    assert.match(page, /truncated|incomplete|cut|ends|unexpected|not valid/i);
  });
});
