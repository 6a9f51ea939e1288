import assert from 'node:assert/strict';
import typescript from 'typescript';
import { judgeJavaScript } from '../../../../../src/core/verify/honesty/judge-javascript.ts';

function judge(body: string, imports = "import { price, Cart } from '../src/price.ts';"): string | undefined {
  const text = `import { describe, expect, it, vi } from 'vitest';\n${imports}\nit('x', async () => {\n${body}\n});\n`;
  return judgeJavaScript(typescript, { path: 'tests/a.test.ts', text, isUnit: (module) => module === '../src/price.ts' });
}

describe('honesty of a JavaScript test', () => {
  const honest: Readonly<Record<string, string>> = {
    'a direct result': 'expect(price(3)).toBe(6);',
    'a result through variables': 'const a = price(3);\nconst [b] = [a];\nexpect(b).toBe(6);',
    'a thrown error': 'expect(() => price(-1)).toThrow(RangeError);',
    'an awaited rejection': 'await expect(price(-1)).rejects.toThrow();',
    'an instance': 'const cart = new Cart();\ncart.add(3);\nexpect(cart.total).toBe(3);',
    'a callback that the unit calls': 'const seen = vi.fn();\nprice(3, seen);\nexpect(seen).toHaveBeenCalledWith(6);',
    'an object that the unit fills': 'const out = [];\nprice(3, out);\nexpect(out).toEqual([6]);',
    'a dynamic import': "const unit = await import('../src/price.ts');\nexpect(unit.price(3)).toBe(6);",
    'counted assertions in a catch':
      'expect.assertions(1);\ntry { price(-1); } catch (error) { expect(error).toBeInstanceOf(Error); price(1); }\nconst e = price(1); if (e) expect(e).toBe(1);',
  };
  for (const [what, body] of Object.entries(honest)) {
    it(`accepts ${what}`, () => assert.equal(judge(body), undefined));
  }

  const dishonest: readonly (readonly [string, string])[] = [
    ['price(3);', 'asserts nothing'],
    ['expect(price(3));', 'asserts nothing'],
    ['price(3);\nexpect(true).toBe(true);', 'asserts nothing that depends on the unit under test'],
    ['const n = 3;\nprice(n);\nexpect(n).toBe(3);', 'asserts nothing that depends on the unit under test'],
    ["expect(typeof price).toBe('function');", 'asserts nothing that depends on the unit under test'],
    ['expect(price(3)).toBe(price(3));', 'compares the unit only with itself'],
    ['expect(price(3)).toMatchSnapshot();', 'records a snapshot (toMatchSnapshot) instead of asserting what is right'],
    ['expect(price(3)).toMatchInlineSnapshot(`6`);', 'records a snapshot (toMatchInlineSnapshot) instead of asserting what is right'],
    ['if (false) expect(price(3)).toBe(6);', 'asserts only where it may never run: in a branch, a catch or a callback'],
    ['expect(price(-1)).rejects.toThrow();', 'does not wait for the assertion `expect(price(-1)).rejects.toThrow()`'],
    ["vi.mock('../src/price.ts');\nexpect(price(3)).toBe(6);", 'mocks the unit under test'],
    ["eval('1');\nexpect(price(3)).toBe(6);", 'makes code from text with eval'],
    ['process.exit(0);\nexpect(price(3)).toBe(6);', 'calls process.exit'],
    ["await fetch('http://x');\nexpect(price(3)).toBe(6);", 'opens the network with fetch'],
    ["const { execSync } = await import('node:child_process');\nexpect(price(3)).toBe(6);", 'imports node:child_process'],
    ["const fs = await import('node:fs');\nfs.rmSync('src');\nexpect(price(3)).toBe(6);", 'changes files with rmSync'],
    ["it.only('y', () => {});\nexpect(price(3)).toBe(6);", 'is marked .only'],
  ];
  for (const [body, reason] of dishonest) {
    it(`rejects: ${reason} (${body.split('\n')[0]})`, () => assert.equal(judge(body), reason));
  }
});
