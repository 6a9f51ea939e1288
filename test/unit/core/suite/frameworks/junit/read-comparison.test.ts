import assert from 'node:assert/strict';
import { readComparison } from '../../../../../../src/core/suite/frameworks/junit/read-comparison.ts';

const said: readonly (readonly [string, string, string | undefined, string | undefined])[] = [
  ['JUnit 5', 'expected: <7> but was: <5>', '7', '5'],
  ['JUnit 5 with a message', 'volume price ==> expected: <7> but was: <5>', '7', '5'],
  ['JUnit 5 with types', 'expected: java.lang.Long@1a2b<5> but was: java.lang.Integer@5<5>', '5', '5'],
  ['JUnit 5 over lines', 'expected: <a\nb> but was: <a\nc>', 'a\nb', 'a\nc'],
  ['JUnit 4', 'expected:<[nega]tive> but was:<[posi]tive>', '[nega]tive', '[posi]tive'],
  ['JUnit 4 with a message', 'sign expected:<7> but was:<5>', '7', '5'],
  ['TestNG', 'expected [7] but found [6]', '7', '6'],
  ['Hamcrest', '\nExpected: is <7>\n     but: was <5>', 'is <7>', '<5>'],
  ['AssertJ', '\nexpected: 7\n but was: 5', '7', '5'],
  ['AssertJ before 3.19', '\nExpecting:\n <5>\nto be equal to:\n <7>\nbut was not.', '7', '5'],
  ['nothing that compares', 'expected the bank to answer', undefined, undefined],
];

describe('a failed comparison', () => {
  for (const [name, message, expected, actual] of said) {
    it(`is read as ${name} phrases it`, () => {
      assert.deepEqual(readComparison(message), expected === undefined ? undefined : { expected, actual });
    });
  }
});
