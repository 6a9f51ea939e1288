import assert from 'node:assert/strict';
import { commandsOf } from '../../../../../../src/core/suite/frameworks/javascript/script-commands.ts';

describe('commands of a script', () => {
  const table: readonly (readonly [line: string, programs: readonly string[]])[] = [
    ['jest', ['jest']],
    ['tsc -p . && jest --ci', ['tsc', 'jest']],
    ['npm run build && npx --yes jest', ['jest']],
    ['yarn jest; pnpm exec vitest run', ['jest', 'vitest']],
    ['NODE_ENV=test cross-env TZ=UTC mocha', ['mocha']],
    ['c8 --reporter=lcov node --import tsx node_modules/mocha/bin/mocha.js', ['mocha']],
    ['node ./node_modules/.bin/jest | tee log', ['jest', 'tee']],
    ['echo "jest && vitest"', ['echo']],
    ['', []],
  ];
  for (const [line, programs] of table) {
    it(`are ${programs.join(', ')} in ${line}`, () => {
      assert.deepEqual(
        commandsOf('test', line).map((command) => command.program),
        programs,
      );
    });
  }

  it('keep quoted words together', () => {
    const [command] = commandsOf('test', `A='x y' mocha --grep "a \\"b\\" c" 'd e' f\\ g`);
    assert.deepEqual([command?.args, command?.environment], [['--grep', 'a "b" c', 'd e', 'f g'], { A: 'x y' }]);
  });
});
