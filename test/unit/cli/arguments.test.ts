import assert from 'node:assert/strict';
import { parseArguments, parsePlace } from '../../../src/cli/arguments.ts';
import { AppError } from '../../../src/core/errors.ts';

function refusal(...argv: string[]): string {
  try {
    parseArguments(argv);
  } catch (error) {
    assert.ok(error instanceof AppError);
    assert.equal(error.code, 'cli/usage');
    return error.message;
  }
  return 'not refused';
}

describe('command line arguments', () => {
  it('reads a place with line and column', () => {
    assert.deepEqual(parsePlace('src/price.ts:42:7'), { file: 'src/price.ts', line: 42, column: 7 });
    assert.deepEqual(parsePlace('src/price.ts:42'), { file: 'src/price.ts', line: 42 });
    assert.deepEqual(parsePlace('src/price.ts'), { file: 'src/price.ts' });
  });

  it('keeps a drive letter in the file', () => {
    assert.deepEqual(parsePlace('C:\\shop\\price.ts:3'), { file: 'C:\\shop\\price.ts', line: 3 });
  });

  it('reads a whole cover command', () => {
    assert.deepEqual(
      parseArguments(['cover', 'a.ts:3', '--accept', '--generator', 'explorer', '--seed', '7', '--json', '--root', 'shop']),
      {
        command: 'cover',
        place: { file: 'a.ts', line: 3 },
        accept: true,
        generators: ['explorer'],
        seed: 7,
        root: 'shop',
        json: true,
      },
    );
  });

  it('lists everything without paths', () => {
    assert.deepEqual(parseArguments(['list', '--measure']), { command: 'list', paths: [], measure: true, root: undefined, json: false });
  });

  it('shows help without a command', () => {
    assert.deepEqual(parseArguments([]), { command: 'help' });
    assert.deepEqual(parseArguments(['list', '-h']), { command: 'help' });
  });

  it('says what it does not understand', () => {
    assert.equal(refusal('covr'), "there is no command 'covr'");
    assert.equal(refusal('cover'), 'cover takes one file, such as src/price.ts:42');
    assert.equal(refusal('cover', 'a.ts', '--generator', 'magic'), "there is no generator 'magic'");
    assert.equal(refusal('cover', 'a.ts', '--seed', '1.5'), '--seed 1.5 is not a whole number');
    assert.equal(refusal('list', '--accept'), '--accept does not belong to list');
    assert.match(refusal('list', '--colour'), /Unknown option '--colour'/);
  });
});
