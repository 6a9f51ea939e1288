import assert from 'node:assert/strict';
import { readIniValue, readIniWords, splitArguments } from '../../../../../../src/core/suite/frameworks/python/read-ini-value.ts';

const words = (text: string, key = 'addopts'): readonly string[] | undefined => readIniWords(`[pytest]\n${text}`, 'pytest', key);

describe("values of pytest's configuration", () => {
  const table: readonly (readonly [what: string, text: string, words: readonly string[] | undefined])[] = [
    ['words of an INI file', 'addopts = -ra  -q', ['-ra', '-q']],
    ['lines of an INI file', 'addopts =\n    -ra\n    --strict-markers  # all\nminversion = 6', ['-ra', '--strict-markers']],
    ['quoted words', `addopts = -m "not slow" -k 'a b'`, ['-m', 'not slow', '-k', 'a b']],
    ['a TOML string', 'addopts = "-ra -q" # short', ['-ra', '-q']],
    ['escaped quotes in a TOML string', String.raw`addopts = "-m \"not slow\" -q"`, ['-m', 'not slow', '-q']],
    ['a literal TOML string', `addopts = '-m "not slow"'`, ['-m', 'not slow']],
    ['a long TOML string', 'addopts = """\n-ra \\\n  -q\n"""\nother = 1', ['-ra', '-q']],
    ['a TOML list, whose items are whole words', 'addopts = ["-m", "not slow"]', ['-m', 'not slow']],
    ['a # in an item of a list', 'addopts = ["-k", "a#b"]\nother = ["no"]', ['-k', 'a#b']],
    [
      'a list with comments that have quotes',
      `addopts = [\n  "-ra",  # don't hide\n  # "--off",\n  "-q",  # it's fine ]\n]\nother = ["no"]`,
      ['-ra', '-q'],
    ],
    ['an empty value', 'addopts =', []],
    ['a key that is not there', 'testpaths = tests', undefined],
    ['a key of the next section', '[other]\naddopts = -q', undefined],
    ['a key that only ends alike', 'my_addopts = -q', undefined],
  ];
  for (const [what, text, expected] of table) it(what, () => assert.deepEqual(words(text), expected));

  it('are found below a header with a comment, with the line ends of Windows', () => {
    assert.deepEqual(readIniValue('[a]\r\nx = 1\r\n[pytest] # ours\r\ntestpaths = tests\r\n', 'pytest', 'testpaths'), ['tests']);
  });

  it('are split as a shell does it', () => {
    assert.deepEqual(splitArguments(`--cov-report=term:skip --x="a b"c ''`), ['--cov-report=term:skip', '--x=a bc', '']);
  });
});
