import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerWithLookUps, answerWithRefusal, answerWithTests, answerWithText } from '../support/messages-api-server.ts';
import type { GenerationRequest } from '../../src/core/generators/generator.ts';
import { createSourceAnalyser } from '../../src/core/source/analyser.ts';
import { generate } from '../support/messages-api/generation-setting.ts';
import { shippingFiles, shippingRequest, shippingTests, shippingText, target } from '../support/messages-api/shipping-request.ts';
import { serving } from '../support/messages-api/serving.ts';

const covers = [
  { test: 'asks 32 for a light parcel to a far country', arms: ['A1'] },
  { test: 'asks 99 for a heavy parcel to a far country', arms: ['A2'] },
];

describe('anthropic generator: answers over HTTP', () => {
  const serve = serving();

  it('turns one submitted file into one candidate a test, each for its own arm, with imports repaired', async () => {
    const { url } = await serve(answerWithTests(shippingTests, covers));
    const { result, said } = await generate({ url });
    assert.deepEqual(
      result.candidates.map(({ id, arms, test }) => [id, arms, test.group, test.title]),
      [
        ['anthropic-1', ['if@7:2/0'], 'shippingCost', 'asks 32 for a light parcel to a far country'],
        ['anthropic-2', ['cond-expr@8:11/0'], 'shippingCost', 'asks 99 for a heavy parcel to a far country'],
      ],
    );
    assert.deepEqual(result.candidates[0]?.test.imports, [{ from: '../../src/shipping.ts', names: [{ name: 'shippingCost' }] }]);
    assert.deepEqual(result.candidates[0]?.notes, ['written by claude-sonnet-5-5']);
    assert.deepEqual(result.unsolved, []);
    assert.deepEqual(said.slice(0, 3), ['waiting for the model', 'the model is thinking', 'the model is writing the tests']);
  });

  it('asks as the newest models allow: streaming, cached system prompt, tools left to choice, no sampling, no prefill', async () => {
    const { url, requests } = await serve(answerWithTests(shippingTests, covers));
    await generate({ url });
    const [request] = requests;
    assert.equal(request?.path, '/v1/messages');
    assert.match(request?.headers['anthropic-version'] ?? '', /^\d{4}-\d\d-\d\d$/);
    const { system, tools, messages, ...rest } = request?.body ?? {};
    assert.deepEqual(rest, {
      model: 'claude-sonnet-5-5',
      max_tokens: 16_000,
      tool_choice: { type: 'auto' },
      output_config: { effort: 'medium' },
      stream: true,
    });
    assert.deepEqual(system[0].cache_control, { type: 'ephemeral' });
    assert.match(system[0].text, /Framework: Vitest/);
    assert.deepEqual(
      tools.map(({ name }: { name: string }) => name),
      ['look_up_symbol', 'submit_tests'],
    );
    assert.deepEqual(messages[0].content[0].cache_control, { type: 'ephemeral' });
  });

  it('sends neither the key in a body, nor hidden files, nor what has the form of a secret, nor absolute paths', async () => {
    const { url, requests } = await serve(answerWithTests(shippingTests, covers));
    const text = shippingText.replace(
      '/** Price of a parcel. */',
      "const token = 'ghp_abcdefghijklmnopqrstuvwxyz0123456789';\nconst db = 'postgres://shop:hunter2@db/prices';",
    );
    await generate({ url, request: { ...shippingRequest, text } });
    const sent = requests[0]?.bodyText ?? '';
    assert.doesNotMatch(sent, /sk-ant-test-key|do-not-send-me|ghp_|hunter2|\/project/);
    assert.match(sent, /const token = '\[secret removed\]'/);
    assert.match(sent, /postgres:\/\/shop:\[secret removed\]@db/);
  });

  it('counts tokens and money as billed, cached tokens at their own price', async () => {
    const usage = { input_tokens: 1000, cache_creation_input_tokens: 2000, cache_read_input_tokens: 4000, output_tokens: 500 };
    const { url } = await serve({ ...answerWithTests(shippingTests, covers), usage } as ReturnType<typeof answerWithTests>);
    const { result } = await generate({ url });
    const usd = (1000 * 2 + 2000 * 2.5 + 4000 * 0.2 + 500 * 10) / 1e6;
    assert.deepEqual({ ...result.cost, usd: result.cost.usd.toFixed(6) }, { inputTokens: 7000, outputTokens: 500, usd: usd.toFixed(6) });
  });

  it('looks symbols up for the model, following imports, and hands thinking blocks back unchanged', async () => {
    const { url, requests } = await serve(
      {
        kind: 'answer',
        content: [
          { type: 'thinking', thinking: 'What are the zones?', signature: 'c2lnbmF0dXJl' },
          { type: 'tool_use', id: 'toolu_1', name: 'look_up_symbol', input: { name: 'zoneOf' } },
          { type: 'tool_use', id: 'toolu_2', name: 'look_up_symbol', input: { name: 'Nowhere' } },
        ],
        stopReason: 'tool_use',
      },
      answerWithTests(shippingTests, covers),
    );
    const { result, said } = await generate({ url });
    assert.equal(result.candidates.length, 2);
    assert.ok(said.includes('looking up zoneOf for the model'));
    const [, assistant, user] = requests[1]?.body.messages ?? [];
    assert.deepEqual(assistant.content[0], { type: 'thinking', thinking: 'What are the zones?', signature: 'c2lnbmF0dXJl' });
    assert.deepEqual(user.content, [
      {
        type: 'tool_result',
        tool_use_id: 'toolu_1',
        is_error: false,
        content:
          '// src/zones.ts:4\nconst ZONES: Record<string, number> = { DE: 1, CH: 4 };\n\n/** Zone of a country, 5 for the rest of the world. */\n' +
          'export function zoneOf(country: string): number {\n  return ZONES[country] ?? 5;\n}',
      },
      {
        type: 'tool_result',
        tool_use_id: 'toolu_2',
        is_error: false,
        content: 'There is no `Nowhere` in the file under test or in what it imports.',
        cache_control: { type: 'ephemeral' },
      },
    ]);
    assert.deepEqual(requests[1]?.body.system, requests[0]?.body.system);
  });

  it('ends look-ups after eight and the conversation after eight turns', async () => {
    const looking = answerWithLookUps('zoneOf', 'zoneOf', 'zoneOf');
    const { url, requests } = await serve(...Array.from({ length: 8 }, () => looking));
    const { result } = await generate({ url });
    assert.equal(requests.length, 8);
    assert.match(requests[3]?.bodyText ?? '', /No look-ups are left\. Call submit_tests now/);
    assert.deepEqual(
      result.unsolved.map(({ code, reason }) => [code, reason]),
      Array.from({ length: 2 }, () => ['turns', 'The model did not hand in tests within 8 turns.']),
    );
  });

  it('reads fenced code out of an answer in words', async () => {
    const { url } = await serve(answerWithText(`Here are the tests:\n\n\`\`\`ts\n${shippingTests}\`\`\`\n\nThey take both arms.`));
    const { result } = await generate({ url });
    assert.deepEqual(
      result.candidates.map(({ arms }) => arms),
      [
        ['if@7:2/0', 'cond-expr@8:11/0'],
        ['if@7:2/0', 'cond-expr@8:11/0'],
      ],
    );
  });

  it('says that the model wrote prose, in its words', async () => {
    const { url, requests } = await serve(answerWithText('I would rather discuss the weather.'));
    const { result } = await generate({ url });
    assert.equal(requests.length, 1);
    assert.deepEqual(result.unsolved[0], {
      arm: 'if@7:2/0',
      code: 'prose',
      reason: 'The model answered without any test. It wrote "I would rather discuss the weather.".',
    });
  });

  it('has a file that does not parse repaired once, with the error', async () => {
    const { url, requests } = await serve(
      answerWithTests("import { it } from 'vitest';\nit('a', () => {\n  expect(1).toBe(;\n});\n"),
      answerWithTests(shippingTests, covers),
    );
    const { result } = await generate({ url });
    assert.equal(result.candidates.length, 2);
    assert.deepEqual(result.candidates[0]?.notes, ['written by claude-sonnet-5-5', 'its file was repaired once before it could be read']);
    const [reply] = requests[1]?.body.messages.at(-1).content ?? [];
    assert.equal(reply.is_error, true);
    assert.match(reply.content, /The file does not parse:\n3:18 '\)' expected\.\nCorrect this and submit the whole file again\./);
  });

  it('gives up on a file that is broken twice', async () => {
    const broken = answerWithTests("it('a', () => {\n");
    const { url, requests } = await serve(broken, broken);
    const { result } = await generate({ url });
    assert.equal(requests.length, 2);
    assert.deepEqual(result.unsolved[0]?.code, 'malformed');
    assert.match(result.unsolved[0]?.reason ?? '', /cannot be used\. The file does not parse:\n2:1 '}' expected\./);
  });

  it('asks for fewer tests after an answer that was cut off, once', async () => {
    const cut = {
      kind: 'answer',
      stopReason: 'max_tokens',
      content: [{ type: 'tool_use', id: 'toolu_cut', name: 'submit_tests', input: '{"code": "import { it' }],
    } as const;
    const first = await serve(cut, answerWithTests(shippingTests, covers));
    const { result } = await generate({ url: first.url });
    assert.equal(result.candidates.length, 2);
    const messages = first.requests[1]?.body.messages ?? [];
    assert.equal(messages.length, 1);
    assert.match(messages[0].content[1].text, /cut off because it was too long/);
    const second = await serve(cut, cut);
    assert.equal((await generate({ url: second.url })).result.unsolved[0]?.code, 'truncated');
  });

  it('reports a refusal with its explanation', async () => {
    const { url } = await serve(answerWithRefusal('This looks like malware.'));
    const { result } = await generate({ url });
    assert.deepEqual(result.unsolved[1], {
      arm: 'cond-expr@8:11/0',
      code: 'refused',
      reason: 'The model refused to write this test: This looks like malware.',
    });
  });

  it('passes on that an arm is infeasible, and keeps the test of the other', async () => {
    const code = "import { expect, it } from 'vitest';\nit('asks 32', () => {\n  expect(shippingCost(1, 'CH')).toBe(32);\n});\n";
    const { url } = await serve({
      kind: 'answer',
      stopReason: 'tool_use',
      content: [
        {
          type: 'tool_use',
          id: 'toolu_1',
          name: 'submit_tests',
          input: { code, covers: [{ test: 'asks 32', arms: ['A1'] }], infeasible: [{ arm: 'A2', reason: 'weight is capped before.' }] },
        },
      ],
    });
    const { result } = await generate({ url });
    // The forgotten import of the unit was added by rule.
    assert.deepEqual(result.candidates[0]?.test.imports, [{ from: '../../src/shipping.ts', names: [{ name: 'shippingCost' }] }]);
    assert.deepEqual(result.unsolved, [
      { arm: 'cond-expr@8:11/0', code: 'infeasible', reason: 'The model holds that no input can take this arm: weight is capped before.' },
    ]);
  });

  it('asks for many arms in batches with the same cached beginning, and numbers candidates through', async () => {
    const targets = Array.from({ length: 10 }, (_, index) =>
      target(7, `if@7:2/${index}`, { label: `arm ${index}`, condition: 'zone > 3' }),
    );
    const { url, requests } = await serve(answerWithTests(shippingTests), answerWithTests(shippingTests));
    const { result } = await generate({ url, request: { ...shippingRequest, targets } });
    assert.equal(requests.length, 2);
    assert.deepEqual(requests[0]?.body.tools, requests[1]?.body.tools);
    assert.deepEqual(requests[0]?.body.system, requests[1]?.body.system);
    assert.deepEqual(
      result.candidates.map(({ id }) => id),
      ['anthropic-1', 'anthropic-2', 'anthropic-3', 'anthropic-4'],
    );
  });

  it('does not let two answers declare the same shared name, since their tests stand in one file', async () => {
    const targets = Array.from({ length: 10 }, (_, index) =>
      target(7, `if@7:2/${index}`, { label: `arm ${index}`, condition: 'zone > 3' }),
    );
    const sharing = (value: number, name = 'weight'): ReturnType<typeof answerWithTests> =>
      answerWithTests(`const ${name} = ${value};\nit('costs ${value}', () => {\n  expect(shippingCost(${name}, 'CH')).toBe(32);\n});\n`);
    const { url, requests } = await serve(sharing(1), sharing(2), sharing(3, 'heavy'));
    const { result } = await generate({ url, request: { ...shippingRequest, targets } });
    assert.match(
      requests[1]?.body.messages[0].content[0].text,
      /Do not declare these names at the top, other tests of the file do: weight\./,
    );
    assert.match(requests[2]?.bodyText ?? '', /Other tests of this file already declare `weight` at the top\./);
    assert.deepEqual(
      result.candidates.map(({ test }) => test.setup),
      ['const weight = 1;', 'const heavy = 3;'],
    );
  });

  it('takes a pytest answer apart, with its syntax read by the analyser', async () => {
    const grammar = (name: string) => (): Promise<Uint8Array> => readFile(`node_modules/@vscode/tree-sitter-wasm/wasm/${name}.wasm`);
    const analyser = createSourceAnalyser({
      treeSitter: grammar('tree-sitter'),
      python: grammar('tree-sitter-python'),
      go: grammar('tree-sitter-go'),
    });
    const request: GenerationRequest = {
      ...shippingRequest,
      project: { ...shippingRequest.project, framework: 'pytest', language: 'python' },
      file: '/project/shop/price.py',
      text: 'def price(n):\n    if n > 3:\n        return 1\n    return 2\n',
      testFile: '/project/tests/generated/test_price.py',
      importSpecifier: 'shop.price',
    };
    const { url, requests } = await serve(
      answerWithTests('def test_a():\n    assert price(4) = 1\n'),
      answerWithTests('import pytest\nfrom price import price\n\ndef test_a():\n    assert price(4) == 1\n'),
    );
    const { result } = await generate({ url, request, analyser });
    assert.match(requests[0]?.body.system[0].text, /Framework: pytest/);
    assert.match(requests[1]?.bodyText ?? '', /The file does not parse:\\n.*[Ll]ine 2/);
    assert.deepEqual(result.candidates[0]?.test, {
      imports: [{ from: 'shop.price', names: [{ name: 'price' }] }],
      setup: '',
      title: 'test_a',
      body: 'def test_a():\n    assert price(4) == 1\n',
    });
  });

  it('counts an unknown model with the dearest price and says so, and sends it no setting that it may not know', async () => {
    const usage = { input_tokens: 1000, output_tokens: 100 };
    const { url, requests } = await serve({ ...answerWithTests(shippingTests, covers), usage } as ReturnType<typeof answerWithTests>);
    const { result } = await generate({ url, model: 'claude-new-9' });
    assert.equal(requests[0]?.body.model, 'claude-new-9');
    assert.equal(requests[0]?.body.output_config, undefined);
    assert.equal(result.cost.usd.toFixed(4), ((1000 * 15 + 100 * 75) / 1e6).toFixed(4));
    assert.ok(result.candidates[0]?.notes.includes('the price of claude-new-9 is not known: cost is an upper estimate'));
  });
});

describe('scripted Messages API as a program', () => {
  it('serves the turns of a JSON file and prints its URL', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'messages-api-'));
    const script = join(folder, 'script.json');
    await writeFile(script, JSON.stringify([answerWithTests(shippingTests, covers)]));
    const child = spawn(process.execPath, ['test/support/messages-api-server.ts', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      const { result } = await generate({ url: line.toString().trim(), files: shippingFiles });
      assert.equal(result.candidates.length, 2);
    } finally {
      child.kill();
      await rm(folder, { recursive: true });
    }
  });
});
