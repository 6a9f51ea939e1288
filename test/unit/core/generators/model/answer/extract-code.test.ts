import assert from 'node:assert/strict';
import { extractCode } from '../../../../../../src/core/generators/model/answer/extract-code.ts';

describe('code in an answer in words', () => {
  it('is the fenced blocks that hold tests, without shell lines and data', () => {
    const text =
      'Run:\n```sh\nnpm test\n```\nFirst:\n```ts\nit("a", () => {});\n```\n```json\n{}\n```\n~~~~typescript\ntest("b", () => {});\n~~~~\n';
    assert.equal(extractCode(text, 'typescript'), 'it("a", () => {});\n\ntest("b", () => {});\n');
  });

  it('keeps fences inside of a longer fence', () => {
    assert.equal(extractCode('````py\ndef test_a():\n    """\n```\n    """\n````\n', 'python'), 'def test_a():\n    """\n```\n    """\n');
  });

  it('goes to the end when the fence is never closed', () => {
    assert.equal(extractCode('```python\ndef test_a():\n    assert f()', 'python'), 'def test_a():\n    assert f()\n');
  });

  it('is nothing in prose, in the wrong language, or without a test', () => {
    assert.equal(extractCode('I would call it("a") here.', 'typescript'), undefined);
    assert.equal(extractCode('```python\ndef test_a(): ...\n```', 'typescript'), undefined);
    assert.equal(extractCode('```ts\nconst a = 1;\n```', 'typescript'), undefined);
  });
});
