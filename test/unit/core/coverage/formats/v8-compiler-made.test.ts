import assert from 'node:assert/strict';
import { decodeAll, drain } from '../../../../../src/core/coverage/formats/indexed-report.ts';
import { indexReport } from '../../../../../src/core/coverage/read-report.ts';

/** As tsx compiles a module of one function for `require`: helpers on the line of the code, and a hint for readers behind it. */
const helpers =
  'var copy=(to,from)=>{if(from&&typeof from==="object"||typeof from==="function"){for(let key in from)to[key]=from[key]}return to};';
const code = 'function sign(n){return n<0?"minus":"plus"}';
const text = `"use strict";\n${helpers}${code}0&&(module.exports={sign});`;

describe('code that only a compiler wrote', () => {
  it('has no part in the branches of the source that it was put into', async () => {
    const map = { version: 3, sources: ['file:///w/sign.ts'], sourcesContent: [null], names: [], mappings: mappings() };
    const source = `${text}\n//# sourceMappingURL=data:application/json;base64,${btoa(JSON.stringify(map))}`;
    const at = text.indexOf('"minus"') - 1;
    const functions = [
      { functionName: '', isBlockCoverage: true, ranges: [{ startOffset: 0, endOffset: source.length, count: 1 }] },
      {
        functionName: 'sign',
        isBlockCoverage: true,
        ranges: [
          { startOffset: text.indexOf('function sign'), endOffset: text.indexOf('0&&'), count: 1 },
          { startOffset: at, endOffset: at + '?"minus"'.length, count: 0 },
        ],
      },
    ];
    const report = { result: [{ scriptId: '1', url: 'file:///w/sign.ts', functions, source }] };
    const read = drain(indexReport(new TextEncoder().encode(JSON.stringify(report)), 'coverage.json'));
    const whole = await read.complete?.({ readText: () => Promise.resolve(undefined) });
    assert.ok(whole !== undefined);
    const branches = decodeAll(whole).coverage.get('file:///w/sign.ts')?.branches ?? [];
    assert.deepEqual(
      branches.map(({ kind, line, arms }) => [kind, line, arms.map((arm) => arm.state)]),
      [['cond-expr', 1, ['not-taken', 'hit']]],
    );
  });
});

/** Each word and sign of {@link code} maps to the same place in a first line that holds nothing else; nothing before it does. */
function mappings(): string {
  const columns = [...code.matchAll(/\w+|\W/g)].map(({ index }) => index);
  let [generated, written] = [0, 0];
  const segments = columns.map((column) => {
    const segment = vlq(helpers.length + column - generated) + vlq(0) + vlq(0) + vlq(column - written);
    [generated, written] = [helpers.length + column, column];
    return segment;
  });
  return `;${segments.join(',')}`;
}

function vlq(value: number): string {
  let rest = value << 1;
  let digits = '';
  do {
    const digit = (rest & 31) | (rest > 31 ? 32 : 0);
    digits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.charAt(digit);
    rest >>= 5;
  } while (rest > 0);
  return digits;
}
