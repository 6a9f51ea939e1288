import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeProject, type Project } from '../support/project.ts';
import { makeSmallShop } from '../support/small-shop.ts';

export interface Prepared {
  /** What VS Code opens: a folder or a `.code-workspace` file. */
  readonly workspace: string;
  readonly projects: readonly Project[];
}

/** One start of VS Code: a workspace, settings, and the suite that runs inside. */
export interface Scenario {
  /** File below `suites`. */
  readonly suite: string;
  readonly trusted: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  prepare(): Promise<Prepared>;
}

async function smallShop(): Promise<Prepared> {
  const shop = await makeSmallShop();
  return { workspace: shop.root, projects: [shop] };
}

async function twoShops(): Promise<Prepared> {
  const [first, second] = await Promise.all([makeSmallShop(), makeSmallShop()]);
  const workspace = join(first.root, 'both.code-workspace');
  const folders = [
    { path: first.root, name: 'first' },
    { path: second.root, name: 'second' },
  ];
  await writeFile(workspace, JSON.stringify({ folders }));
  return { workspace, projects: [first, second] };
}

async function brokenReport(): Promise<Prepared> {
  const shop = await makeSmallShop();
  const report = await shop.read('coverage/coverage-final.json');
  await shop.write('coverage/coverage-final.json', report.slice(0, report.length / 2));
  return { workspace: shop.root, projects: [shop] };
}

async function noReport(): Promise<Prepared> {
  const project = await makeProject();
  await project.write('src/alone.ts', 'export const alone = (x: number): number => (x > 0 ? 1 : 2);\n');
  return { workspace: project.root, projects: [project] };
}

/** No model is asked, so nothing waits for a key. */
const searchOnly = { 'branchlight.generators': ['explorer'] };

export const scenarios: readonly Scenario[] = [
  { suite: 'trusted', trusted: true, settings: { ...searchOnly, 'branchlight.diagnostics': 'warning' }, prepare: smallShop },
  { suite: 'untrusted', trusted: false, prepare: smallShop },
  { suite: 'multi-root', trusted: true, settings: searchOnly, prepare: twoShops },
  { suite: 'broken-report', trusted: true, prepare: brokenReport },
  { suite: 'no-report', trusted: true, prepare: noReport },
];
