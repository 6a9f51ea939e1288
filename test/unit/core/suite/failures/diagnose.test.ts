import assert from 'node:assert/strict';
import { AppError } from '../../../../../src/core/errors.ts';
import { describeDiagnosis } from '../../../../../src/core/suite/failures/describe-diagnosis.ts';
import { diagnose } from '../../../../../src/core/suite/failures/diagnose.ts';
import type { Project, SuiteOutcome, TestResult } from '../../../../../src/core/suite/framework.ts';
import { diagnosesOf, linesOf, suiteIn } from './made-failures.ts';

function failed(test: Partial<TestResult>): SuiteOutcome {
  const whole: TestResult = { file: '/project/a.test.ts', title: 'adds', status: 'error', durationMs: 1, ...test };
  return { status: 'completed', tests: [whole], errors: [], exitCode: 1, durationMs: 1 };
}

function linesIn(language: Project['language'], outcome: SuiteOutcome): readonly string[] {
  return linesOf(diagnose(outcome, suiteIn(language)));
}

describe('diagnose', () => {
  it('says on one line what it was, and below it where and what to do', () => {
    const [first] = diagnosesOf('javascript', 'typescript', 'vitest', 'name');
    assert.ok(first !== undefined);
    assert.deepEqual(describeDiagnosis(first, '/project'), {
      line: 'vitest/name.test.ts:6: undefined name: `prcie` is not defined',
      details: ['in calls what is not there', 'Did you mean `price`? Else: define or import `prcie`.'],
    });
    assert.equal(first.suggestion, 'price');
  });

  it('says how to install what is missing', () => {
    const hint = (folder: string, language: Project['language'], framework: string, name: string): string | undefined =>
      diagnosesOf(folder, language, framework, name)[0]?.hint;
    assert.equal(
      hint('javascript', 'typescript', 'jest', 'package-missing'),
      'Install the missing package `left-pad` with `npm i -D left-pad`, or correct its name.',
    );
    assert.equal(
      hint('python', 'python', 'pytest', 'package_missing'),
      'Install the missing package `left_pad` with `python -m pip install left-pad`, or correct its name.',
    );
    assert.equal(
      hint('go', 'go', 'go-test', 'uninstalled'),
      'Add the missing package with `go get github.com/stretchr/testify/assert`, or correct its path.',
    );
    assert.equal(hint('go', 'go', 'go-test', 'missing'), 'Correct the path of the package `example.com/shop/prices`.');
    assert.equal(
      hint('rust', 'rust', 'cargo-test', 'crate'),
      'Add the missing crate with `cargo add --dev pretty_assertions`, or correct its name.',
    );
  });

  it('has nothing to say of a green run and of a cancelled one', () => {
    assert.deepEqual(diagnose(failed({ status: 'passed' }), suiteIn('typescript')), []);
    assert.deepEqual(diagnose({ status: 'cancelled' }, suiteIn('typescript')), []);
  });

  it('names what was running when the time was over', () => {
    assert.deepEqual(linesIn('python', { status: 'timed-out', durationMs: 60_000, running: ['/project/tests/test_a.py'] }), [
      'tests/test_a.py:1: timeout: Vitest was not over after 60 s and was stopped',
    ]);
    assert.deepEqual(linesIn('python', { status: 'timed-out', durationMs: 1500 }), [
      'timeout: Vitest was not over after 1.5 s and was stopped',
    ]);
  });

  it('says that nothing ran', () => {
    assert.deepEqual(linesIn('go', { status: 'completed', tests: [], errors: [], exitCode: 0, durationMs: 1 }), [
      'no tests: Vitest found no test',
    ]);
  });

  it('keeps the advice of an error that a person must act on', () => {
    const error = new AppError('suite/runner-missing', 'The test runner could not be started. spawn go ENOENT', { hint: 'Install it.' });
    const [found] = diagnose({ status: 'failed-to-start', error }, suiteIn('go'));
    assert.deepEqual([found?.kind, found?.hint], ['environment', 'Install it.']);
  });

  it('tells a signal by its exit code when nothing was said', () => {
    const error = new AppError('suite/no-results', 'The run "baseline" ended with exit code 139 and wrote no results.\n');
    assert.deepEqual(linesIn('python', { status: 'failed-to-start', error }), ['crash: the tests were ended by SIGSEGV']);
  });

  it('reads what older runtimes print', () => {
    assert.deepEqual(
      linesIn(
        'rust',
        failed({
          file: '/project/src/a.rs',
          message: "thread 'tests::a' panicked at 'assertion failed: `(left == right)`\n  left: `1`,\n right: `2`', src/a.rs:9:5",
        }),
      ),
      ['src/a.rs:9: assertion: expected 2, got 1'],
    );
    assert.deepEqual(
      linesIn(
        'python',
        failed({
          file: '/project/t.py',
          message:
            'Traceback (most recent call last):\n  File "/project/t.py", line 3, in test\n    import x\nImportError: No module named x',
        }),
      ),
      ['t.py:3: import: No module named x'],
    );
  });

  it('passes over frames that are not of the project', () => {
    const stack = [
      'Error: closed',
      '    at open (/project/node_modules/shop/index.js:1:1)',
      '    at node:internal/process/task_queues:95:5',
      '    at async file:///project/src/a%20b.mjs?v=1:7:2',
      '    at /other/c.js:9:1',
    ];
    assert.deepEqual(linesIn('javascript', failed({ message: 'closed', stack: stack.join('\n') })), [
      'src/a b.mjs:7: error: Error: closed',
    ]);
  });

  it('shows a failure without a stack at its test', () => {
    assert.deepEqual(linesIn('typescript', failed({ line: 4, message: 'it broke' })), ['a.test.ts:4: error: it broke']);
  });
});
