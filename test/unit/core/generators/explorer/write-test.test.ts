import assert from 'node:assert/strict';
import type { Finding, Observation, Seen } from '../../../../../src/core/generators/explorer/exploration.ts';
import { titleOf } from '../../../../../src/core/generators/explorer/title.ts';
import type { Value } from '../../../../../src/core/generators/explorer/value.ts';
import { writeTest, type WriteOptions } from '../../../../../src/core/generators/explorer/write-test.ts';

const value = (of: Value): Seen => ({ kind: 'value', value: of });
const text = (of: string): Value => ({ kind: 'string', value: of });
const list = (...items: string[]): Value => ({ kind: 'array', items: items.map(text) });

const base: Finding = {
  entry: { kind: 'function', path: ['join'], name: 'join', parameters: [{ name: 'parts', optional: false, rest: false, exact: false }] },
  args: [list('a')],
  observation: {
    outcome: { kind: 'returned', seen: value(text("it's")) },
    async: false,
    iterated: false,
    changed: [],
    receiver: [],
  },
  arm: 'if@2:2/0',
  clause: 'when parts.length > 0',
  arms: ['if@2:2/0'],
  mutants: { tried: 2, noticed: 2 },
};

function write(finding: Finding, style: Partial<WriteOptions> = {}): string {
  const written = writeTest(finding, titleOf(finding, undefined), {
    importSpecifier: '../src/join',
    specifierOf: (file) => file,
    typed: true,
    quotes: "'",
    semicolons: true,
    testFunction: 'it',
    assertions: { library: 'expect' },
    modules: 'esm',
    ...style,
  });
  return written === undefined ? 'nothing' : `${JSON.stringify(written.imports)}\n${written.body}`;
}

describe('writeTest', () => {
  it('states what is returned', () => {
    assert.equal(
      write(base),
      `[{"from":"../src/join","names":[{"name":"join"}]}]
it("returns 'it's' when parts.length > 0", () => {
  expect(join(['a'])).toBe("it's");
});
`,
    );
  });

  it('names an argument that the call changes', () => {
    const changed = [{ index: 0, after: value(list('a', 'b')) }];
    const finding: Finding = {
      ...base,
      args: [list('b', 'a')],
      observation: { ...base.observation, outcome: { kind: 'returned', seen: value({ kind: 'undefined' }) }, changed },
    };
    assert.match(
      write(finding),
      /it\('changes parts when parts\.length > 0', \(\) => \{\n {2}const parts = \['b', 'a'\];\n {2}join\(parts\);\n\n {2}expect\(parts\)\.toEqual\(\['a', 'b'\]\);/,
    );
  });

  it('gives an empty list its declared type', () => {
    const changed = [{ index: 0, after: value(list('a')) }];
    const finding: Finding = { ...base, args: [list()], observation: { ...base.observation, changed } };
    assert.match(write(finding), /const parts: Parameters<typeof join>\[0\] = \[\];/);
  });

  it('waits for a promise that rejects', () => {
    const outcome = { kind: 'threw', className: 'RangeError', message: 'too many', deliberate: true } as const;
    assert.match(
      write({ ...base, observation: { ...base.observation, outcome, async: true } }),
      /rejects with RangeError when .*async \(\) => \{\n {2}await expect\(join\(\['a'\]\)\)\.rejects\.toThrow\('too many'\);/,
    );
  });

  it('imports a default export under its own name and prepares an instance', () => {
    const entry = { kind: 'method', path: ['default'], member: 'has', name: 'Stock', parameters: [] } as const;
    const receiver = {
      kind: 'instance',
      ref: { file: undefined, path: ['default'] },
      args: [],
      calls: [{ method: 'add', args: [text('a')] }],
    } as const;
    const written = write({ ...base, entry, receiver, args: [] });
    assert.match(written, /"name":"default","alias":"Stock"/);
    assert.match(written, /const stock = new Stock\(\);\n {2}stock\.add\('a'\);\n {2}expect\(stock\.has\(\)\)\.toBe/);
  });

  it('writes nothing when nothing can be seen', () => {
    assert.equal(
      write({
        ...base,
        observation: { ...base.observation, outcome: { kind: 'returned', seen: { kind: 'opaque', typeName: 'function' } } },
      }),
      'nothing',
    );
  });

  it('ends lines as the project does', () => {
    assert.match(
      write(base, { quotes: '"', semicolons: false }),
      /\nit\("returns 'it's' when parts.length > 0", \(\) => \{\n {2}expect\(join\(\["a"\]\)\)\.toBe\("it's"\)\n\}\)\n$/,
    );
  });

  it('passes undefined where the declared types ask for an argument', () => {
    assert.match(write({ ...base, args: [{ kind: 'undefined' }] }), /join\(undefined\)/);
    const optional = { ...base.entry, parameters: [{ name: 'parts', optional: true, rest: false, exact: false }] };
    assert.match(write({ ...base, entry: optional, args: [{ kind: 'undefined' }] }), /join\(\)/);
  });

  it('calls what the tests of the project call', () => {
    assert.match(write(base, { testFunction: 'test' }), /^test\("returns/m);
  });

  it('is strict about a key without a value, which toEqual does not see', () => {
    const seen = value({ kind: 'object', entries: [['a', { kind: 'undefined' }]] });
    const observation: Observation = { ...base.observation, outcome: { kind: 'returned', seen } };
    assert.match(write({ ...base, observation }), /\.toStrictEqual\(\{ a: undefined \}\);/);
    const strict: Observation = {
      ...base.observation,
      outcome: { kind: 'returned', seen: value({ kind: 'object', entries: [] }) },
      strict: true,
    };
    assert.match(write({ ...base, observation: strict }), /\.toStrictEqual\(\{\}\);/);
  });

  describe('on a call that gives nothing', () => {
    const silent: Observation = { ...base.observation, outcome: { kind: 'returned', seen: value({ kind: 'undefined' }) }, quiet: true };

    it('holds that it comes back', () => {
      assert.match(
        write({ ...base, observation: silent }),
        /it\('does not throw when parts.length > 0', \(\) => \{\n {2}expect\(\(\) => join\(\['a'\]\)\)\.not\.toThrow\(\);\n\}\);/,
      );
      assert.match(
        write({ ...base, observation: { ...silent, async: true } }),
        /it\('resolves when .*\n {2}expect\(await join\(\['a'\]\)\)\.toBeUndefined\(\);/,
      );
    });

    it('holds what stays as it was where that tells something', () => {
      const changed = [{ index: 0, after: value(list('a')), kept: true as const }];
      assert.match(
        write({ ...base, observation: { ...silent, changed } }),
        /it\('leaves parts as it is when .*\n {2}const parts = \['a'\];\n {2}join\(parts\);\n\n {2}expect\(parts\)\.toEqual\(\['a'\]\);/,
      );
    });

    it('makes an instance of which nothing can be seen', () => {
      const seen: Seen = { kind: 'instance', className: 'Gate', fields: { kind: 'object', entries: [] }, hasFields: false };
      const made: Finding = {
        ...base,
        entry: { ...base.entry, kind: 'constructor', path: ['Gate'], name: 'Gate' },
        observation: { ...silent, outcome: { kind: 'returned', seen } },
      };
      assert.match(write(made), /it\('is made when .*\n {2}expect\(\(\) => new Gate\(\['a'\]\)\)\.not\.toThrow\(\);/);
    });
  });

  describe('on what can be written down only in part', () => {
    const seen = (entries: readonly (readonly [string, Value])[]): Finding => {
      const partial: Value = { kind: 'object', entries, partial: true };
      return { ...base, observation: { ...base.observation, outcome: { kind: 'returned', seen: value(partial) } } };
    };
    it('asserts that part', () => {
      assert.match(write(seen([['host', text('a')]])), /expect\(join\(\['a'\]\)\)\.toMatchObject\(\{ host: 'a' \}\);/);
    });
    it('writes nothing when that is nothing', () => {
      assert.equal(write(seen([])), 'nothing');
    });
  });
});

describe('writeTest in the words of other libraries', () => {
  const node = { library: 'assert', from: 'node:assert/strict', imported: 'default', plain: false } as const;
  const chai = { library: 'chai', global: false, properties: false } as const;
  const returning = (seen: Seen): Finding => ({ ...base, observation: { ...base.observation, outcome: { kind: 'returned', seen } } });
  const body = (finding: Finding, style: Partial<WriteOptions>): string => write(finding, style).split('\n').slice(2, -2).join('\n');

  it('imports the library', () => {
    assert.match(
      write(base, { assertions: node }),
      /^\[\{"from":"node:assert\/strict","names":\[\{"name":"default","alias":"assert"\}\]\}/,
    );
    assert.match(write(base, { assertions: { ...node, imported: 'namespace' } }), /"name":"\*","alias":"assert"/);
    assert.match(write(base, { assertions: chai }), /^\[\{"from":"chai","names":\[\{"name":"expect"\}\]\}/);
    assert.match(write(base, { assertions: { ...chai, global: true } }), /^\[\{"from":"\.\.\/src\/join"/);
    assert.match(
      write(base, { assertions: { library: 'expect', from: 'expect' } }),
      /^\[\{"from":"expect","names":\[\{"name":"expect"\}\]\}/,
    );
  });

  it('compares primitives and lists', () => {
    assert.equal(body(base, { assertions: node }), `  assert.strictEqual(join(['a']), "it's");`);
    assert.equal(body(base, { assertions: { ...node, plain: true } }), `  assert.equal(join(['a']), "it's");`);
    assert.equal(body(base, { assertions: chai }), `  expect(join(['a'])).to.equal("it's");`);
    const two = returning(value(list('a', 'b')));
    assert.equal(body(two, { assertions: node }), `  assert.deepStrictEqual(join(['a']), ['a', 'b']);`);
    assert.equal(body(two, { assertions: chai }), `  expect(join(['a'])).to.deep.equal(['a', 'b']);`);
    const yes = returning(value({ kind: 'boolean', value: true }));
    assert.equal(body(yes, { assertions: chai }), `  expect(join(['a'])).to.equal(true);`);
    assert.equal(body(yes, { assertions: { ...chai, properties: true } }), `  expect(join(['a'])).to.be.true;`);
  });

  it('waits for what rejects', () => {
    const outcome = { kind: 'threw', className: 'RangeError', message: 'too many', deliberate: true } as const;
    const rejecting = { ...base, observation: { ...base.observation, outcome, async: true } };
    assert.equal(body(rejecting, { assertions: node }), `  await assert.rejects(join(['a']), { message: 'too many' });`);
    assert.equal(
      body(rejecting, { assertions: chai }),
      `  const error = await join(['a']).then(() => undefined, (reason) => reason);\n\n  expect(error).to.be.an.instanceOf(Error).with.property('message', 'too many');`,
    );
    const throwing = { ...base, observation: { ...base.observation, outcome } };
    assert.equal(body(throwing, { assertions: node }), `  assert.throws(() => join(['a']), { message: 'too many' });`);
    assert.equal(body(throwing, { assertions: chai }), `  expect(() => join(['a'])).to.throw('too many');`);
  });

  it('holds the fields of an instance, which may be nothing where the declared type says so', () => {
    const fields: Value = {
      kind: 'object',
      entries: [
        ['cents', { kind: 'number', value: 200 }],
        ['tags', list('a')],
      ],
    };
    const money = returning({ kind: 'instance', className: 'Money', fields, hasFields: true });
    assert.equal(
      body(money, { assertions: node }),
      `  const result = join(['a']);\n\n  assert.strictEqual(result.cents, 200);\n  assert.deepStrictEqual(result.tags, ['a']);`,
    );
    assert.match(
      body({ ...money, entry: { ...money.entry, mayBeNothing: true } }, { assertions: node }),
      /\n {2}assert\.strictEqual\(result\?\.cents, 200\);\n {2}assert\.deepStrictEqual\(result\?\.tags, \['a'\]\);/,
    );
    assert.equal(body(money, { assertions: chai }), `  expect(join(['a'])).to.deep.include({ cents: 200, tags: ['a'] });`);
  });

  it('copies what is no plain object before it is compared with one', () => {
    const bare: Value = { kind: 'object', entries: [['a', { kind: 'number', value: 1 }]], foreign: true };
    assert.equal(body(returning(value(bare)), { assertions: node }), `  assert.deepStrictEqual({ ...join(['a']) }, { a: 1 });`);
    const many: Value = { kind: 'array', items: [bare, bare] };
    assert.equal(
      body(returning(value(many)), { assertions: node }),
      `  assert.deepStrictEqual(join(['a']).map((item) => ({ ...item })), [{ a: 1 }, { a: 1 }]);`,
    );
    assert.equal(body(returning(value(many)), {}), `  expect(join(['a'])).toEqual([{ a: 1 }, { a: 1 }]);`);
  });

  it('reaches a default export through what require gives', () => {
    const made = write({ ...base, entry: { ...base.entry, path: ['default'] } }, { assertions: node, modules: 'commonjs' });
    assert.match(made, /"name":"\*","alias":"joinModule"/);
    assert.match(made, /joinModule\.default\(\['a'\]\)/);
  });
});

describe('titles', () => {
  const returning = (of: Value, clause = 'when parts.length > 0'): string =>
    titleOf({ ...base, clause, observation: { ...base.observation, outcome: { kind: 'returned', seen: value(of) } } }, undefined);

  it('show a short list or object as it is, and count a long one', () => {
    assert.equal(returning(list('a', 'b')), "returns ['a', 'b'] when parts.length > 0");
    assert.equal(returning({ kind: 'object', entries: [['a', { kind: 'number', value: 1 }]] }), 'returns { a: 1 } when parts.length > 0');
    assert.equal(returning(list()), 'returns an empty array when parts.length > 0');
    assert.equal(returning(list('a long text', 'another long text')), 'returns an array of 2 when parts.length > 0');
  });

  it('say for what, where the condition does not read well', () => {
    assert.equal(returning(text('x'), ''), "returns 'x' for ['a']");
  });
});
