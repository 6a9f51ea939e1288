import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readPythonResults } from '../../../src/core/suite/frameworks/python/read-python-results.ts';
import { readRunRecord } from '../../../src/core/suite/frameworks/javascript/read-run-record.ts';
import { vitestCommand } from '../../../src/core/suite/frameworks/vitest/vitest-command.ts';
import { places, pytestProject, vitestProject } from '../../unit/core/suite/sample-projects.ts';

const text = fc.string({ unit: fc.constantFrom(...Array.from('aé<>&"\'[]();:$` \n\t|\\')), minLength: 1, maxLength: 12 });

describe('results of a run', () => {
  it('have the title of every test as pytest wrote it, and are none or red when anything at the end is missing', () => {
    fc.assert(
      fc.property(fc.uniqueArray(text, { minLength: 1, maxLength: 4 }), fc.nat(), (titles, cut) => {
        const records = titles.flatMap((title) => {
          const id = `tests/test_a.py::${title}`;
          return [
            { kind: 'collected', id, file: '/w/tests/test_a.py', title },
            { kind: 'begin', id },
            { kind: 'report', id, outcome: 'passed', category: 'passed', duration: 0.1 },
          ];
        });
        const lines = [{ kind: 'session', root: '/w' }, ...records, { kind: 'end', exit: 0 }].map(
          (record) => `${JSON.stringify(record)}\n`,
        );
        const whole = lines.join('');
        const read = (given: string): ReturnType<typeof readPythonResults> =>
          readPythonResults(pytestProject(), [{ path: '/s/r', text: given }]);
        assert.deepEqual(
          read(whole)?.tests.map((test) => [test.title, test.status]),
          titles.map((title) => [title, 'passed']),
        );
        assert.deepEqual(read(whole)?.errors, []);
        const torn = read(whole.slice(0, cut % whole.length));
        assert.ok(torn === undefined || torn.errors.length > 0 || torn.tests.some(({ status }) => status === 'error'));
        assert.ok((torn?.tests ?? []).every(({ title }) => titles.includes(title)));
      }),
    );
  });

  it('have the title of every test as Jest and Vitest wrote it, and are none when anything at the end is missing', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), fc.nat(), (titles, cut) => {
        const tests = titles.map((title) => ({ groups: [], title, status: 'passed', durationMs: 1, invocations: 1, failures: [] }));
        const whole = JSON.stringify({ files: [{ path: '/w/a.test.ts', tests }] });
        const read = (part: string) => readRunRecord([{ path: '/s/results.json', text: part }], '/w');
        assert.deepEqual(
          read(whole)?.tests.map((test) => test.title),
          titles,
        );
        assert.equal(read(whole.slice(0, cut % whole.length)), undefined);
      }),
    );
  });
});

describe('one test of Vitest', () => {
  it('is picked by a pattern that takes its own full title and no longer one', () => {
    fc.assert(
      fc.property(text, text, (group, title) => {
        const run = { label: 'one', files: ['/w/a.test.ts'], only: { group, title }, coverage: 'none', confinement: 'open' } as const;
        const { args } = vitestCommand(vitestProject(), run, places).command;
        const option = '--testNamePattern=';
        const pattern = new RegExp(args.find((arg) => arg.startsWith(option))?.slice(option.length) ?? '(?!)');
        assert.ok(pattern.test(`${group} ${title}`));
        assert.ok(!pattern.test(`${group} ${title}x`));
      }),
    );
  });
});
