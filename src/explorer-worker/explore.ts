import ts from 'typescript';
import type { ArmKey } from '../core/coverage/coverage-map.ts';
import type { Value } from '../core/generators/explorer/value.ts';
import { phases, type Near, type WorkerJob, type WorkerMessage } from '../core/generators/explorer/messages.ts';
import { isFunctionWithBody, readDecisions, type ArmInfo, type DecisionTable, type FunctionNode } from './decisions.ts';
import { createReach, readEffects, type Effects } from './effects.ts';
import { findEntryPoints, type Entry } from './entry-points.ts';
import { exploreEntry } from './explore-entry.ts';
import type { Guard } from './guard.ts';
import { harvestConstants } from './constants.ts';
import { instrument, probeGlobal } from './instrument.ts';
import { installModuleLoader } from './modules.ts';
import { mutantsOf } from './mutants.ts';
import { createProbes } from './probes.ts';
import { readProjectTypes } from './project-types.ts';
import { createTypeReader } from './type-shape.ts';
import { createWorkbench } from './workbench.ts';

export interface ExploreContext {
  readonly send: (message: WorkerMessage) => void;
  /** Notes where the work stands, before anything that may hang. */
  readonly mark: (entry: number, call: number) => void;
  readonly installGuard: () => Guard;
  /** Milliseconds; not the clock that the code under search sees. */
  readonly now: () => number;
}

/** Does one job: loads the file, searches from every entry point that may reach a wanted arm, and sends what it finds. */
export async function explore(job: WorkerJob, context: ExploreContext): Promise<void> {
  context.mark(phases.starting, 0);
  const types = readProjectTypes(job.file, job.text, job.projectRoot);
  const source = ts.createSourceFile(job.file, job.text, ts.ScriptTarget.ESNext, true);
  const table = readDecisions(source);
  const wanted = findWanted(
    table,
    job.arms.filter((key) => !job.resume.solved.includes(key)),
    context,
  );
  const effects = readEffects(types.file);
  if (effects.atImport !== undefined) {
    const detail = `importing the file calls ${effects.atImport}`;
    context.send({ type: 'near', near: wanted.map((arm) => near(arm, 'refused-effects', detail)) });
    context.send({ type: 'done', calls: 0 });
    return;
  }
  const entries = findEntryPoints(types.file, types.checker, createTypeReader(types.checker, types.file));
  const plans = planEntries(entries, wanted, types.file, effects, context);
  const probes = createProbes(table);
  Object.defineProperty(globalThis, probeGlobal, { value: probes.runtime, enumerable: false });
  const constants = harvestConstants(types.sources.slice(0, 12));
  const plain = instrument(source, { table });
  const guard = context.installGuard();
  guard.enter(0);
  const loader = installModuleLoader(job.projectRoot, types.options);
  const mutants = mutantsOf(source, table, wanted);
  const bench = createWorkbench({
    file: job.file,
    loader,
    probes,
    guard,
    variants: { plain, mutated: () => instrument(source, { mutants: [...mutants.values()].flat() }) },
  });
  context.mark(phases.importing, 0);
  const failure = bench.tryLoad();
  if (failure !== undefined) {
    context.send({
      type: 'near',
      near: wanted.map((arm) => near(arm, failure.guarded ? 'refused-effects' : 'cannot-load', failure.message)),
    });
    context.send({ type: 'done', calls: 0 });
    return;
  }
  const solved = new Set<number>();
  const discovered = new Map<string, Value[]>();
  let calls = 0;
  for (const [index, plan] of plans.entries()) {
    if (index < job.resume.firstEntry) continue;
    const goals = plan.goals.filter((arm) => !solved.has(arm.index));
    if (goals.length === 0) continue;
    context.send({ type: 'progress', done: solved.size, total: wanted.length, message: `searching ${plan.entry.point.name}` });
    calls += await exploreEntry({
      job,
      index,
      entry: plan.entry,
      goals,
      table,
      source,
      bench,
      constants,
      mutants,
      solved,
      context,
      direct: plan.direct,
      discovered,
    });
  }
  context.mark(phases.idle, 0);
  context.send({ type: 'done', calls });
}

function near(arm: ArmInfo, code: Near['code'], detail: string): Near {
  return { arm: arm.key ?? '', code, detail, fitness: 1e6 };
}

function findWanted(table: DecisionTable, keys: readonly ArmKey[], context: ExploreContext): ArmInfo[] {
  const byKey = new Map(table.arms.flatMap((arm) => (arm.key === undefined ? [] : [[arm.key, arm] as const])));
  const missing = keys.filter((key) => !byKey.has(key));
  if (missing.length > 0) {
    context.send({
      type: 'near',
      near: missing.map((arm) => ({ arm, code: 'unknown-arm', detail: 'the code has no such branch at this place', fitness: 1e6 })),
    });
  }
  return keys.flatMap((key) => byKey.get(key) ?? []);
}

interface Plan {
  readonly entry: Entry;
  readonly goals: readonly ArmInfo[];
  /** The wanted arms stand in the entry's own text. */
  readonly direct: boolean;
}

/** Which entry point may reach which arms; those whose own text has them come first, so that a test of a member calls that member. What none reaches is reported. */
function planEntries(
  entries: readonly Entry[],
  wanted: readonly ArmInfo[],
  file: ts.SourceFile,
  effects: Effects,
  context: ExploreContext,
): Plan[] {
  const reach = createReach(file);
  const plans: Plan[] = [];
  const unreached = new Map<ArmInfo, Near>(
    wanted.map((arm) => [arm, near(arm, 'not-exported', 'nothing that the file exports leads to it')]),
  );
  for (const entry of entries) {
    const reached = reachOf(entry, reach);
    const goals = wanted.filter((arm) => [...reached].some((node) => stands(arm, node)));
    if (goals.length === 0) continue;
    const effect = [...reached].map((node) => effects.of(node)).find((each) => each !== undefined);
    if (effect !== undefined) {
      for (const arm of goals) unreached.set(arm, near(arm, 'refused-effects', `${nameOf(entry)} calls ${effect}`));
      continue;
    }
    if (entry.obstacle !== undefined) {
      for (const arm of goals)
        if (unreached.get(arm)?.code === 'not-exported') unreached.set(arm, near(arm, 'unbuildable-arguments', entry.obstacle));
      continue;
    }
    const foreign = goals.filter((arm) => standsInSibling(arm, entry, entries));
    const own = goals.filter((arm) => !foreign.includes(arm));
    if (own.length > 0) plans.push({ entry, goals: own, direct: own.some((arm) => stands(arm, entry.node)) });
    if (foreign.length > 0) plans.push({ entry, goals: foreign, direct: false });
  }
  const reachable = new Set(plans.flatMap((plan) => plan.goals));
  const reports = [...unreached].flatMap(([arm, report]) => (reachable.has(arm) ? [] : [report]));
  if (reports.length > 0) context.send({ type: 'near', near: reports });
  return [...plans.filter((plan) => plan.direct), ...plans.filter((plan) => !plan.direct)];
}

/** A method also runs the constructor and whatever other methods prepare its instance. */
function reachOf(entry: Entry, reach: (from: FunctionNode) => ReadonlySet<ts.Node>): ReadonlySet<ts.Node> {
  const owner = entry.node.parent;
  if (entry.receiver === undefined || !ts.isClassLike(owner)) return reach(entry.node);
  return new Set([...reach(entry.node), ...owner.members.flatMap((member) => (isFunctionWithBody(member) ? [...reach(member)] : []))]);
}

/** Whether the arm is that of another member, which prepares the instance that this one is called on. */
function standsInSibling(arm: ArmInfo, entry: Entry, entries: readonly Entry[]): boolean {
  if (entry.receiver === undefined || stands(arm, entry.node)) return false;
  return entries.some((other) => other.node.parent === entry.node.parent && other.obstacle === undefined && stands(arm, other.node));
}

function nameOf(entry: Entry): string {
  return entry.point.member === undefined ? entry.point.name : `${entry.point.name}.${entry.point.member}`;
}

function stands(arm: ArmInfo, node: ts.Node): boolean {
  const at = arm.decision?.node;
  return at !== undefined && at.pos >= node.pos && at.end <= node.end;
}
