import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import type { SuiteReport } from '../../../src/core/suite/suite-report.ts';
import { runEvent, runTests, suiteResults } from '../../../src/protocol/messages.ts';
import { editorInit, startInMemory, type LspClient } from '../../support/lsp-harness.ts';
import { fakeFolder, fakeHost } from './fake-engine.ts';

describe('running tests through the server', () => {
  let client: LspClient | undefined;
  afterEach(() => client?.stop());

  it('runs the whole suite with coverage, tells what it came to, and says why when no folder has one', async () => {
    const report: SuiteReport = {
      framework: 'jest',
      name: 'Jest 30.2.0',
      root: '/shop',
      label: 'whole suite',
      status: 'completed',
      tests: [
        { file: '/shop/tests/a.test.ts', line: 3, title: 'adds', status: 'passed', durationMs: 5 },
        {
          file: '/shop/tests/a.test.ts',
          group: 'price',
          title: 'rounds',
          status: 'failed',
          durationMs: 2,
          message: 'no',
          failedAt: { file: '/shop/tests/a.test.ts', line: 9 },
        },
      ],
      errors: ['tests/b.test.ts does not import'],
      diagnoses: [],
      durationMs: 900,
    };
    const folder = fakeFolder({
      running: (request, { emit }) => {
        assert.deepEqual(request, { coverage: true });
        emit({ kind: 'suite-started', label: 'baseline', command: ['jest'] });
        emit({ kind: 'suite-report', report });
        return Promise.resolve([report]);
      },
    });
    client = await startInMemory(fakeHost({ '/shop': folder }, {}), { folders: [{ uri: 'file:///shop', name: 'shop' }], init: editorInit });
    assert.deepEqual(await client.request(runTests, { run: 'm1', coverage: true }), {
      green: false,
      message: 'Jest 30.2.0: 1 passed, 1 failed, 1 error outside tests.',
    });
    assert.deepEqual(
      client.waiting(runEvent).map(({ run, event }) => `${run} ${event.kind}`),
      ['m1 suite-started'],
    );
    const uri = 'file:///shop/tests/a.test.ts';
    assert.deepEqual(client.waiting(suiteResults), [
      {
        run: 'm1',
        name: 'Jest 30.2.0',
        uri: 'file:///shop',
        label: 'whole suite',
        tests: [
          { title: 'adds', status: 'passed', durationMs: 5, uri, line: 2 },
          { group: 'price', title: 'rounds', status: 'failed', durationMs: 2, message: 'no', uri, failedAt: { uri, line: 8 } },
        ],
        errors: ['tests/b.test.ts does not import'],
      },
    ]);
    folder.running = () => Promise.reject(new AppError('suite/not-found', 'No test suite was found.', { hint: 'Install one.' }));
    await assert.rejects(client.request(runTests, { run: 'm2', coverage: true }), {
      data: { code: 'suite/not-found', hint: 'Install one.' },
    });
  });
});
