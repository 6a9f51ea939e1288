import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseJson, type JsonTear } from '../../../src/core/coverage/formats/json-entries.ts';
import { walkPaths, type JsonPath } from '../../../src/core/coverage/formats/json-walk.ts';

function walk(text: string, paths: readonly JsonPath[]): { readonly found: readonly string[]; readonly tear: JsonTear | undefined } {
  const bytes = new TextEncoder().encode(text);
  const found: string[] = [];
  const steps = walkPaths(bytes, paths);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return { found, tear: step.value };
    const { keys, start, end } = step.value;
    found.push(`${JSON.stringify(keys)} ${JSON.stringify(parseJson(bytes, start, end))}`);
  }
}

/** What walking must find, out of the parsed document. */
function expected(value: unknown, depth: number, keys: readonly string[] = []): readonly string[] {
  if (depth === 0) return [`${JSON.stringify(keys)} ${JSON.stringify(value)}`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => expected(inner, depth - 1, [...keys, key]));
}

const container = fc.oneof(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), fc.array(fc.jsonValue({ maxDepth: 4 })));

describe('walking along paths of JSON', () => {
  it('finds what parsing finds, in the order of the text, however it is spaced', () => {
    fc.assert(
      fc.property(container, fc.constantFrom(0, 2), fc.integer({ min: 1, max: 3 }), (value, space, depth) => {
        const text = JSON.stringify(value, null, space);
        const { found, tear } = walk(text, [Array.from({ length: depth }, () => '*')]);
        assert.deepEqual([...found].sort(), [...expected(JSON.parse(text), depth)].sort());
        assert.equal(tear, undefined);
      }),
      { numRuns: 500 },
    );
  });

  it('of a text that is cut gives the beginning of what the whole gives, and says that it was cut', () => {
    fc.assert(
      fc.property(container, fc.double({ min: 0, max: 0.999, noNaN: true }), (value, cut) => {
        const text = JSON.stringify(value).replaceAll(/[^ -~]/g, '?');
        const whole = walk(text, [['*', '*']]).found;
        const torn = walk(text.slice(0, Math.floor(text.length * cut)), [['*', '*']]);
        assert.deepEqual(torn.found, whole.slice(0, torn.found.length));
        assert.equal(torn.tear?.truncated, true);
      }),
      { numRuns: 500 },
    );
  });

  it('follows several paths in one pass, and takes keys as they are', () => {
    const text = '{"__proto__":{"a":[1,{"b":2}]},"x":{"a":3},"\\u0078":{"c":4},"y":[[5]]}';
    const paths = [['__proto__', 'a', '*'], ['x', '*'], ['y']];
    assert.deepEqual(walk(text, paths).found, [
      '["__proto__","a","0"] 1',
      '["__proto__","a","1"] {"b":2}',
      '["x","a"] 3',
      '["x","c"] 4',
      '["y"] [[5]]',
    ]);
  });

  it('says where a text stops being JSON', () => {
    assert.deepEqual(walk('{"a":{"b":1}x', [['a', 'b']]).tear, { at: 12, truncated: false });
    assert.deepEqual(walk('{"a" 1}', [['a']]).tear, { at: 5, truncated: false });
    assert.deepEqual(walk('7', [['a']]).tear, { at: 0, truncated: false });
    assert.deepEqual(walk('', [['a']]).tear, { at: 0, truncated: true });
  });
});
