/**
 * How long the language server takes from its start to the marks of an open file with 5,000 dark arms, and what the first
 * marks already say. `node test/bench/first-marks.ts [server.cjs]`; build first. Medians of three, on an otherwise idle machine.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { marksChanged } from '../../src/protocol/messages.ts';
import { repositoryRoot } from '../support/cache-folder.ts';
import { makeHugeModule } from '../support/huge-module.ts';
import { editorInit, startServerProcess } from '../support/lsp-harness.ts';
import type { Project } from '../support/project.ts';

const server = process.argv[2] ?? join(repositoryRoot, 'dist/server.cjs');
const runs = 3;

interface Times {
  readonly first: number;
  /** Until a second request is answered from the parsed source. */
  readonly parsed: number;
}

async function start(project: Project, state: string): Promise<Times> {
  const uri = pathToFileURL(join(project.root, 'src/huge.ts')).href;
  const text = await project.read('src/huge.ts');
  const started = performance.now();
  const { client, exited } = await startServerProcess([process.execPath, server, '--stdio'], {
    folders: [{ uri: pathToFileURL(project.root).href, name: 'huge' }],
    init: editorInit,
    env: { ...process.env, BRANCHLIGHT_STATE: state },
  });
  await client.open(uri, text);
  await client.next(marksChanged, (sent) => sent.uri === uri && sent.marks.length > 0);
  const first = performance.now() - started;
  await client.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position: { line: 1, character: 4 } });
  const parsed = performance.now() - started;
  await client.connection.sendRequest('shutdown');
  await client.connection.sendNotification('exit');
  await exited;
  return { first, parsed };
}

function median(values: readonly number[]): string {
  return `${Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0)} ms`;
}

async function bench(name: string, project: Project, keepState: boolean): Promise<void> {
  const kept = await mkdtemp(join(tmpdir(), 'branchlight-bench-'));
  if (keepState) await start(project, kept);
  const times: Times[] = [];
  for (let run = 0; run < runs; run += 1) times.push(await start(project, keepState ? kept : join(kept, String(run))));
  console.log(`${name.padEnd(36)} first marks ${median(times.map((one) => one.first))}, parsed ${median(times.map((one) => one.parsed))}`);
  await rm(kept, { recursive: true, force: true });
}

for (const reporter of ['json', 'lcov'] as const) {
  const project = await makeHugeModule(reporter);
  await bench(`${reporter}, first start ever`, project, false);
  await bench(`${reporter}, started before`, project, true);
  await project.remove();
}
