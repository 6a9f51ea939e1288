import assert from 'node:assert/strict';
import type { SourceModel } from '../../../../src/core/source/source-model.ts';
import { analyser } from '../coverage/made-reports.ts';

async function analyse(text: string, path = 'a.tsx'): Promise<SourceModel> {
  const model = await analyser.analyse(path, text);
  assert.ok(model);
  return model;
}

async function branches(text: string, path?: string): Promise<readonly string[]> {
  return (await analyse(text, path)).branches.map(
    (branch) => `${branch.condition}: ${branch.arms.map((arm) => `${arm.key} ${arm.label}`).join(', ')}`,
  );
}

async function functions(text: string, path?: string): Promise<readonly string[]> {
  return (await analyse(text, path)).functions.map((one) => `${one.name} ${one.exported ?? 'not exported'}`);
}

describe('JavaScript and TypeScript', () => {
  it('flattens a chain through parentheses and type assertions, and names each operand by its operator', async () => {
    assert.deepEqual(await branches('x = (a as any)! || ((b && c) as any) || d'), [
      '(a as any)! || ((b && c) as any) || d: binary-expr@1:4/0 1st operand of ||, binary-expr@1:4/1 2nd operand of ||, binary-expr@1:4/2 3rd operand of &&, binary-expr@1:4/3 4th operand of ||',
    ]);
  });

  it('a chain inside a call of a chain is a branch of its own', async () => {
    assert.equal((await branches('a || f(b && c)')).length, 2);
  });

  it('finds default values in parameters, bindings and assignments, and no plain assignments', async () => {
    const found = await branches(
      'let { a = 1, b: [c = 2] = [] } = o; ({ d = 3, e: f = 4 } = o); for ([g = 5] of list); x = [y = 6]; z = 7;',
      'a.js',
    );
    assert.deepEqual(
      found.map((one) => one.split(' default of ')[1]),
      ['a', '[c = 2]', 'c', 'd', 'f', 'g'],
    );
  });

  it('JSX, optional chains, logical assignments and conditional types', async () => {
    const text = 'type T<X> = X extends string ? 1 : 2;\nconst v = <p>{on && <b/>}</p>;\na?.b; c ??= d;\nenum E { A }';
    assert.deepEqual(await branches(text), ['on && <b/>: binary-expr@2:14/0 left of &&, binary-expr@2:14/1 right of &&']);
  });

  it('respects hints of Istanbul and V8, and remembers what they took out', async () => {
    const model = await analyse(
      [
        '/* istanbul ignore else */ if (a) b();',
        '/* v8 ignore if */',
        'if (c) { d ? 1 : 2 } else e();',
        '/* c8 ignore next */',
        'function f() { return a ? 1 : 2; }',
        '// v8 ignore start',
        'if (g) h();',
        '// v8 ignore stop',
        'x = a ? /* istanbul ignore next */ 1 : 2;',
      ].join('\n'),
    );
    assert.deepEqual(
      model.branches.map((branch) => branch.arms.map((arm) => `${arm.key} ${arm.label}`).join()),
      ['if@1:27/0 if', 'if@3:0/1 else', 'cond-expr@9:4/1 else of ?:'],
    );
    assert.deepEqual(
      model.ignoredBranches?.map((branch) => branch.range.start.line),
      [3, 5, 7],
    );
    assert.equal((await analyse('/* istanbul ignore file */\nif (a) b()')).branches.length, 0);
  });

  it('names functions as a person would, and says how another file reaches them', async () => {
    const text = `export function a() {} function b() {} const c = () => 1; export { b, c as d };
      export default class Cart { #x = 1; constructor() {} total() { return [1].map((x) => x); } get size() { return 1; } private hidden() {} static of = () => new Cart(); }
      export const api = { get() {}, put: () => 2, deep: { er() {} } }; const inner = () => { function nested() {} };`;
    assert.deepEqual(await functions(text), [
      'a named',
      'b named',
      'c named',
      'Cart.constructor member',
      'Cart.total member',
      '<anonymous> not exported',
      'Cart.size member',
      'Cart.hidden not exported',
      'Cart.of member',
      'api.get member',
      'api.put member',
      'api.deep.er not exported',
      'inner not exported',
      'nested not exported',
    ]);
  });

  it('knows default exports and CommonJS', async () => {
    assert.deepEqual(await functions('export default () => 1'), ['default default']);
    assert.deepEqual(await functions('export default function () {}'), ['default default']);
    assert.deepEqual(await functions('function a() {}\nexports.b = function () {};\nmodule.exports = { a, c() {} };', 'a.cjs'), [
      'a named',
      'b named',
      'c named',
    ]);
  });

  it('lists what it can of broken code and says where it broke', async () => {
    const model = await analyse('if (a) { b(');
    assert.equal(model.branches.length, 1);
    assert.match(model.syntaxError ?? '', /^Line 1: /);
  });

  it('survives a chain of 20,000 operators and nesting beyond the stack', async () => {
    assert.equal((await branches(`x = ${'a || '.repeat(20_000)} b`)).length, 1);
    const deep = await analyse(`x = ${'('.repeat(50_000)}`);
    assert.ok(deep.syntaxError);
  });

  it('does not know other languages', async () => {
    assert.equal(await analyser.analyse('a.rb', 'if a then b end'), undefined);
  });
});

describe('Python', () => {
  it('follows control to the next statement, around loops and out of the function', async () => {
    const text = [
      'def f(items):',
      '    """Doc."""',
      '    for item in items:',
      '        if item:',
      '            # why',
      '            continue',
      '        elif item is None:',
      '            pass',
      '    while items:',
      '        items.pop()',
    ].join('\n');
    assert.deepEqual(await branches(text, 'a.py'), [
      'item in items: arc@3->4 loop body, arc@3->9 loop exit',
      'item: arc@4->6 if, arc@4->7 else',
      'item is None: arc@7->8 if, arc@7->3 else',
      'items: arc@9->10 loop body, arc@9->exit line 9 → exit',
    ]);
  });

  it('names methods and says what other files reach', async () => {
    const text =
      '@decorated\ndef a():\n  def inner(): pass\nclass C:\n  @property\n  def b(self): pass\n  class D:\n    async def c(self): pass\n';
    assert.deepEqual(await functions(text, 'a.py'), ['a named', 'a.inner not exported', 'C.b member', 'C.D.c member']);
  });

  it('lists what it can of broken code', async () => {
    const model = await analyse('def f(x):\n  if x:\n    return 1\n\ndef g(:\n', 'a.py');
    assert.ok(model.syntaxError);
    assert.equal(model.branches[0]?.arms[0]?.key, 'arc@2->3');
  });
});
