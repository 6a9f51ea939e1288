import assert from 'node:assert/strict';
import { gatherContext } from '../../../../../../src/core/generators/model/context/gather-context.ts';
import { symbolFinder } from '../../../../../../src/core/generators/model/context/look-up-symbol.ts';
import { numberArms } from '../../../../../../src/core/generators/model/prompt/describe-arm.ts';
import { targetPrompt } from '../../../../../../src/core/generators/model/prompt/target-prompt.ts';
import type { GenerationRequest } from '../../../../../../src/core/generators/generator.ts';
import { createInMemoryFileSystem } from '../../../../../support/in-memory-file-system.ts';
import { shippingFiles, shippingRequest, target } from '../../../../../support/messages-api/shipping-request.ts';

async function promptOf(request: GenerationRequest, files: Readonly<Record<string, string>> = shippingFiles): Promise<string> {
  const arms = numberArms(request.targets);
  const fileSystem = createInMemoryFileSystem(files);
  return targetPrompt(request, arms, {
    ...(await gatherContext(request, arms, fileSystem, symbolFinder(request, fileSystem))),
    taken: [],
  });
}

describe('prompt', () => {
  it('marks every missing arm at its line, says it in words, and gives what is needed to test it', async () => {
    assert.equal(
      await promptOf(shippingRequest),
      `File under test: src/shipping.ts
Tests will stand in: tests/generated/shipping.test.ts
Import the unit as: ../../src/shipping.ts

## Source, with the missing arms marked
\`\`\`
 1 | import { zoneOf } from './zones.ts';
 2 |
 3 | /** Price of a parcel. */
 4 | export function shippingCost(weight: number, country: string): number {
 5 |   if (weight <= 0) throw new RangeError('weight must be positive');
 6 |   const zone = zoneOf(country);
 7 ▶   if (zone > 3) {
       ^ A1: then never taken
 8 ▶     return weight > 20 ? 99 : 32;
         ^ A2: true never evaluated
 9 |   }
10 |   return 11.5;
11 | }
\`\`\`

## Missing arms
- A1: the arm "then" of the if \`zone > 3\` (line 7) was never taken, in shippingCost.
- A2: the arm "true" of the conditional expression \`weight > 20\` (line 8) was never evaluated: its decision was never reached, in shippingCost.
  To get there: line 7, \`zone > 3\`: must take "then".

Exported from it: shippingCost.

## Declarations that it uses
\`\`\`typescript
// src/zones.ts:4
const ZONES: Record<string, number> = { DE: 1, CH: 4 };

/** Zone of a country, 5 for the rest of the world. */
export function zoneOf(country: string): number {
  return ZONES[country] ?? 5;
}
\`\`\`

## Existing test, for its style: tests/shipping.test.ts
\`\`\`typescript
import { expect, it } from 'vitest';
import { shippingCost } from '../src/shipping.ts';

it('charges the flat price near by', () => {
  expect(shippingCost(1, 'DE')).toBe(11.5);
});
\`\`\`

Write tests that take these arms, one test for each unless one naturally takes several.`,
    );
  });

  it('shows rejected tests of these arms with the reason, and no others', async () => {
    const example = (key: string, body: string): GenerationRequest['counterexamples'][number] => ({
      candidate: {
        id: 'x',
        generator: 'anthropic',
        arms: [key],
        notes: [],
        test: { imports: [], setup: '', title: 'far', body },
      },
      gate: 'takes-the-arm',
      reason: 'The arm was not taken.',
    });
    const prompt = await promptOf({
      ...shippingRequest,
      targets: [target(7, 'if@7:2/0', { label: 'then', condition: 'zone > 3' })],
      counterexamples: [example('if@7:2/0', "it('far', () => {});\n"), example('if@99:0/0', "it('elsewhere', () => {});\n")],
    });
    assert.ok(
      prompt.endsWith(`## Tests that were tried and rejected: do not repeat their mistake
For A1, rejected (takes-the-arm): The arm was not taken.
\`\`\`typescript
it('far', () => {});
\`\`\`

Write one test that takes this arm.`),
      prompt,
    );
  });

  it('names an arc of coverage.py as it is, and gives conftest fixtures', async () => {
    const arc = target(2, 'arc@2->exit', { label: 'line 2 → exit', condition: 'paid' });
    const prompt = await promptOf(
      {
        ...shippingRequest,
        project: { ...shippingRequest.project, framework: 'pytest', language: 'python' },
        file: '/project/shop/order.py',
        text: 'def close(paid):\n    if paid:\n        print(1)\n',
        source: { language: 'python', functions: [], branches: [] },
        targets: [{ ...arc, branch: { ...arc.branch, certainty: 'arc' }, enclosing: undefined }],
        testFile: '/project/tests/generated/test_order.py',
        importSpecifier: 'shop.order',
      },
      {
        '/project/tests/conftest.py': 'import pytest\n\n@pytest.fixture\ndef basket():\n    return []\n',
        '/project/tests/test_order.py': 'from shop.order import close\n\ndef test_close():\n    assert close(True) is None\n',
        '/conftest.py': 'outside = True\n',
      },
    );
    assert.match(prompt, /- A1: line 2 → exit was never taken\.\n/);
    assert.match(prompt, /## Shared by the tests of this project: tests\/conftest\.py\n```python\nimport pytest\n/);
    assert.match(prompt, /## Existing test, for its style: tests\/test_order\.py\n```python\nfrom shop\.order import close\n/);
    assert.doesNotMatch(prompt, /outside/);
  });

  it('shows of a long file only what has to do with the arms', async () => {
    const filler = Array.from({ length: 60 }, (_, index) => `function covered${index}() {\n  return ${index};\n}\n`).join('\n');
    const text = `import { a } from './a.ts';\n\nconst LIMIT = 3;\n\n${filler}\nexport function pick(n: number) {\n  // Above the limit.\n  if (n > LIMIT) return a;\n  return 0;\n}\n`;
    const line = text.split('\n').indexOf('  if (n > LIMIT) return a;') + 1;
    const enclosing = { name: 'pick', range: { start: { line: line - 2, column: 0 }, end: { line: line + 2, column: 1 } } };
    const prompt = await promptOf({
      ...shippingRequest,
      text,
      targets: [{ ...target(line, `if@${line}:2/0`, { label: 'if', condition: 'n > LIMIT' }), enclosing }],
    });
    assert.match(
      prompt,
      /```\n {2}1 \| import \{ a \} from '\.\/a\.ts';\n {2}2 \|\n {2}3 \| const LIMIT = 3;\n {4}… 241 lines left out\n245 \| export function pick\(n: number\) \{\n246 \| {3}\/\/ Above the limit\.\n247 ▶ {3}if \(n > LIMIT\) return a;\n {8}\^ A1: if never taken\n248 \| {3}return 0;\n249 \| \}\n```/,
    );
  });
});
