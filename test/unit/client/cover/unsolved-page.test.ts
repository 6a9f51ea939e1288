import assert from 'node:assert/strict';
import { unsolvedPage } from '../../../../src/client/cover/unsolved-page.ts';

describe('Page of arms that were not reached', () => {
  it('names each arm as the editor does and says why', () => {
    const page = unsolvedPage(
      'price.ts',
      'No test was found.',
      [
        { arm: 'if@3:2/1', code: 'plateau', reason: 'No input was found for `qty > 100`.' },
        { arm: 'if@9:2/0', code: 'not-exported', reason: 'inner is not exported.' },
      ],
      [{ arm: 'if@3:2/1', line: 3, label: 'else' }],
    );
    assert.match(page, /^# price\.ts\n/);
    assert.match(page, /- \*\*else \(line 3\)\*\*: No input was found for \\`qty \\> 100\\`\./);
    assert.match(page, /- \*\*if@9:2\/0\*\*: inner is not exported\./);
    assert.match(page, /## The 2 arms that were not reached/);
  });
});
