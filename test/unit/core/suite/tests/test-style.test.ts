import assert from 'node:assert/strict';
import type { Framework, Habits, Project } from '../../../../../src/core/suite/framework.ts';
import { cargoTest } from '../../../../../src/core/suite/frameworks/cargo-test.ts';
import { goTest } from '../../../../../src/core/suite/frameworks/go-test.ts';
import { junitMaven } from '../../../../../src/core/suite/frameworks/junit-maven.ts';
import { nodeTest } from '../../../../../src/core/suite/frameworks/node-test.ts';
import { pytest } from '../../../../../src/core/suite/frameworks/pytest.ts';
import { vitest } from '../../../../../src/core/suite/frameworks/vitest.ts';
import { readTestStyle, type TestStyle } from '../../../../../src/core/suite/tests/test-style.ts';
import { finder } from './found-notes.ts';

const untold = { words: undefined, modules: undefined, quote: undefined, semicolons: undefined, mocks: undefined };

async function style(
  framework: Framework,
  language: Project['language'],
  name: string,
  files: readonly (readonly string[])[],
  habits?: Habits,
): Promise<TestStyle> {
  const project: Project = {
    root: '/p',
    framework: framework.id,
    language,
    frameworkVersion: '1',
    interpreter: '',
    globals: true,
    ...(habits === undefined ? {} : { habits }),
  };
  const texts = files.map((lines, at) => ({ path: `/p/${at}/${name}`, text: lines.join('\n') }));
  return readTestStyle({ framework, project }, texts, finder);
}

describe('the style of tests', () => {
  it('of Vitest is told by what most of the files do', async () => {
    const file = [
      'import { describe, expect, test, vi } from "vitest"',
      'describe("price", () => {',
      '  test("adds", () => {',
      '    expect(vi.fn()).toBeDefined()',
      '    const text = \'say "so"\'',
      '  })',
      '})',
    ];
    const other = ["import { it } from 'vitest';", "it('is other', () => {});"];
    assert.deepEqual(await style(vitest, 'typescript', 'price.test.ts', [file, file, other]), {
      words: 'test',
      groups: true,
      assertions: { library: 'expect' },
      mocks: 'vi',
      modules: 'esm',
      quote: '"',
      semicolons: false,
    });
  });

  it("of Node's runner knows its own mocks, and habits of the project go first", async () => {
    const file = [
      "const { test } = require('node:test');",
      "const assert = require('node:assert/strict');",
      "test('adds', (t) => {",
      "  t.mock.method(console, 'log');",
      '  assert.equal(1, 1);',
      '});',
    ];
    const shown = await style(nodeTest, 'javascript', 'price.test.js', [file]);
    assert.deepEqual(shown, {
      words: 'test',
      groups: false,
      assertions: { library: 'assert', from: 'node:assert/strict', imported: 'default', plain: true },
      mocks: 'node:test mock',
      modules: 'cjs',
      quote: "'",
      semicolons: true,
    });
    const habits: Habits = {
      testFolder: '/p/tests',
      testWord: 'test',
      include: [],
      importExtension: 'js',
      quote: '"',
      semicolons: false,
      testFunction: 'it',
      sourceRoots: [],
      caches: [],
    };
    assert.deepEqual(await style(nodeTest, 'javascript', 'price.test.js', [file], habits), {
      ...shown,
      words: 'it',
      modules: 'esm',
      quote: '"',
      semicolons: false,
    });
  });

  it('knows Sinon by its import', async () => {
    const file = ["import { createSandbox } from 'sinon';", "it('adds', () => { createSandbox(); });"];
    assert.equal((await style(vitest, 'javascript', 'price.test.js', [file])).mocks, 'sinon');
  });

  it("of Python is pytest's own assert with its mocker, or unittest's methods with its mock", async () => {
    const bare = ['def test_price(mocker):', '    """It says "so"."""', "    assert price('a') == {'b': 'it'}"];
    assert.deepEqual(await style(pytest, 'python', 'test_price.py', [bare]), {
      ...untold,
      groups: false,
      assertions: { library: 'bare assert' },
      mocks: 'pytest-mock',
      quote: "'",
    });
    const unittests = [
      'from unittest import TestCase, mock',
      'class PriceTest(TestCase):',
      '    def test_price(self):',
      '        # assert True; assert True',
      '        self.assertEqual(price("a"), 1)',
    ];
    assert.deepEqual(await style(pytest, 'python', 'test_price.py', [unittests]), {
      ...untold,
      groups: true,
      assertions: { library: 'unittest' },
      mocks: 'unittest.mock',
      quote: '"',
    });
  });

  it('of Go is testify or plain testing', async () => {
    const testify = [
      'package shop',
      'import (',
      '\t"testing"',
      '\t"github.com/stretchr/testify/require"',
      '\t"go.uber.org/mock/gomock"',
      ')',
      'func TestPrice(t *testing.T) {',
      '\tt.Run("adds", func(t *testing.T) { require.Equal(t, 1, 1) })',
      '\tt.Run("takes", func(t *testing.T) { require.Equal(t, 1, 1) })',
      '}',
    ];
    assert.deepEqual(await style(goTest, 'go', 'price_test.go', [testify]), {
      ...untold,
      groups: true,
      assertions: { library: 'testify', package: 'require' },
      mocks: 'gomock',
    });
    const plain = ['package shop', 'func TestPrice(t *testing.T) {', '\tif price() != 1 {', '\t\tt.Errorf("no")', '\t}', '}'];
    assert.deepEqual(await style(goTest, 'go', 'price_test.go', [plain]), { ...untold, groups: false, assertions: { library: 'testing' } });
  });

  it('of Java is what assertThat is imported from, or JUnit', async () => {
    const of = (...lines: readonly string[]): Promise<TestStyle> => style(junitMaven, 'java', 'PriceTest.java', [lines]);
    const body = 'class PriceTest { @Test void adds() { assertThat(1).isEqualTo(1); } }';
    assert.deepEqual(await of('import static org.assertj.core.api.Assertions.assertThat;', 'import org.mockito.Mockito;', body), {
      ...untold,
      groups: false,
      assertions: { library: 'assertj' },
      mocks: 'mockito',
    });
    const hamcrest = await of('import static org.hamcrest.MatcherAssert.assertThat;', body);
    assert.deepEqual(hamcrest.assertions, { library: 'hamcrest' });
    const junit = await of('class PriceTest { @Nested class Sum { @Test void adds() { Assertions.assertEquals(1, 1); } } }');
    assert.deepEqual([junit.assertions, junit.groups], [{ library: 'junit' }, true]);
  });

  it('of Rust is its macros', async () => {
    const file = ['#[cfg(test)]', 'mod tests {', '    #[test]', '    fn adds() { assert_eq!(1, 1); }', '}'];
    assert.deepEqual(await style(cargoTest, 'rust', 'price.rs', [file]), { ...untold, groups: false, assertions: { library: 'macros' } });
  });

  it('of no files at all is open', async () => {
    assert.deepEqual(await style(vitest, 'typescript', 'price.test.ts', []), { ...untold, groups: false, assertions: undefined });
  });
});
