/**
 * `npm run bench:activation`: what activation costs the extension host. A companion extension in a real host, started anew
 * each time, waits until the host is quiet and then times `activate()` of an extension that does nothing and of Branchlight.
 * Their manifests lose only the event that would activate them earlier.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchChromium } from '../support/chromium.ts';
import { serveVscode, trustSettings } from '../support/served-vscode.ts';
import { makeSmallShop } from '../support/small-shop.ts';
import { stageExtension } from '../support/stage-extension.ts';
import { closeVscode, openVscode, until } from '../support/vscode-page.ts';

const starts = 5;
const budgetMs = 50;
const ours = 'branchlight.branchlight';
const empty = 'bench.does-nothing';

/** Milliseconds. `wall`: from the call of `activate()` until it resolved. `cpu`: what the host's one thread worked in that time,
 * which other load on the machine does not blur. */
interface Timing {
  readonly wall: number;
  readonly cpu: number;
}

type Answer = Readonly<Record<string, Timing>>;

async function makeExtension(folder: string, name: string, activationEvents: readonly string[], main: string): Promise<string> {
  const manifest = { name, publisher: 'bench', version: '1.0.0', engines: { vscode: '^1.101.0' }, main: './main.cjs', activationEvents };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'main.cjs'), main);
  return folder;
}

const stopwatch = (answer: string): string => `
const vscode = require('vscode');
const { performance } = require('node:perf_hooks');
const { writeFileSync, renameSync } = require('node:fs');

// Quiet: two seconds during which the thread was idle for 95 of 100.
async function quiet() {
  for (;;) {
    const before = performance.eventLoopUtilization();
    await new Promise((resolve) => setTimeout(resolve, 2000));
    if (performance.eventLoopUtilization(before).utilization < 0.05) return;
  }
}

exports.activate = () => {
  void (async () => {
    const answer = {};
    for (const id of ${JSON.stringify([empty, ours])}) {
      const extension = vscode.extensions.getExtension(id);
      if (extension.isActive) throw new Error(id + ' is active already');
      await quiet();
      const worked = process.threadCpuUsage();
      const start = performance.now();
      await extension.activate();
      const wall = performance.now() - start;
      const { user, system } = process.threadCpuUsage(worked);
      answer[id] = { wall, cpu: (user + system) / 1000 };
    }
    writeFileSync(${JSON.stringify(`${answer}.part`)}, JSON.stringify(answer));
    renameSync(${JSON.stringify(`${answer}.part`)}, ${JSON.stringify(answer)});
  })();
};
`;

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

const report = (line: string): void => console.log(line);
const shown = (milliseconds: number): string => `${milliseconds.toFixed(1)} ms`;
const scratch = await mkdtemp(join(tmpdir(), 'branchlight-bench-'));
const answerFile = join(scratch, 'answer.json');
const extension = await stageExtension(report);
const manifestFile = join(extension.path, 'package.json');
const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as Readonly<Record<string, unknown>>;
await writeFile(manifestFile, JSON.stringify({ ...manifest, activationEvents: [] }));
const shop = await makeSmallShop();
const browser = await launchChromium(report);
const installed = [
  extension.path,
  await makeExtension(join(scratch, 'does-nothing'), 'does-nothing', [], 'exports.activate = () => undefined;\n'),
  await makeExtension(join(scratch, 'stopwatch'), 'stopwatch', ['onStartupFinished'], stopwatch(answerFile)),
];
const served = await serveVscode({ report, installed, settings: trustSettings(true) });
const answers: Answer[] = [];
try {
  for (let start = 1; start <= starts; start++) {
    const page = await openVscode(browser, served, { workspace: shop.root });
    await until(
      'the stopwatch',
      () => Promise.resolve(existsSync(answerFile)),
      (there) => there,
      120_000,
    );
    const answer = JSON.parse(readFileSync(answerFile, 'utf8')) as Answer;
    await rm(answerFile);
    await closeVscode(page);
    answers.push(answer);
    const [own, nothing] = [answer[ours], answer[empty]];
    if (own === undefined || nothing === undefined) throw new Error(`No timing in ${JSON.stringify(answer)}`);
    report(
      `start ${String(start)}: ${shown(own.wall)} (${shown(own.cpu)} of work); empty extension ${shown(nothing.wall)} (${shown(nothing.cpu)})`,
    );
  }
} finally {
  await browser.close();
  await served.stop();
  await shop.remove();
  await extension.remove();
  await rm(scratch, { recursive: true, force: true });
}
const middle = (id: string, part: keyof Timing): number => median(answers.map((answer) => answer[id]?.[part] ?? Number.NaN));
report(
  `Activation, median of ${String(starts)} starts: ${shown(middle(ours, 'wall'))}, ${shown(middle(ours, 'cpu'))} of work (budget ${String(budgetMs)} ms); an empty extension: ${shown(middle(empty, 'wall'))}, ${shown(middle(empty, 'cpu'))}`,
);
