import assert from 'node:assert/strict';
import ts from 'typescript';
import { clauseOf, enclosingName } from '../../../src/explorer-worker/clause.ts';
import { readDecisions } from '../../../src/explorer-worker/decisions.ts';

/** The clauses of all arms of `code`, in order. */
function clauses(code: string): readonly string[] {
  const source = ts.createSourceFile('unit.ts', code, ts.ScriptTarget.ESNext, true);
  return readDecisions(source).arms.flatMap((arm) => (arm.key === undefined ? [] : [clauseOf(arm, source)]));
}

describe('clauses', () => {
  it('say a condition in the words of the source', () => {
    assert.deepEqual(clauses('if (qty <= 0) a();'), ['when qty <= 0', 'when qty > 0']);
    assert.deepEqual(clauses('if (!url.hash) a();'), ['when url.hash is not set', 'when url.hash is set']);
  });

  it('keep a choice together when it decides as a whole', () => {
    assert.ok(clauses("f((slash ? rest : input) || '/');").includes('when (slash ? rest : input) is falsy'));
  });

  it('know the function that a decision stands in', () => {
    const nameIn = (code: string): string | undefined => {
      const source = ts.createSourceFile('unit.ts', code, ts.ScriptTarget.ESNext, true);
      const node = readDecisions(source).arms.find((arm) => arm.decision?.kind === 'if')?.decision?.node;
      return node === undefined ? undefined : enclosingName(node);
    };
    assert.equal(nameIn('class Url { append() { if (a) b(); } }'), 'append');
    assert.equal(nameIn('class Url { constructor() { if (a) b(); } }'), 'Url');
    assert.equal(nameIn('const trim = () => { list.map(() => { if (a) b(); }); }'), 'trim');
    assert.equal(nameIn('if (a) b();'), undefined);
  });
});
