import assert from 'node:assert/strict';
import ts from 'typescript';
import { readDecisions } from '../../../src/explorer-worker/decisions.ts';
import { instrument, probeGlobal } from '../../../src/explorer-worker/instrument.ts';
import { createProbes } from '../../../src/explorer-worker/probes.ts';

/** Runs `body` with `x` and `y` under probes; gives the result, the calls of `log` in order, and the arms taken. */
function run(
  body: string,
  x: unknown,
  y?: unknown,
): { readonly result: unknown; readonly log: readonly unknown[]; readonly taken: readonly string[] } {
  const source = ts.createSourceFile('unit.js', `function unit(x, y, log) { ${body} }\n`, ts.ScriptTarget.ESNext, true);
  const table = readDecisions(source);
  const probes = createProbes(table);
  Object.defineProperty(globalThis, probeGlobal, { value: probes.runtime, configurable: true });
  const log: unknown[] = [];
  // oxlint-disable-next-line no-implied-eval -- instrumented text has to be run to see what it does
  const unit = new Function(`${instrument(source, { table })}; return unit;`)() as (...args: readonly unknown[]) => unknown;
  const result = unit(x, y, (value: unknown) => {
    log.push(value);
    return value;
  });
  return {
    result,
    log,
    taken: table.arms.flatMap((arm) =>
      arm.key !== undefined && probes.record.hit[arm.index] === 1 ? [arm.key.replace(/@\d+:\d+/, '')] : [],
    ),
  };
}

describe('instrument', () => {
  it('keeps order and short circuits', () => {
    const seen = run('return log(1) && (log(x) || log(3)) && log(4);', 0);
    assert.deepEqual(seen.log, [1, 0, 3, 4]);
    assert.equal(seen.result, 4);
    assert.deepEqual(run('return x ?? log(2);', null).log, [2]);
    assert.deepEqual(run('return x ?? log(2);', 1).log, []);
  });

  it('counts arms as Istanbul does', () => {
    assert.deepEqual(run('if (x > 1) return 1; return 2;', 1).taken, ['if/1']);
    assert.deepEqual(run('switch (x) { case 1: y = 1; case 2: return y; default: return 0; }', 1).taken, ['switch/0', 'switch/1']);
    assert.deepEqual(run('return x > 0 && y ? 1 : 2;', 1, 0).taken, ['cond-expr/1', 'binary-expr/0', 'binary-expr/1']);
    assert.deepEqual(run('const f = (z = 3) => z; return f(x);', undefined).taken, ['default-arg/0']);
  });

  it('gives comparisons, calls and conditions their own results', () => {
    assert.equal(run("if (!x.startsWith('a') || y in { k: 1 }) return 'yes'; return 'no';", 'abc', 'k').result, 'yes');
    assert.equal(run('let n = 0; for (const z of x) if (z !== 2) n += z; return n;', [1, 2, 3]).result, 4);
    assert.equal(run('return x?.a ? [x.a] : (y, 0);', { a: 1 }).result?.toString(), '1');
  });

  it('ends loops that do not end', () => {
    assert.throws(() => run('while (x) y = 1;', true), /does not end/);
  });
});
