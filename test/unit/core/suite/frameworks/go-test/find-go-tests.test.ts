import assert from 'node:assert/strict';
import { findGoTests } from '../../../../../../src/core/suite/frameworks/go-test/find-go-tests.ts';

describe('the tests in a Go file', () => {
  it('are functions by their names, not what comments, strings and helpers say', () => {
    const text = [
      '// func TestInComment(t *testing.T) {}',
      '/* func TestInBlock(t *testing.T) {}',
      '*/ var s = `',
      'func TestInString(t *testing.T) {}',
      '`',
      'func TestMain(m *testing.M) {}',
      'func Testing(t *testing.T) {}',
      "func helper(t *testing.T) { func() { _ = '\"' }() }",
      'func (s *Suite) TestMethod() {}',
      'func TestÄpfel(t *testing.T) { t.Log("x") }',
      'func Test(t *testing.T) {}',
      'func BenchmarkSum(b *testing.B) {}',
      'func ExampleSum_two() {}',
      'func FuzzSum(f *testing.F) {}',
    ].join('\n');
    const found = findGoTests(text);
    assert.deepEqual(
      found.functions.map(({ name, line }) => `${line} ${name}`),
      ['10 TestÄpfel', '11 Test', '12 BenchmarkSum', '13 ExampleSum_two', '14 FuzzSum'],
    );
    assert.deepEqual(found.logs, [10]);
    assert.equal(found.constrained, false);
  });

  it('hold the names of their subtests: of a call of Run first, then of a table', () => {
    const text = [
      'func TestTable(t *testing.T) {',
      '  for _, tt := range []struct{ name string }{',
      '    {"one \\u00e9 unit"},',
      '    {`raw name`},',
      '    {"twice"},',
      '  } { t.Run(tt.name, check) }',
      '  t.Run("twice", check)',
      '}',
      'var other = "not a case"',
    ].join('\n');
    assert.deepEqual(findGoTests(text).functions[0]?.cases, [
      ['one_é_unit', 3],
      ['raw_name', 4],
      ['twice', 7],
    ]);
  });

  it('may be left out of the build', () => {
    assert.equal(findGoTests('//go:build windows\n\npackage a\n').constrained, true);
  });
});
