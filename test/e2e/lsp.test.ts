import assert from 'node:assert/strict';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CodeAction, Hover } from 'vscode-languageserver/node';
import {
  explainCoverage,
  marksChanged,
  nextDarkArm,
  refreshReports,
  statusChanged,
  treeChildren,
  type Mark,
  type TreeNode,
} from '../../src/protocol/messages.ts';
import { repositoryRoot } from '../support/cache-folder.ts';
import { editorInit, startServerProcess, type ServerProcess } from '../support/lsp-harness.ts';
import type { Project } from '../support/project.ts';
import { makeSmallShop } from '../support/small-shop.ts';

function drawn(marks: readonly Mark[]): string[] {
  return marks.map(
    (mark) => `${mark.line + 1} ${mark.label}${mark.stale === undefined ? '' : ` (${mark.stale.replace(/\d\d:\d\d/, 'hh:mm')})`}`,
  );
}

describe('the built language server over stdio', function () {
  this.timeout(120_000);
  let project: Project;
  let server: ServerProcess;
  let uri: string;
  let text: string;

  before(async () => {
    project = await makeSmallShop();
    uri = pathToFileURL(join(project.root, 'src/price.ts')).href;
    text = await project.read('src/price.ts');
  });
  after(async () => {
    await project?.remove();
  });
  beforeEach(async () => {
    server = await startServerProcess([process.execPath, join(repositoryRoot, 'dist/server.cjs'), '--stdio'], {
      folders: [{ uri: pathToFileURL(project.root).href, name: 'shop' }],
      init: editorInit,
    });
  });
  afterEach(() => server.kill('SIGKILL'));

  async function opened(): Promise<readonly Mark[]> {
    await server.client.open(uri, text);
    return (await server.client.next(marksChanged, (sent) => sent.uri === uri)).marks;
  }
  const reportChanged = () =>
    server.client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: pathToFileURL(join(project.root, 'coverage/coverage-final.json')).href, type: 2 }],
    });

  it('draws the dark arms of a real report, and answers for them', async () => {
    const { client } = server;
    const marks = await opened();
    assert.deepEqual(drawn(marks).slice(0, 1), ['3 if never taken']);
    assert.deepEqual(new Set(marks.map((mark) => mark.line + 1)), new Set([3, 6, 10]));
    assert.deepEqual(new Set(marks.filter((mark) => mark.line === 9).map((mark) => mark.state)), new Set(['never-evaluated']));

    const position = { line: 2, character: 4 };
    const hover = await client.connection.sendRequest<Hover>('textDocument/hover', { textDocument: { uri }, position });
    assert.match(JSON.stringify(hover.contents), /\*\*if\*\* `cents < 0`.*✗ if: never taken.*✓ else: taken 1×/);

    const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: position, end: position },
      context: { diagnostics: [], triggerKind: 2 },
    });
    assert.deepEqual(
      actions.map(({ title }) => title),
      ['Cover this branch: “if” of line 3', 'Cover all dark branches in price', 'Cover all dark branches in this file'],
    );

    const next = await client.request(nextDarkArm, { uri, position: { line: 14, character: 0 }, direction: 'next' });
    assert.equal(next?.uri.endsWith('/src/label.ts'), true);
    assert.equal(next.label, 'right of ?? never evaluated');
  });

  it('lists folder, file, function and arm with what is missing', async () => {
    await opened();
    const lines: string[] = [];
    const walk = async (parent: TreeNode | undefined, indent: string): Promise<void> => {
      for (const node of await server.client.request(treeChildren, parent === undefined ? {} : { parent: parent.id })) {
        lines.push(`${indent}${node.label}${node.kind === 'arm' ? '' : ` · ${node.description}`}`);
        if (node.kind !== 'arm') await walk(node, `${indent}  `);
      }
    };
    await walk(undefined, '');
    assert.deepEqual(lines.slice(0, 4), [
      'src · 5 of 8 dark',
      '  price.ts · 4 of 6 dark',
      '    price · 2 of 4 dark',
      '      if never taken',
    ]);
    assert.ok(lines.includes('  label.ts · 1 of 2 dark'), lines.join('\n'));
  });

  it('moves marks with edits and says which line it no longer vouches for', async () => {
    await opened();
    await server.client.change(uri, 2, `// new\n${text.replace('cents < 0', 'cents <= 0')}`);
    const { marks } = await server.client.next(marksChanged);
    assert.deepEqual(drawn(marks)[0], '4 if never taken (line changed since the report of hh:mm)');
    assert.deepEqual(new Set(marks.map((mark) => mark.line + 1)), new Set([4, 7, 11]));
  });

  it('draws anew when the report is written again, and says why when it is torn', async () => {
    await opened();
    const report = await project.read('coverage/coverage-final.json');
    const write = async (content: string): Promise<void> => {
      await project.write('coverage/coverage-final.json', content);
      // A later time even on file systems that count whole seconds.
      const later = new Date(Date.now() + 5000);
      await utimes(join(project.root, 'coverage/coverage-final.json'), later, later);
    };
    try {
      const all = JSON.parse(report) as Record<string, { b: Record<string, number[]> }>;
      const own = all[join(project.root, 'src/price.ts')];
      assert.ok(own);
      own.b = Object.fromEntries(Object.entries(own.b).map(([id, counts]) => [id, counts.map(() => 1)]));
      await write(JSON.stringify(all));
      await reportChanged();
      assert.deepEqual((await server.client.next(marksChanged)).marks, []);

      await write(report.slice(0, 200));
      await reportChanged();
      const status = await server.client.next(statusChanged, ({ state }) => state === 'problem');
      assert.match(status.detail, /coverage\/coverage-final\.json/);
      assert.match(status.detail, /⚠ /);
      assert.notEqual(await server.client.request(explainCoverage, { uri }), '');
    } finally {
      await project.write('coverage/coverage-final.json', report);
    }
    await server.client.request(refreshReports, {});
  });

  it('ends when it is told to, and writes nothing of its own to stdout', async () => {
    await opened();
    await server.client.stop();
    assert.equal(await server.exited, 0);
    assert.equal(server.stderr(), '');
  });
});
