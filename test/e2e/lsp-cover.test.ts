import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import type { RunEvent } from '../../src/core/run-event.ts';
import { acceptProposal, cover, marksChanged, runEvent, type Mark } from '../../src/protocol/messages.ts';
import { repositoryRoot } from '../support/cache-folder.ts';
import { editorInit, startServerProcess, type ServerProcess } from '../support/lsp-harness.ts';
import type { Project } from '../support/project.ts';
import { makeSmallShop } from '../support/small-shop.ts';

describe('covering through the built language server', function () {
  this.timeout(240_000);
  let project: Project;
  let server: ServerProcess;
  let uri: string;
  let marks: readonly Mark[];

  before(async () => {
    project = await makeSmallShop();
    uri = pathToFileURL(join(project.root, 'src/price.ts')).href;
    server = await startServerProcess([process.execPath, join(repositoryRoot, 'dist/server.cjs'), '--stdio'], {
      folders: [{ uri: pathToFileURL(project.root).href, name: 'shop' }],
      init: editorInit,
    });
    await server.client.open(uri, await project.read('src/price.ts'));
    ({ marks } = await server.client.next(marksChanged));
  });
  after(async () => {
    server?.kill('SIGKILL');
    await project?.remove();
  });

  it('leaves the tree as it was after a cancel', async () => {
    const before = await project.snapshot();
    const source = new CancellationTokenSource();
    const result = server.client.request(cover, { run: 'cancelled', uri, selection: { kind: 'file' } }, source.token);
    await server.client.next(runEvent, ({ run, event }) => run === 'cancelled' && event.kind === 'suite-started');
    source.cancel();
    assert.equal((await result).message, 'Cancelled. Nothing was changed.');
    assert.deepEqual(await project.snapshot(), before);
  });

  it('proposes a proven test for one arm, and writes it only when it is accepted', async () => {
    const [arm] = marks;
    assert.ok(arm);
    const before = await project.snapshot();
    const result = await server.client.request(cover, { run: 'one', uri, selection: { kind: 'arms', arms: [arm.arm] } });
    assert.equal(result.message, 'tests/generated/price.test.ts takes 1 arm and passed every gate: review it.');
    assert.ok(result.proposal);
    assert.deepEqual(await project.snapshot(), before);
    const accepted = await server.client.request(acceptProposal, { proposal: result.proposal.id });
    assert.equal(accepted.uri, pathToFileURL(join(project.root, 'tests/generated/price.test.ts')).href);
    assert.deepEqual(await project.snapshot(), { ...before, 'tests/generated/price.test.ts': result.proposal.text });
  });

  it('measures the whole suite once, and again only after something has changed', async () => {
    const second = await eventsOf('second');
    assert.deepEqual(
      second.filter((event) => event.kind === 'suite-started' && event.label === 'baseline'),
      [],
    );
    assert.equal(second[0]?.kind, 'baseline-reused');
    await project.write('tests/more.test.ts', "import { test } from 'vitest';\ntest('more', () => undefined);\n");
    const third = await eventsOf('third');
    assert.equal(
      third.some((event) => event.kind === 'baseline-reused'),
      false,
    );
    assert.equal(third[0]?.kind === 'suite-started' && third[0].label, 'baseline');
  });

  /** Everything that a cover run of the first arm that is still dark tells; its proposal is not accepted. */
  async function eventsOf(run: string): Promise<readonly RunEvent[]> {
    const events: RunEvent[] = [];
    const result = server.client.request(cover, { run, uri, selection: { kind: 'file' } });
    for (let event: RunEvent | undefined; event?.kind !== 'finished'; events.push(event))
      ({ event } = await server.client.next(runEvent, (params) => params.run === run));
    assert.ok((await result).proposal);
    return events;
  }
});
