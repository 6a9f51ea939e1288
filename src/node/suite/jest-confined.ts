/**
 * A `testSequencer` for Jest 27 and later in a confined run: Jest runs in one process then, and everything is guarded in
 * it from the moment when it is about to run tests. Orders test files by the run's seed, too. Jest constructs it in its main process.
 */
import { createHash } from 'node:crypto';

interface Test {
  readonly path: string;
}

export default class ConfinedSequencer {
  sort(tests: readonly Test[]): readonly Test[] {
    const guard: unknown = Reflect.get(process, Symbol.for('branchlight.guard'));
    if (typeof guard === 'function') guard();
    const seed = process.env['BRANCHLIGHT_SHUFFLE_SEED'] ?? '';
    const rank = (test: Test): string => (seed === '' ? test.path : createHash('sha1').update(`${seed} ${test.path}`).digest('hex'));
    return [...tests].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  }

  shard(tests: readonly Test[]): readonly Test[] {
    return tests;
  }

  allFailedTests(tests: readonly Test[]): readonly Test[] {
    return tests;
  }

  /** Files that failed before would come first the next time. */
  cacheResults(): void {
    return undefined;
  }
}
