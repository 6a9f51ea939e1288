import type ts from 'typescript';
import { chooseAssertions } from '../core/generators/explorer/assertions.ts';
import type { Finding, Observation } from '../core/generators/explorer/exploration.ts';
import type { Near, WorkerJob } from '../core/generators/explorer/messages.ts';
import { minimise } from '../core/generators/explorer/minimise.ts';
import { createPool, type Pool } from '../core/generators/explorer/pool.ts';
import type { PrintOptions } from '../core/generators/explorer/print-value.ts';
import { createRandom } from '../core/generators/explorer/random.ts';
import { search, type Trial } from '../core/generators/explorer/search.ts';
import type { Parameter } from '../core/generators/explorer/shape.ts';
import { encodeValue, type Value } from '../core/generators/explorer/value.ts';
import type { Constants } from './constants.ts';
import type { ArmInfo, DecisionTable } from './decisions.ts';
import type { Entry } from './entry-points.ts';
import type { ExploreContext } from './explore.ts';
import type { SourceMutant } from './instrument.ts';
import type { RawOutcome } from './run-call.ts';
import type { Workbench } from './workbench.ts';

export interface EntryExploration {
  readonly job: WorkerJob;
  /** Number of the entry in the plan. */
  readonly index: number;
  readonly entry: Entry;
  readonly goals: readonly ArmInfo[];
  readonly direct: boolean;
  readonly table: DecisionTable;
  readonly source: ts.SourceFile;
  readonly bench: Workbench;
  readonly constants: Constants;
  readonly mutants: ReadonlyMap<number, readonly SourceMutant[]>;
  /** Arms that are done with; findings are added. */
  readonly solved: Set<number>;
  readonly context: ExploreContext;
}

const patience = { direct: 2500, indirect: 1200 };
const mostCalls = 40_000;
const mutationMs = 1000;
const shown: PrintOptions = { typed: true, nameOf: (ref) => ref.path.join('.'), typeName: (name) => name };

/** Searches from one entry point; sends findings and, for what was not found, how near it came. Resolves to the number of calls. */
export async function exploreEntry(exploration: EntryExploration): Promise<number> {
  const { entry, goals, bench, context, job, solved, index } = exploration;
  const parameters: readonly Parameter[] =
    entry.receiver === undefined ? entry.parameters : [{ name: 'receiver', shape: entry.receiver, optional: false, rest: false }, ...entry.parameters];
  const pool = createPool(exploration.constants);
  const random = createRandom(job.seed * 1_000_003 + index);
  const started = context.now();
  const quarantine = new Set(job.resume.quarantine.filter((position) => position.entry === index).map((position) => position.call));
  let calls = 0;
  const hung: string[] = [];
  /** Every call of the code under test goes through here, in the same order for the same seed. */
  const guarded = async <T>(args: readonly Value[], make: () => T | Promise<T>): Promise<T | undefined> => {
    calls += 1;
    if (quarantine.has(calls)) {
      hung.push(encodeValue(args));
      return undefined;
    }
    if (hung.includes(encodeValue(args))) return undefined;
    context.mark(index, calls);
    return make();
  };
  bench.fresh(0);
  const execute = (args: readonly Value[]): Trial | undefined | Promise<Trial | undefined> => {
    calls += 1;
    if (quarantine.has(calls)) {
      hung.push(encodeValue(args));
      return undefined;
    }
    if (hung.length > 0 && hung.includes(encodeValue(args))) return undefined;
    context.mark(index, calls);
    const raw = bench.run(entry, args);
    return raw instanceof Promise ? raw.then((settled) => toTrial(exploration, args, settled, pool)) : toTrial(exploration, args, raw, pool);
  };
  const result = await search({
    parameters,
    goals: goals.map((arm) => ({ arm: arm.index, chain: arm.chain })),
    seeds: [],
    pool,
    random,
    execute,
    patience: exploration.direct ? patience.direct : patience.indirect,
    maxCalls: mostCalls,
    expired: () => context.now() - started > job.budgetMs * 0.6,
  });
  const reports: Near[] = [];
  const claimed = new Map<number, Finding>();
  for (const [armIndex, found] of result.found) {
    const arm = goals.find((goal) => goal.index === armIndex);
    if (arm === undefined || claimed.has(armIndex)) continue;
    const finished = await finish(exploration, arm, found.args, parameters, pool, guarded);
    if ('code' in finished) {
      reports.push(finished);
      continue;
    }
    for (const key of finished.arms) {
      const taken = goals.find((goal) => goal.key === key);
      if (taken !== undefined) {
        claimed.set(taken.index, finished);
        solved.add(taken.index);
      }
    }
    context.send({ type: 'finding', finding: finished });
  }
  for (const [armIndex, nearest] of result.nearest) {
    const arm = goals.find((goal) => goal.index === armIndex);
    if (arm === undefined || solved.has(armIndex)) continue;
    reports.push(describeNearest(exploration, arm, nearest.fitness, result.stopped === 'timeout', result.calls));
  }
  if (reports.length > 0) context.send({ type: 'near', near: reports });
  return calls;
}

type Guarded = <T>(args: readonly Value[], make: () => T | Promise<T>) => Promise<T | undefined>;

/** Reads a trial off the probes; valid until the next call. */
function toTrial(exploration: EntryExploration, args: readonly Value[], raw: RawOutcome, pool: Pool): Trial {
  const { entry, bench } = exploration;
  const { record } = bench.probes;
  for (const [left, right] of record.operands) {
    pool.see(left);
    pool.see(right);
  }
  if (raw.kind === 'unbuilt') return { distance: () => 1, assertable: false, operands: [] };
  let assertable: boolean | undefined;
  return {
    distance: (arm) => record.distance[arm] ?? 1,
    get assertable() {
      assertable ??= isAssertable(entry, args, raw, bench);
      return assertable;
    },
    operands: record.operands,
  };
}

function isAssertable(entry: Entry, args: readonly Value[], raw: RawOutcome, bench: Workbench): boolean {
  if (raw.kind === 'threw') return isNaturalThrow(entry, raw.value, bench.probes.isDeliberate(raw.value));
  if (raw.kind !== 'returned') return false;
  if (typeof raw.value === 'number') return !Number.isNaN(raw.value);
  if (raw.value !== undefined && raw.value !== null && typeof raw.value !== 'object') return typeof raw.value !== 'function' && typeof raw.value !== 'symbol';
  if (raw.value === null) return true;
  const observation = bench.effect(entry, args, raw);
  return observation !== undefined && chooseAssertions(observation, shown) !== undefined && (raw.value !== undefined || observation.changed.length + observation.receiver.length > 0);
}

/** A throw that a test should hold: of the project's own making, or one that well-typed arguments bring about. */
function isNaturalThrow(entry: Entry, error: unknown, deliberate: boolean): boolean {
  if (deliberate) return error instanceof Error;
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof ReferenceError) return false;
  if (error instanceof RangeError && /call stack|Invalid (array|string|count|typed array)/i.test(error.message)) return false;
  return entry.typed || error instanceof SyntaxError || error instanceof URIError;
}

async function finish(exploration: EntryExploration, arm: ArmInfo, found: readonly Value[], parameters: readonly Parameter[], pool: Pool, guarded: Guarded): Promise<Finding | Near> {
  const { entry, bench, goals } = exploration;
  const { record } = bench.probes;
  const failed = (code: Near['code'], detail: string): Near => ({ arm: arm.key ?? '', code, detail, fitness: 0 });
  const takes = async (args: readonly Value[]): Promise<string | undefined> =>
    guarded(args, async () => {
      const raw = await bench.run(entry, args);
      if (record.hit[arm.index] !== 1) return undefined;
      const natural = isAssertable(entry, args, raw, bench);
      return `${raw.kind}:${raw.kind === 'threw' && raw.value instanceof Error ? raw.value.constructor.name : typeof raw.value}:${natural}`;
    });
  bench.fresh(0);
  const wanted = await takes(found);
  if (wanted === undefined) return failed('unstable', 'the same call takes it only after other calls');
  if (!wanted.endsWith('true')) return failed('no-visible-effect', 'every call that takes it fails with an engine error or leaves nothing to assert');
  const args = await minimise(found, { parameters, pool, maxTries: 400, keeps: async (next) => (await takes(next)) === wanted });
  const first = await guarded(args, () => bench.observe(entry, args, 0));
  const taken = goals.filter((goal) => record.hit[goal.index] === 1);
  if (first === undefined || !taken.includes(arm)) return failed('unstable', 'the call takes it only after other calls');
  for (const world of [1, 2]) {
    const again = await guarded(args, () => bench.observe(entry, args, world));
    if (encodeValue(again) !== encodeValue(first)) return failed('unstable', 'what the call does depends on the time, the time zone or chance');
  }
  const assertions = chooseAssertions(first, shown);
  if (assertions === undefined) return failed('no-visible-effect', 'calls that take it leave nothing to assert');
  return judgeByMutants(exploration, arm, taken, args, first, guarded);
}

async function judgeByMutants(exploration: EntryExploration, arm: ArmInfo, taken: readonly ArmInfo[], args: readonly Value[], first: Observation, guarded: Guarded): Promise<Finding | Near> {
  const { entry, bench, context, mutants } = exploration;
  const expected = encodeValue(chooseAssertions(first, shown));
  const deadline = context.now() + mutationMs;
  const bites = async (each: ArmInfo): Promise<{ tried: number; noticed: number }> => {
    let tried = 0;
    let noticed = 0;
    for (const mutant of mutants.get(each.index) ?? []) {
      if (tried > 0 && context.now() > deadline) break;
      tried += 1;
      const seen = await guarded([...args, { kind: 'number', value: mutant.id }], () => bench.observeMutant(entry, args, mutant.id));
      if (seen === undefined || encodeValue(chooseAssertions(seen, shown)) !== expected) noticed += 1;
    }
    return { tried, noticed };
  };
  const own = await bites(arm);
  const arms = [arm.key ?? ''];
  if (own.noticed > 0) {
    for (const other of taken) if (other !== arm && (await bites(other)).noticed > 0) arms.push(other.key ?? '');
  }
  bench.fresh(0);
  if (own.noticed === 0) return { arm: arm.key ?? '', code: 'no-visible-effect', detail: `none of ${own.tried} changes to it shows in what the call does`, fitness: 0 };
  const [receiver] = args;
  const hasReceiver = entry.receiver !== undefined && receiver?.kind === 'instance';
  return {
    entry: entry.point,
    ...(hasReceiver ? { receiver } : {}),
    args: hasReceiver ? args.slice(1) : args,
    observation: first,
    arm: arm.key ?? '',
    arms,
    mutants: own,
  };
}

function describeNearest(exploration: EntryExploration, arm: ArmInfo, fitness: number, timedOut: boolean, calls: number): Near {
  const { table, source } = exploration;
  const name = exploration.entry.point.member ?? exploration.entry.point.name;
  const steps = Number.isFinite(fitness) ? Math.ceil(fitness) : arm.chain.length;
  const blocking = table.arms[arm.chain[Math.max(0, arm.chain.length - steps)] ?? arm.index];
  const line = blocking?.decision === undefined ? undefined : source.getLineAndCharacterOfPosition(blocking.decision.node.getStart(source)).line + 1;
  const detail = `${calls} calls of ${name} came no nearer${line === undefined ? '' : ` than the branch on line ${line}`}`;
  return { arm: arm.key ?? '', code: timedOut ? 'timeout' : 'plateau', detail, fitness: Number.isFinite(fitness) ? fitness : 1e5 };
}
