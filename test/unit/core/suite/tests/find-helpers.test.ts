import assert from 'node:assert/strict';
import type { Framework, Project, Suite } from '../../../../../src/core/suite/framework.ts';
import { cargoTest } from '../../../../../src/core/suite/frameworks/cargo-test.ts';
import { goTest } from '../../../../../src/core/suite/frameworks/go-test.ts';
import { junitMaven } from '../../../../../src/core/suite/frameworks/junit-maven.ts';
import { mocha } from '../../../../../src/core/suite/frameworks/mocha.ts';
import { nodeTest } from '../../../../../src/core/suite/frameworks/node-test.ts';
import { pytest } from '../../../../../src/core/suite/frameworks/pytest.ts';
import { unittest } from '../../../../../src/core/suite/frameworks/unittest.ts';
import { vitest } from '../../../../../src/core/suite/frameworks/vitest.ts';
import { findHelpers } from '../../../../../src/core/suite/tests/find-helpers.ts';
import type { TestHelper } from '../../../../../src/core/suite/tests/test-helper.ts';
import { createInMemoryFileSystem } from '../../../../support/in-memory-file-system.ts';
import { finder } from './found-notes.ts';

function suiteOf(framework: Framework, language: Project['language'], facts: NonNullable<Project['facts']> = {}): Suite {
  const project = { root: '/p', framework: framework.id, language, frameworkVersion: '1', interpreter: '', globals: true, facts };
  return { framework, project };
}

/** As a person would note it: `tests/conftest.py:3 fixture db (module, autouse)`. */
function note({ kind, name, file, line, groups = [], scope, autouse }: TestHelper): string {
  const said = [...(scope === undefined ? [] : [scope]), ...(autouse === true ? ['autouse'] : [])];
  const titles = [...groups, name].join(' › ');
  return `${file.slice(3)}:${line} ${kind} ${titles}${said.length === 0 ? '' : ` (${said.join(', ')})`}`;
}

async function helpers(suite: Suite, testFile: string, files: Readonly<Record<string, readonly string[]>>): Promise<readonly string[]> {
  const texts = Object.fromEntries(Object.entries(files).map(([path, lines]) => [`/p/${path}`, lines.join('\n')]));
  return (await findHelpers(suite, `/p/${testFile}`, { fileSystem: createInMemoryFileSystem(texts), finder })).map(note);
}

describe('helpers of Python tests', () => {
  it('are the fixtures of the file, then those of each conftest.py up to the root, of which the nearest counts', async () => {
    assert.deepEqual(
      await helpers(suiteOf(pytest, 'python'), 'tests/unit/test_price.py', {
        'tests/unit/test_price.py': [
          'import pytest',
          'from pytest import fixture as _f, fixture',
          '@pytest.fixture(name="price", scope="module")',
          'def make_price():',
          '    return 1',
          'class TestPrice:',
          '    @fixture',
          '    def own(self): ...',
          '    def setup_method(self): ...',
          'def test_price(price): ...',
        ],
        'tests/unit/conftest.py': [
          'import pytest',
          '@pytest.fixture(autouse=True)',
          'def clock(): ...',
          '# @pytest.fixture',
          'def plain(): ...',
        ],
        'tests/conftest.py': ['import pytest', '@pytest.fixture', 'def clock(): ...', '@pytest.fixture(scope=choose)', 'def db(): ...'],
        'conftest.py': ['import pytest_asyncio', '@pytest_asyncio.fixture(scope="session")', 'async def app(): ...'],
        'other/conftest.py': ['import pytest', '@pytest.fixture', 'def foreign(): ...'],
      }),
      [
        'tests/unit/test_price.py:4 fixture price (module)',
        'tests/unit/test_price.py:8 fixture TestPrice › own (function)',
        'tests/unit/test_price.py:9 hook TestPrice › setup_method (function)',
        'tests/unit/conftest.py:3 fixture clock (function, autouse)',
        'tests/conftest.py:5 fixture db',
        'conftest.py:3 fixture app (session)',
      ],
    );
  });

  it('come from plug-ins and imports of a conftest.py, too', async () => {
    assert.deepEqual(
      await helpers(suiteOf(pytest, 'python'), 'tests/test_price.py', {
        'tests/test_price.py': ['from tests.makers import make', 'def test_price(db): ...'],
        'tests/makers.py': ['def make(): ...'],
        'tests/conftest.py': ['from .some import cart', 'from .all import *', 'pytest_plugins = ["tests.plugins.db"]'],
        'tests/some.py': ['import pytest', '@pytest.fixture', 'def cart(): ...', '@pytest.fixture', 'def unused(): ...'],
        'tests/all.py': ['import pytest', '@pytest.fixture', 'def user(): ...'],
        'tests/plugins/db.py': ['import pytest', '@pytest.fixture', 'def db(): ...'],
      }),
      [
        'tests/some.py:3 fixture cart (function)',
        'tests/all.py:3 fixture user (function)',
        'tests/plugins/db.py:3 fixture db (function)',
        'tests/makers.py:1 module tests/makers.py',
      ],
    );
  });

  it('are hooks under unittest, where no conftest.py is read', async () => {
    assert.deepEqual(
      await helpers(suiteOf(unittest, 'python'), 'tests/test_price.py', {
        'tests/test_price.py': [
          'def setUpModule(): ...',
          'class PriceTest(unittest.TestCase):',
          '    @classmethod',
          '    def setUpClass(cls): ...',
          '    def setUp(self): ...',
        ],
        'tests/conftest.py': ['import pytest', '@pytest.fixture', 'def db(): ...'],
      }),
      [
        'tests/test_price.py:1 hook setUpModule (module)',
        'tests/test_price.py:4 hook PriceTest › setUpClass (class)',
        'tests/test_price.py:5 hook PriceTest › setUp (function)',
      ],
    );
  });
});

describe('helpers of JavaScript tests', () => {
  it('are hooks with their groups, fixtures, and modules that are there for tests only', async () => {
    const shared = ["import { clock } from '../src/clock.ts';"];
    assert.deepEqual(
      await helpers(suiteOf(vitest, 'typescript'), 'test/price.test.ts', {
        'test/price.test.ts': [
          "import { beforeEach as ready, test as base } from 'vitest';",
          "import { price } from '../src/price.ts';",
          "import { shop } from './support/shop.ts';",
          "import { clock } from '../src/clock.ts';",
          "import { tax } from '../src/tax.ts';",
          "const test = base.extend({ db: async ({}, use) => use(1), log: [async ({}, use) => use(2), { scope: 'file', auto: true }] });",
          'beforeAll(() => {});',
          "describe('price', () => {",
          "  describe('of many', () => {",
          '    ready(reset);',
          '  });',
          '  // afterEach(() => {});',
          "  const text = 'afterAll(() => {})';",
          "  it('adds', () => { userEvent.setup(); setup(shop); });",
          '});',
        ],
        'test/support/shop.ts': ['export const shop = 1;'],
        'test/a.test.ts': shared,
        'test/b.test.ts': shared,
        'src/price.ts': [],
        'src/clock.ts': [],
        'src/tax.ts': [],
        'src/cart.ts': ["import { tax } from './tax.ts';"],
      }),
      [
        'test/price.test.ts:6 fixture db (function)',
        'test/price.test.ts:6 fixture log (module, autouse)',
        'test/price.test.ts:7 hook beforeAll (module)',
        'test/price.test.ts:10 hook price › of many › beforeEach (function)',
        'test/support/shop.ts:1 module test/support/shop.ts',
        'src/clock.ts:1 module src/clock.ts',
      ],
    );
  });

  it('are the files that the command line of the project loads first', async () => {
    const facts = { arguments: ['--require', './test/setup', '--require=ts-node/register', '--file', 'test/globals.js'] };
    assert.deepEqual(
      await helpers(suiteOf(mocha, 'javascript', facts), 'test/price.js', {
        'test/price.js': ["const { setup } = require('./own');", 'setup(() => {});', 'suiteSetup(() => {});', 'before(() => {});'],
        'test/own.js': [],
        'test/setup.js': [],
        'test/globals.js': [],
      }),
      [
        'test/price.js:3 hook suiteSetup (module)',
        'test/price.js:4 hook before (module)',
        'test/setup.js:1 setup-file test/setup.js',
        'test/globals.js:1 setup-file test/globals.js',
        'test/own.js:1 module test/own.js',
      ],
    );
  });

  it("are hooks of a test's context in Node's runner", async () => {
    assert.deepEqual(
      await helpers(suiteOf(nodeTest, 'javascript'), 'test/price.test.js', {
        'test/price.test.js': [
          "const { test, after } = require('node:test');",
          'after(() => {});',
          "test('price', (t) => {",
          '  t.before(() => {});',
          '});',
        ],
      }),
      ['test/price.test.js:2 hook after (module)', 'test/price.test.js:4 hook price › before (class)'],
    );
  });
});

describe('helpers of Go, Rust and Java tests', () => {
  it('in Go are TestMain, functions that call Helper, and hooks of suites', async () => {
    assert.deepEqual(
      await helpers(suiteOf(goTest, 'go'), 'shop/price_test.go', {
        'shop/price_test.go': [
          'package shop',
          'func open(t *testing.T) int {',
          '\tt.Helper()',
          '\treturn 1',
          '}',
          'func TestPrice(t *testing.T) { t.Run("x", func(t *testing.T) { t.Helper() }); other.Helper() }',
          'func (s *ShopSuite) SetupTest() {}',
        ],
        'shop/main_test.go': ['package shop_test', 'func TestMain(m *testing.M) {}', 'func hidden(t *testing.T) { t.Helper() }'],
        'shop/help_test.go': ['package shop', 'func equal(tb testing.TB, a, b int) { tb.Helper() }'],
        'cart/help_test.go': ['package shop', 'func far(t *testing.T) { t.Helper() }'],
      }),
      [
        'shop/price_test.go:2 fixture open',
        'shop/price_test.go:7 hook ShopSuite › SetupTest (function)',
        'shop/help_test.go:2 fixture equal',
        'shop/main_test.go:2 hook TestMain (package)',
      ],
    );
  });

  it('in Rust are common modules and fixtures of rstest', async () => {
    assert.deepEqual(
      await helpers(suiteOf(cargoTest, 'rust'), 'tests/price.rs', {
        'tests/price.rs': [
          'mod common;',
          '#[path = "support/shop.rs"]',
          'mod shop;',
          '#[fixture]',
          '#[once]',
          'fn db() -> u8 { 1 }',
          '#[test]',
          'fn adds() {}',
        ],
        'tests/common/mod.rs': ['#[rstest::fixture]', 'pub fn cart() -> u8 { 1 }'],
        'tests/support/shop.rs': [],
        'src/lib.rs': [],
      }),
      [
        'tests/common/mod.rs:1 module tests/common/mod.rs',
        'tests/support/shop.rs:1 module tests/support/shop.rs',
        'tests/price.rs:6 fixture db (session)',
        'tests/common/mod.rs:2 fixture cart (function)',
      ],
    );
  });

  it('in Java are annotated methods, rules and extensions, those of superclasses too', async () => {
    assert.deepEqual(
      await helpers(suiteOf(junitMaven, 'java'), 'src/test/java/shop/PriceTest.java', {
        'src/test/java/shop/PriceTest.java': [
          'package shop;',
          '@ExtendWith(MockitoExtension.class)',
          'class PriceTest extends ShopTest {',
          '  @Rule public TemporaryFolder folder = new TemporaryFolder();',
          '  @org.junit.jupiter.api.BeforeEach',
          '  void open() {}',
          '  @Test void adds() {}',
          '  @Nested class OfMany { @AfterEach void close() {} }',
          '}',
        ],
        'src/test/java/shop/ShopTest.java': ['package shop;', 'class ShopTest { @BeforeAll static void start() {} }'],
      }),
      [
        'src/test/java/shop/PriceTest.java:2 fixture PriceTest › MockitoExtension (class, autouse)',
        'src/test/java/shop/PriceTest.java:4 fixture PriceTest › folder (function, autouse)',
        'src/test/java/shop/PriceTest.java:6 hook PriceTest › @BeforeEach open (function)',
        'src/test/java/shop/PriceTest.java:8 hook PriceTest › OfMany › @AfterEach close (function)',
        'src/test/java/shop/ShopTest.java:2 hook ShopTest › @BeforeAll start (class)',
      ],
    );
  });
});
