import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import type { ReportInfo } from '../../../../src/core/coverage/session.ts';
import { describeStatus } from '../../../../src/server/features/status.ts';
import type { Status } from '../../../../src/protocol/messages.ts';
import { fakeFolder, type FakeFolder } from '../fake-engine.ts';
import { priceFile } from '../price-file.ts';
import { openFolders } from './open-folders.ts';

const report: ReportInfo = { path: '/shop/coverage/lcov.info', format: 'lcov', formatName: 'LCOV', modified: 1, files: 1, problems: [] };

async function status(fakes: Readonly<Record<string, FakeFolder>>, trusted = true): Promise<Status> {
  const { folders } = await openFolders(fakes);
  return describeStatus(folders, { trusted, describeTime: () => '12:03' });
}

describe('describeStatus', () => {
  it('gives the figure and the reports it rests on', async () => {
    assert.deepEqual(await status({ '/shop': fakeFolder({ files: [priceFile('/shop/src/price.ts')], reports: [report] }) }), {
      state: 'ready',
      text: '2/6 arms',
      detail: '2 of 6 arms taken (33.3 %), 4 dark, in 1 file.\n\n- `coverage/lcov.info` (LCOV), 12:03, 1 file',
    });
  });

  it('says how far a large report is read', async () => {
    const { folders } = await openFolders({ '/shop': fakeFolder({}) });
    const reading = folders.map((folder) => ({
      ...folder,
      state: 'reading' as const,
      progress: { report: '/shop/coverage/lcov.info', bytesRead: 450e6, bytes: 1000e6 },
    }));
    assert.deepEqual(describeStatus(reading, { trusted: true, describeTime: () => '12:03' }), {
      state: 'reading',
      text: 'reading 45 %',
      detail: 'Reading `coverage/lcov.info`: 45 % of 1000 MB.',
    });
  });

  it('says why nothing is drawn', async () => {
    assert.deepEqual(await status({ '/shop': fakeFolder({ explanation: 'No report was found. Run the suite with coverage.' }) }), {
      state: 'empty',
      text: 'no report',
      detail: 'No report was found. Run the suite with coverage.',
    });
  });

  it('names what is wrong with a report', async () => {
    const torn = { ...report, problems: [{ code: 'report/truncated', message: 'The report ends within a record.', at: 'line 12' }] };
    const found = await status({ '/shop': fakeFolder({ files: [priceFile('/shop/src/price.ts')], reports: [torn] }) });
    assert.equal(found.state, 'problem');
    assert.equal(found.text, '2/6 arms');
    assert.match(found.detail, /ends within a record\. \(line 12\)/);
  });

  it('counts problems beyond the first five', async () => {
    const problems = Array.from({ length: 8 }, (_, index) => ({ code: 'report/bad-record', message: `Record ${index} is odd.` }));
    const found = await status({ '/shop': fakeFolder({ reports: [{ ...report, problems }] }) });
    assert.match(found.detail, /Record 4 is odd/);
    assert.doesNotMatch(found.detail, /Record 5 is odd/);
    assert.match(found.detail, /… and 3 more problems/);
  });

  it('adds all folders up and names each', async () => {
    const found = await status({
      '/a': fakeFolder({ files: [priceFile('/a/price.ts')] }),
      '/b': fakeFolder({ files: [priceFile('/b/price.ts')] }),
    });
    assert.equal(found.text, '4/12 arms');
    assert.match(found.detail, /^\*\*a\*\*\n\n2 of 6[^*]*\*\*b\*\*\n\n2 of 6/);
  });

  it('says that nothing runs in an untrusted workspace', async () => {
    assert.match((await status({ '/shop': fakeFolder() }, false)).detail, /not trusted: coverage is shown, and nothing is run/);
  });

  it('says what an interrupted run had left', async () => {
    const found = await status({ '/shop': fakeFolder({ restored: ['/shop/tests/x.test.ts'] }) });
    assert.match(found.detail, /An interrupted run had left 1 trial file: removed\./);
  });

  it('says why an engine did not start', async () => {
    const folder = {
      uri: 'file:///shop',
      name: 'shop',
      root: '/shop',
      state: 'failed',
      engine: undefined,
      failure: new AppError('journal/locked', 'Another window works here.', { hint: 'Close it.' }),
      settingProblems: [],
    } as never;
    const found = describeStatus([folder], { trusted: true, describeTime: () => '' });
    assert.deepEqual(found, { state: 'problem', text: 'problem', detail: '⚠ Another window works here. Close it.' });
  });

  it('says that no folder is open', () => {
    assert.match(describeStatus([], { trusted: true, describeTime: () => '' }).detail, /No folder is open/);
  });
});
