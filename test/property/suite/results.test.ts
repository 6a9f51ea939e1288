import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readPytestResults } from '../../../src/core/suite/frameworks/pytest/read-pytest-results.ts';
import { readVitestResults } from '../../../src/core/suite/frameworks/vitest/read-vitest-results.ts';
import { vitestCommand } from '../../../src/core/suite/frameworks/vitest/vitest-command.ts';
import { places, pytestProject, vitestProject } from '../../unit/core/suite/sample-projects.ts';

/** Text that XML can hold. */
const text = fc.string({ unit: fc.constantFrom(...Array.from('aé<>&"\'[]();:$` \n\t|\\')), minLength: 1, maxLength: 12 });

function xml(value: string): string {
  return value.replace(/[<>&"'\n\t]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

describe('results of a run', () => {
  it('have the title of every test as pytest wrote it, and are none when anything at the end is missing', () => {
    fc.assert(
      fc.property(fc.uniqueArray(text, { minLength: 1, maxLength: 4 }), fc.nat(), (titles, cut) => {
        const cases = titles.map((title) => `<testcase classname="tests.test_a" name="${xml(title)}" file="tests/test_a.py" time="0.1" />`);
        const whole = `<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite>${cases.join('')}</testsuite></testsuites>`;
        const read = readPytestResults(pytestProject(), whole)?.tests.map((test) => test.title);
        assert.deepEqual(read, titles);
        assert.equal(readPytestResults(pytestProject(), whole.slice(0, cut % whole.length)), undefined);
      }),
    );
  });

  it('have the title of every test as Vitest wrote it, and are none when anything at the end is missing', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), fc.nat(), (titles, cut) => {
        const assertionResults = titles.map((title) => ({ ancestorTitles: [], title, status: 'passed', failureMessages: [] }));
        const whole = JSON.stringify({ testResults: [{ name: '/w/a.test.ts', status: 'passed', message: '', assertionResults }] });
        assert.deepEqual(
          readVitestResults(whole, '/w')?.tests.map((test) => test.title),
          titles,
        );
        assert.equal(readVitestResults(whole.slice(0, cut % whole.length), '/w'), undefined);
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
