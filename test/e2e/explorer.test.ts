import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { exploreFile, type Explored } from '../bench/explore-file.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

interface Tests {
  readonly passed: number;
  readonly failed: string[];
}

describe('explorer on real code in a real process', function () {
  this.timeout(180_000);
  let root: string;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'explorer-e2e-'));
    await cp(join(repository, 'test/fixtures/explorer'), root, { recursive: true });
    await symlink(join(repository, 'node_modules'), join(root, 'node_modules'));
    await writeFile(
      join(root, 'vitest.config.mjs'),
      "import { fileURLToPath } from 'node:url';\nexport default { resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } } };\n",
    );
  });

  after(async () => {
    await rm(root, { recursive: true, force: true });
  });

  const explore = (file: string, seed = 1): Promise<Explored> =>
    exploreFile({ file: join(root, file), projectRoot: root, seed, budgetMs: 20_000 });

  it('writes tests for typed code that pass, type-check and take the arms that Istanbul counts', async () => {
    const explored = await explore('src/price.ts');
    // An already sorted list stays as it is, and nothing that Stock shows depends on its amounts: no test could notice.
    assert.deepEqual(
      explored.result.unsolved.map(({ arm, code }) => `${arm} ${code}`),
      ['if@44:2/1 no-visible-effect', 'binary-expr@53:27/0 no-visible-effect', 'binary-expr@53:27/1 no-visible-effect'],
    );
    const tests = await runTests(explored);
    assert.deepEqual(tests.failed, []);
    assert.equal(tests.passed, explored.result.candidates.length);
    const wanted = explored.result.candidates.flatMap((candidate) => candidate.arms);
    const hit = await istanbulHits('src/price.ts');
    assert.deepEqual(
      wanted.filter((key) => !hit.has(key)),
      [],
    );
    await typeCheck(explored);
  });

  it('reads like a person wrote it', async () => {
    const { testText } = await explore('src/price.ts');
    for (const line of [
      "  it('returns 0 when qty <= 0', () => {",
      "  it('throws RangeError when qty > 1000', () => {",
      "  it('takes the default of currency when it is not given', () => {",
      "    expect(label({ sku: 'GIFT', qty: 1 })).toBe('a gift');",
      "    await expect(reserve([])).rejects.toThrow('nothing to reserve');",
      "describe('Stock.has', () => {",
    ]) {
      assert.ok(testText.includes(line), `${line}\n\nnot in\n\n${testText}`);
    }
  });

  it('makes instances by static methods where new may not, assigns to setters, and walks through asynchronous generators', async () => {
    const explored = await explore('src/account.ts');
    assert.deepEqual(explored.result.unsolved, []);
    for (const text of [
      '    expect(Money.of(1).add(Money.of(1))).toMatchObject({ cents: 200',
      ").toThrow('currencies differ');",
      '    expect(Money.of(1).isLarge).toBe(false);',
      "describe('Account.limit', () => {",
      '    const account = new Account();\n    expect(() => {\n      account.limit = -1;\n    }).toThrow(',
      '    account.limit = 1;\n\n    expect(account.limit).toBe(1);',
      '    expect(new Account().allows(Money.of(1))).toBe(false);',
      '    const items = [];\n    for await (const item of pages(1)) items.push(item);\n\n    expect(items).toEqual([0]);',
      "      for await (const item of pages(1, 0)) items.push(item);\n    }).rejects.toThrow('size must be positive');",
    ]) {
      assert.ok(explored.testText.includes(text), `${text}\n\nnot in\n\n${explored.testText}`);
    }
    const tests = await runTests(explored);
    assert.deepEqual(tests.failed, []);
    assert.equal(tests.passed, explored.result.candidates.length);
    await typeCheck(explored);
  });

  it('tests guards that give nothing, what stays as it was, NaN and keys of another argument, with matchers that tell', async () => {
    const explored = await explore('src/guards.ts');
    assert.deepEqual(explored.result.unsolved, []);
    for (const text of [
      "  it('does not throw when condition is set', () => {\n    expect(() => assertThat(true, 'a')).not.toThrow();",
      "  it('resolves when amount >= 0', async () => {",
      "  it('leaves size as it is when this.items.includes(item)', () => {\n    const basket = new Basket();\n    basket.add('a');\n    basket.add('a');\n\n    expect(basket.size).toBe(1);",
      "  it(\"is made when code !== ''\", () => {\n    expect(() => new Gate('a')).not.toThrow();",
      '    expect(record).toStrictEqual({});',
      '    expect(orZero(NaN)).toBe(0);',
      "    expect(describeRatio(Infinity)).toBe('everything');",
    ]) {
      assert.ok(explored.testText.includes(text), `${text}\n\nnot in\n\n${explored.testText}`);
    }
    const tests = await runTests(explored);
    assert.deepEqual(tests.failed, []);
    assert.equal(tests.passed, explored.result.candidates.length);
    await typeCheck(explored);
  });

  it('gives the same tests for the same seed', async () => {
    const [first, second] = [await explore('src/price.ts', 7), await explore('src/price.ts', 7)];
    assert.equal(first.testText, second.testText);
  });

  it('learns the shapes of untyped CommonJS code by watching it', async () => {
    const explored = await explore('src/legacy.cjs');
    const tests = await runTests(explored);
    assert.deepEqual(tests.failed, []);
    assert.match(explored.testText, /summarise\(\{ items: \[.*express: /);
  });

  it('survives endless loops and hanging calls, refuses effects, and drops what depends on time or chance', async () => {
    const explored = await explore('src/hostile.ts');
    const reasons = new Map(explored.result.unsolved.map(({ arm, code, reason }) => [arm, `${code}: ${reason}`]));
    const codes = [...reasons.values()].join('\n');
    assert.match(codes, /refused-effects: The code is not run because save calls fs\.writeFileSync/);
    assert.match(codes, /unstable: .* depends on the time/);
    assert.ok((explored.report?.restarts ?? 0) >= 1, 'the hanging pattern must have ended the process');
    assert.match(explored.testText, /spin\(\d+\)\)\.toBe/);
    assert.match(explored.testText, /leave\(\d+\)\)\.toBe/);
    const tests = await runTests(explored);
    assert.deepEqual(tests.failed, []);
  });

  it('gives up at once when it is cancelled', async () => {
    const controller = new AbortController();
    const pending = exploreFile({
      file: join(root, 'src/hostile.ts'),
      projectRoot: root,
      seed: 1,
      budgetMs: 20_000,
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(), 300);
    const { result } = await pending;
    assert.ok(result.unsolved.length > 0);
    for (const { reason } of result.unsolved) assert.match(reason, /stopped before it got there/);
  });

  async function runTests(explored: Explored): Promise<Tests> {
    await mkdir(dirname(explored.testFile), { recursive: true });
    await writeFile(explored.testFile, explored.testText);
    const output = join(root, 'results.json');
    const args = [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      explored.testFile,
      '--reporter=json',
      `--outputFile=${output}`,
      '--coverage.enabled',
      '--coverage.provider=istanbul',
      '--coverage.reporter=json',
      '--coverage.include=src/**',
    ];
    // A failing test ends the runner with an error; the report says which one.
    await run(process.execPath, args, { cwd: root }).catch(() => undefined);
    const report = JSON.parse(await readFile(output, 'utf8')) as {
      readonly testResults: readonly {
        readonly message: string;
        readonly assertionResults: readonly {
          readonly status: string;
          readonly fullName: string;
          readonly failureMessages: readonly string[];
        }[];
      }[];
    };
    const results = report.testResults.flatMap((file) => file.assertionResults);
    const broken = report.testResults.filter((file) => file.message !== '').map((file) => file.message);
    return {
      passed: results.filter((result) => result.status === 'passed').length,
      failed: [
        ...broken,
        ...results
          .filter((result) => result.status !== 'passed')
          .map((result) => `${result.fullName}: ${result.failureMessages.join('\n')}`),
      ],
    };
  }

  async function istanbulHits(file: string): Promise<ReadonlySet<string>> {
    const report = JSON.parse(await readFile(join(root, 'coverage/coverage-final.json'), 'utf8')) as Record<
      string,
      {
        readonly branchMap: Record<
          string,
          { readonly type: string; readonly loc: { readonly start: { readonly line: number; readonly column: number } } }
        >;
        readonly b: Record<string, readonly number[]>;
      }
    >;
    const coverage = Object.entries(report).find(([path]) => path.endsWith(file))?.[1];
    assert.ok(coverage, 'the report has no such file');
    const hits = new Set<string>();
    for (const [id, branch] of Object.entries(coverage.branchMap)) {
      coverage.b[id]?.forEach((count, arm) => {
        if (count > 0) hits.add(`${branch.type}@${branch.loc.start.line}:${branch.loc.start.column}/${arm}`);
      });
    }
    return hits;
  }

  async function typeCheck(explored: Explored): Promise<void> {
    const config = join(root, 'tsconfig.test.json');
    await writeFile(config, JSON.stringify({ extends: './tsconfig.json', files: [explored.testFile] }));
    try {
      await run(process.execPath, [join(repository, 'node_modules/typescript/lib/tsc.js'), '-p', config], { cwd: root });
    } catch (error) {
      assert.fail((error as { readonly stdout: string }).stdout);
    }
  }
});
