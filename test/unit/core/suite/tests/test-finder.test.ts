import assert from 'node:assert/strict';
import { createTestFinder } from '../../../../../src/core/suite/tests/test-finder.ts';
import { finder, found } from './found-notes.ts';
import { grammars } from './grammars.ts';

describe('tests of a Python file', () => {
  const lines = [
    'import unittest',
    'import pytest',
    '',
    'def test_adds():',
    '    def test_inside(): pass',
    '',
    'async def test_waits(): pass',
    '',
    'def helper(): pass',
    '',
    '@pytest.mark.skip(reason="later")',
    'def test_skipped(): pass',
    '',
    '@pytest.mark.parametrize("a, b", [(1, 2)])',
    '@pytest.mark.xfail',
    'def test_many(a, b): pass',
    '',
    'class TestPrice:',
    '    def test_adds(self): pass',
    '    class TestInside:',
    '        def test_deep(self): pass',
    '',
    'class TestWithInit:',
    '    def __init__(self): pass',
    '    def test_never(self): pass',
    '',
    'class PriceCase(unittest.TestCase):',
    '    def testOld(self): pass',
    '    @unittest.skip("no")',
    '    def test_not(self): pass',
    '    def check(self): pass',
    '',
    'if True:',
    '    def test_under_a_condition(): pass',
  ];

  it("are pytest's", async () => {
    assert.deepEqual(await found('/p/test_price.py', lines, 'pytest'), [
      '4 test_adds',
      '7 test_waits',
      '12 test_skipped (skip)',
      '16 test_many (parameterised, fails)',
      '18 TestPrice (group)',
      '19 TestPrice › test_adds',
      '20 TestPrice › TestInside (group)',
      '21 TestPrice › TestInside › test_deep',
      '27 PriceCase (group)',
      '28 PriceCase › testOld',
      '30 PriceCase › test_not (skip)',
      '34 test_under_a_condition',
    ]);
  });

  it('are methods of test cases only, for unittest', async () => {
    assert.deepEqual(await found('/p/test_price.py', lines, 'unittest'), [
      '27 PriceCase (group)',
      '28 PriceCase › testOld',
      '30 PriceCase › test_not (skip)',
    ]);
  });

  it('begin with their decorators', async () => {
    const tests = await finder.find('/p/test_price.py', lines.join('\n'), 'pytest');
    assert.deepEqual(tests[2]?.range, { start: { line: 11, column: 0 }, end: { line: 12, column: 24 } });
  });
});

describe('tests of a Go file', () => {
  it('are tests, fuzz tests, examples that print, and subtests', async () => {
    assert.deepEqual(
      await found(
        '/p/price_test.go',
        [
          'package price',
          '',
          'func TestAdds(t *testing.T) {',
          '\tt.Run("with a space", func(t *testing.T) {',
          '\t\tt.Run(`deep`, func(t *testing.T) {})',
          '\t})',
          '}',
          '',
          'func TestTable(t *testing.T) {',
          '\tfor _, tc := range cases {',
          '\t\tt.Run(tc.name, func(t *testing.T) {})',
          '\t}',
          '}',
          '',
          'func TestSkipped(t *testing.T) {',
          '\tt.Skip("later")',
          '}',
          'func Testify(t *testing.T) {}',
          'func TestMain(m *testing.M) {}',
          'func BenchmarkAdds(b *testing.B) {}',
          'func FuzzAdds(f *testing.F) {}',
          'func ExampleAdd() {',
          '\tfmt.Println(1)',
          '\t// Output: 1',
          '}',
          'func ExampleSilent() {}',
          '',
          'type PriceSuite struct{ suite.Suite }',
          'func TestSuite(t *testing.T) { suite.Run(t, new(PriceSuite)) }',
          'func (s *PriceSuite) TestInside() {}',
        ],
        'go-test',
      ),
      [
        '3 TestAdds',
        '4 TestAdds › with_a_space',
        '5 TestAdds › with_a_space › deep',
        '9 TestTable',
        '11 TestTable › tc.name (parameterised, dynamic)',
        '15 TestSkipped (skip)',
        '21 FuzzAdds',
        '22 ExampleAdd',
        '29 TestSuite',
        '30 TestSuite › TestInside',
      ],
    );
  });
});

describe('tests of a Rust file', () => {
  const lines = [
    'fn helper() {}',
    '',
    '#[cfg(test)]',
    'mod tests {',
    '    use super::*;',
    '',
    '    #[test]',
    '    fn adds() {}',
    '',
    '    #[tokio::test(flavor = "multi_thread")]',
    '    async fn waits() {}',
    '',
    '    #[test]',
    '    #[ignore = "slow"]',
    '    fn sleeps() {}',
    '',
    '    #[test]',
    '    #[should_panic(expected = "no")]',
    '    fn panics() {}',
    '',
    '    #[rstest]',
    '    #[case(1, 2)]',
    '    #[case::empty(0, 0)]',
    '    fn many(#[case] a: u8, #[case] b: u8) {}',
    '',
    '    mod deep {',
    '        #[test]',
    '        fn inside() {}',
    '    }',
    '}',
  ];

  it('stand in modules below the path of the file', async () => {
    assert.deepEqual(await found('/p/src/shop/price.rs', lines, 'cargo-test'), [
      '4 shop › price › tests (group)',
      '8 shop › price › tests › adds',
      '11 shop › price › tests › waits',
      '15 shop › price › tests › sleeps (skip)',
      '19 shop › price › tests › panics (fails)',
      '24 shop › price › tests › many (group, parameterised)',
      '22 shop › price › tests › many › case_1',
      '23 shop › price › tests › many › case_2_empty',
      '26 shop › price › tests › deep (group)',
      '28 shop › price › tests › deep › inside',
    ]);
  });

  it('stand at the root of the crate in lib.rs and in files of tests/', async () => {
    const test = ['#[test]', 'fn adds() {}'];
    assert.deepEqual(await found('/p/src/lib.rs', test, 'cargo-test'), ['2 adds']);
    assert.deepEqual(await found('/p/tests/shop.rs', test, 'cargo-test'), ['2 adds']);
    assert.deepEqual(await found('/p/src/shop/mod.rs', test, 'cargo-test'), ['2 shop › adds']);
  });
});

describe('tests of a Java file', () => {
  it("are JUnit's, in classes and nested ones", async () => {
    assert.deepEqual(
      await found(
        '/p/src/test/java/shop/PriceTest.java',
        [
          'package shop;',
          'import org.junit.jupiter.api.*;',
          'class PriceTest {',
          '  @BeforeEach void open() {}',
          '  @Test void adds() {}',
          '  @Disabled("later")',
          '  @Test',
          '  @DisplayName("waits")',
          '  void sleeps() {}',
          '  @ParameterizedTest @ValueSource(ints = {1, 2}) void many(int n) {}',
          '  @RepeatedTest(3) void again() {}',
          '  @TestFactory java.util.List<DynamicTest> made() { return null; }',
          '  @Nested class Inside { @Test void deep() {} }',
          '  void helper() {}',
          '}',
          'class Other { void nothing() {} }',
        ],
        'junit-maven',
      ),
      [
        '3 PriceTest (group)',
        '5 PriceTest › adds',
        '9 PriceTest › sleeps (skip)',
        '10 PriceTest › many (parameterised)',
        '11 PriceTest › again (parameterised)',
        '12 PriceTest › made (parameterised)',
        '13 PriceTest › Inside (group)',
        '13 PriceTest › Inside › deep',
      ],
    );
  });

  it("are TestNG's by class and method, and JUnit 3's by name", async () => {
    assert.deepEqual(
      await found(
        '/p/A.java',
        [
          'import org.testng.annotations.*;',
          '@Test public class Ng {',
          '  public void adds() {}',
          '  @Test(enabled = false) public void off() {}',
          '  @Test(dataProvider = "prices") public void many(int n) {}',
          '  @BeforeMethod public void open() {}',
          '  private void helper() {}',
          '}',
        ],
        'junit-maven',
      ),
      ['2 Ng (group)', '3 Ng › adds', '4 Ng › off (skip)', '5 Ng › many (parameterised)'],
    );
    assert.deepEqual(
      await found(
        '/p/B.java',
        ['public class B extends junit.framework.TestCase { public void testAdds() {} public void helper() {} }'],
        'junit-maven',
      ),
      ['1 B (group)', '1 B › testAdds'],
    );
  });
});

describe('a test finder', () => {
  it('finds nothing in other languages', async () => {
    assert.deepEqual(await finder.find('/p/a.rb', "it('x') do\nend", 'vitest'), []);
  });

  it('loads every grammar at the same time without mixing them up', async () => {
    const fresh = createTestFinder(grammars);
    const all = await Promise.all([
      fresh.find('/p/test_a.py', 'def test_a(): pass', 'pytest'),
      fresh.find('/p/a_test.go', 'package a\nfunc TestA(t *testing.T) {}', 'go-test'),
      fresh.find('/p/src/lib.rs', '#[test]\nfn a() {}', 'cargo-test'),
      fresh.find('/p/A.java', 'class A { @Test void a() {} }', 'junit-maven'),
    ]);
    assert.deepEqual(
      all.map((tests) => tests.map(({ title }) => title)),
      [['test_a'], ['TestA'], ['a'], ['A', 'a']],
    );
  });
});
