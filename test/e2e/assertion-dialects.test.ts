import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { viewsOf, wouldFail } from '../../src/core/generators/explorer/would-fail.ts';
import { installed } from '../support/installs.ts';
import {
  errors,
  failureOf,
  installedLibraries,
  nodeLibraries,
  observationOf,
  values,
  written,
  type Behaviour,
  type Library,
} from '../support/written-assertions.ts';

/** A promise of a promise is that promise. */
function isWritable(behaviour: Behaviour, async: boolean): boolean {
  return !async || behaviour.kind === 'throws' || !(behaviour.value instanceof Promise);
}

const behaviours: fc.Arbitrary<Behaviour> = fc.oneof(
  { weight: 6, arbitrary: values.map((value): Behaviour => ({ kind: 'returns', value })) },
  { weight: 1, arbitrary: errors.map((error): Behaviour => ({ kind: 'throws', error })) },
);

describe('assertions as they are written, under the libraries that they are written for', function () {
  this.timeout(300_000);
  let libraries: readonly Library[] = nodeLibraries;

  before(async function () {
    const install = await installed('assertion-libraries');
    if ('folder' in install) libraries = [...nodeLibraries, ...(await installedLibraries(install.folder))];
    else if (process.env['CI'] === undefined) console.log(`Only Node's assert is tried: ${install.missing}`);
    else throw new Error(install.missing);
  });

  it('hold of what was seen', async () => {
    await fc.assert(
      fc.asyncProperty(behaviours, behaviours, fc.boolean(), async (behaviour, other, async) => {
        fc.pre(isWritable(behaviour, async) && isWritable(other, async));
        const views = viewsOf(observationOf(behaviour, async), [observationOf(other, async)]);
        for (const library of libraries) {
          for (const view of views.plain) {
            const body = written(view, library.style);
            if (body === undefined) continue;
            const failure = await failureOf(body, library, behaviour, async);
            assert.equal(failure, undefined, `${library.name} does not accept\n${body}\n${String(failure)}`);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('fail of everything that they are thought to fail of', async () => {
    await fc.assert(
      fc.asyncProperty(behaviours, behaviours, fc.boolean(), async (behaviour, other, async) => {
        fc.pre(isWritable(behaviour, async) && isWritable(other, async));
        const [observed, seen] = [observationOf(behaviour, async), observationOf(other, async)];
        for (const view of viewsOf(observed, [seen]).plain) {
          if (!wouldFail(view, seen)) continue;
          for (const library of libraries) {
            const body = written(view, library.style);
            if (body === undefined) continue;
            const failure = await failureOf(body, library, other, async);
            assert.notEqual(failure, undefined, `${library.name} accepts something else:\n${body}`);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});
