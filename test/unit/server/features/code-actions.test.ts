import assert from 'node:assert/strict';
import { CodeActionTriggerKind, type CodeActionContext } from 'vscode-languageserver';
import { codeActionsAt } from '../../../../src/server/features/code-actions.ts';
import { diagnosticsOf } from '../../../../src/server/features/diagnostics.ts';
import { marksOf } from '../../../../src/server/features/marks.ts';
import { placedPrice } from './open-folders.ts';

const uri = 'file:///shop/src/price.ts';
const asked: CodeActionContext = { diagnostics: [], triggerKind: CodeActionTriggerKind.Invoked };
const unasked: CodeActionContext = { diagnostics: [], triggerKind: CodeActionTriggerKind.Automatic };

function offered(line: number, context: CodeActionContext, character = 0): string[] {
  const place = { line, character };
  return codeActionsAt(placedPrice(), uri, { start: place, end: place }, context).map(
    (action) => `${action.kind}: ${action.title} ${JSON.stringify(action.command?.arguments?.[0])}`,
  );
}

describe('codeActionsAt', () => {
  it('offers the arm, its function and its file', () => {
    assert.deepEqual(offered(1, unasked), [
      `quickfix: Cover this branch: “else” of line 2 {"uri":"${uri}","arms":["if@2:2/1"]}`,
      `refactor: Cover all dark branches in price {"uri":"${uri}","position":{"line":1,"character":0}}`,
      `refactor: Cover all dark branches in this file {"uri":"${uri}"}`,
    ]);
  });

  it('offers several arms of a line one by one and together, the nearest first', () => {
    assert.deepEqual(
      offered(4, asked, 24)
        .slice(0, 3)
        .map((action) => action.replace(/ \{.*/, '')),
      [
        'quickfix: Cover this branch: “right of ??” of line 5',
        'quickfix: Cover this branch: “left of ??” of line 5',
        'quickfix: Cover all 2 dark arms here',
      ],
    );
  });

  it('shows no light bulb where nothing is dark', () => {
    assert.deepEqual(offered(5, unasked), []);
    assert.deepEqual(offered(10, unasked), [], 'inside a dark case, but not on its line');
  });

  it('answers a person who asks inside a dark arm', () => {
    assert.match(offered(10, asked)[0] ?? '', /Cover this branch: “case 'EUR'” of line 10/);
  });

  it('keeps to the kinds that are asked for', () => {
    assert.deepEqual(
      offered(1, { ...asked, only: ['refactor'] }).map((action) => action.split(':')[0]),
      ['refactor', 'refactor'],
    );
    assert.deepEqual(offered(1, { ...asked, only: ['source'] }), []);
  });

  it('ties an action to the diagnostic that it fixes', () => {
    const diagnostics = diagnosticsOf(marksOf(placedPrice()), 'warning').filter((diagnostic) => diagnostic.range.start.line === 1);
    const place = { line: 1, character: 2 };
    const [action] = codeActionsAt(placedPrice(), uri, { start: place, end: place }, { ...asked, diagnostics });
    assert.deepEqual(
      action?.diagnostics?.map((diagnostic) => diagnostic.message),
      ['else never taken'],
    );
  });
});
