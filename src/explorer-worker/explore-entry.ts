import type ts from 'typescript';
import { chooseAssertions } from '../core/generators/explorer/assertions.ts';
import type { Finding, FullObservation, Observation } from '../core/generators/explorer/exploration.ts';
import type { Near, WorkerJob } from '../core/generators/explorer/messages.ts';
import { minimise } from '../core/generators/explorer/minimise.ts';
import { createPool, type Pool } from '../core/generators/explorer/pool.ts';
import type { PrintOptions } from '../core/generators/explorer/print-value.ts';
import { mutateArguments } from '../core/generators/explorer/mutate.ts';
import { createRandom, type Random } from '../core/generators/explorer/random.ts';
import { search, type Found, type Trial } from '../core/generators/explorer/search.ts';
import { fits, type Parameter } from '../core/generators/explorer/shape.ts';
import { encodeValue, type Value } from '../core/generators/explorer/value.ts';
import { keepingOnly, viewsOf, withoutKept, wouldFail, type Views } from '../core/generators/explorer/would-fail.ts';
import { clauseOf, enclosingName } from './clause.ts';
import type { Constants } from './constants.ts';
import type { ArmInfo, DecisionTable } from './decisions.ts';
import type { Entry } from './entry-points.ts';
import type { ExploreContext } from './explore.ts';
import type { SourceMutant } from './instrument.ts';
import type { RawOutcome } from './run-call.ts';
import { createTracer } from './trace.ts';
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
  /** Arguments of findings so far, by parameter name; added to. */
  readonly discovered: Map<string, Value[]>;
}

const patience = { direct: 2500, indirect: 1200 };
const mostCalls = 40_000;
const mutationMs = 1000;
const seekMs = 700;
const shown: PrintOptions = { typed: true, quotes: "'", nameOf: (ref) => ref.path.join('.'), typeName: (name) => name };

/** Searches from one entry point; sends findings and, for what was not found, how near it came. Resolves to the number of calls. */
export async function exploreEntry(exploration: EntryExploration): Promise<number> {
  const { entry, goals, bench, context, job, solved, index } = exploration;
  const declared: readonly Parameter[] =
    entry.receiver === undefined
      ? entry.parameters
      : [{ name: 'receiver', shape: entry.receiver, optional: false, rest: false }, ...entry.parameters];
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
    return raw instanceof Promise
      ? raw.then((settled) => toTrial(exploration, args, settled, pool))
      : toTrial(exploration, args, raw, pool);
  };
  const parameters = await traceParameters(exploration, declared, guarded);
  for (const value of [...exploration.discovered.values()].flat())
    if (value.kind === 'string' || value.kind === 'number') pool.see(value.value);
  const result = await search({
    parameters,
    goals: goals.map((arm) => ({ arm: arm.index, chain: arm.chain })),
    seeds: seedsFor(parameters, exploration.discovered),
    pool,
    random,
    execute,
    patience: exploration.direct ? patience.direct : patience.indirect,
    maxCalls: mostCalls,
    expired: () => context.now() - started > job.budgetMs * 0.6,
  });
  const reports: Near[] = [];
  const claimed = new Map<number, Finding>();
  // The first operand of a logical expression is always evaluated: what takes another operand usually does for it, too.
  const inOrder = [...result.found].sort(
    ([left], [right]) => Number(isFirstOperand(exploration, left)) - Number(isFirstOperand(exploration, right)) || left - right,
  );
  const settled: (readonly Value[])[] = [];
  const attempt = async (armIndex: number, found: Found, again: boolean): Promise<boolean> => {
    const arm = goals.find((goal) => goal.index === armIndex);
    if (arm === undefined || claimed.has(armIndex)) return true;
    const finished = await finish({ exploration, arm, parameters, pool, random, guarded, neighbours: again ? 250 : 30 }, found);
    if ('code' in finished) {
      if (again || finished.code !== 'no-visible-effect') reports.push(finished);
      return again || finished.code !== 'no-visible-effect';
    }
    settled.push(finished.receiver === undefined ? finished.args : [finished.receiver, ...finished.args]);
    for (const key of finished.arms) {
      const taken = goals.find((goal) => goal.key === key);
      if (taken !== undefined) {
        claimed.set(taken.index, finished);
        solved.add(taken.index);
      }
    }
    remember(exploration.discovered, finished);
    context.send({ type: 'finding', finding: finished });
    return true;
  };
  const blind: (readonly [number, Found])[] = [];
  for (const [armIndex, found] of inOrder) if (!(await attempt(armIndex, found, false))) blind.push([armIndex, found]);
  // Arms of which no test would notice anything get a second chance, with what was found for the others to build on.
  for (const [armIndex, found] of blind) {
    for (const value of [...exploration.discovered.values()].flat())
      if (value.kind === 'string' || value.kind === 'number') pool.see(value.value);
    await attempt(armIndex, { ...found, others: [...found.others, ...settled] }, true);
  }
  for (const [armIndex, nearest] of result.nearest) {
    const arm = goals.find((goal) => goal.index === armIndex);
    if (arm === undefined || solved.has(armIndex)) continue;
    reports.push(describeNearest(exploration, arm, nearest.fitness, result.stopped === 'timeout', result.calls));
  }
  if (reports.length > 0) context.send({ type: 'near', near: reports });
  return calls;
}

/** Learns from two calls with recording proxies what code does with parameters of unknown shape. */
async function traceParameters(
  { entry, bench }: EntryExploration,
  parameters: readonly Parameter[],
  guarded: Guarded,
): Promise<readonly Parameter[]> {
  const traceable = entry.point.kind === 'function' || entry.point.kind === 'static' || entry.point.kind === 'constructor';
  if (!traceable || !parameters.some((parameter) => parameter.shape.kind === 'unknown')) return parameters;
  let refined = parameters;
  for (const callable of [false, true]) {
    const tracer = createTracer(parameters, entry.node, callable);
    await guarded(
      [{ kind: 'boolean', value: callable }, ...parameters.map((): Value => ({ kind: 'string', value: 'traced' }))],
      async () => {
        await bench.trace(entry, tracer.values);
        tracer.learn(bench.probes.record.compared);
      },
    );
    refined = tracer.refine(refined);
  }
  bench.fresh(0);
  return refined;
}

/** Calls made of what worked for other functions with parameters of the same names. */
function seedsFor(parameters: readonly Parameter[], discovered: ReadonlyMap<string, readonly Value[]>): (readonly Value[])[] {
  const known = parameters.map((parameter) => (discovered.get(parameter.name) ?? []).filter((value) => fits(value, parameter.shape)));
  const longest = Math.min(12, Math.max(0, ...known.map((values) => values.length)));
  if (known.some((values, index) => values.length === 0 && parameters[index]?.optional !== true)) return [];
  return Array.from({ length: longest }, (_unused, turn) =>
    known.map((values): Value => values[turn % values.length] ?? { kind: 'undefined' }),
  );
}

function remember(discovered: Map<string, Value[]>, finding: Finding): void {
  finding.entry.parameters.forEach((parameter, index) => {
    const value = finding.args[index];
    if (value === undefined || value.kind === 'undefined' || value.kind === 'null') return;
    discovered.set(parameter.name, [...(discovered.get(parameter.name) ?? []), value]);
  });
}

function isFirstOperand({ table }: EntryExploration, arm: number): boolean {
  const decision = table.arms[arm]?.decision;
  return decision?.kind === 'binary-expr' && decision.arms[0] === arm;
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
  if (raw.kind === 'unbuilt') return { distance: () => 1, lacks: () => 1, operands: [] };
  let worth: Worth | undefined;
  return {
    distance: (arm) => record.distance[arm] ?? 1,
    lacks: (arm) => {
      worth ??= worthOf(entry, args, raw, bench);
      return Math.min(1, lack[worth] + (isPrepared(exploration, arm) ? lack.prepared : 0));
    },
    operands: record.operands,
  };
}

/** How much the calls of each {@link Worth} lack; those that take the arm while the instance is prepared lack more than quiet ones. */
const lack = { shown: 0, quiet: 0.3, nothing: 1, prepared: 0.4 };

/** Whether an arm of the entry's own text was taken before it was called. */
function isPrepared({ entry, bench, table }: EntryExploration, arm: number): boolean {
  if (entry.receiver === undefined || bench.probes.record.prepared[arm] !== 1) return false;
  const at = table.arms[arm]?.decision?.node;
  return at !== undefined && at.pos >= entry.node.pos && at.end <= entry.node.end;
}

/** What a call has for a test: something to be seen (`shown`), that it comes back and leaves all as it is (`quiet`), or nothing. */
type Worth = 'shown' | 'quiet' | 'nothing';

function worthOf(entry: Entry, args: readonly Value[], raw: RawOutcome, bench: Workbench): Worth {
  const shownIf = (holds: boolean): Worth => (holds ? 'shown' : 'nothing');
  if (raw.kind === 'threw') return shownIf(isNaturalThrow(entry, raw.value, bench.probes.isDeliberate(raw.value)));
  if (raw.kind !== 'returned') return 'nothing';
  if (typeof raw.value === 'number') return shownIf(!Number.isNaN(raw.value));
  if (raw.value !== undefined && raw.value !== null && typeof raw.value !== 'object')
    return shownIf(typeof raw.value !== 'function' && typeof raw.value !== 'symbol');
  if (raw.value === null) return 'shown';
  const observation = bench.effect(entry, args, raw);
  const assertions = observation === undefined ? undefined : chooseAssertions(observation, shown);
  if (observation === undefined || assertions === undefined) return 'nothing';
  if (assertions.changed.length + assertions.receiver.length > 0) return 'shown';
  if (observation.quiet === true && (raw.value === undefined || assertions.result.length === 0)) return 'quiet';
  return shownIf(raw.value !== undefined || entry.givesValue);
}

/** A throw that a test should hold: of the project's own making, or one that well-typed arguments bring about. */
function isNaturalThrow(entry: Entry, error: unknown, deliberate: boolean): boolean {
  if (deliberate) return error instanceof Error;
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof ReferenceError) return false;
  if (error instanceof RangeError && /call stack|Invalid (array|string|count|typed array)/i.test(error.message)) return false;
  return entry.typed || error instanceof SyntaxError || error instanceof URIError;
}

interface Finish {
  readonly exploration: EntryExploration;
  readonly arm: ArmInfo;
  readonly parameters: readonly Parameter[];
  readonly pool: Pool;
  readonly random: Random;
  readonly guarded: Guarded;
  /** How many neighbours of the calls are tried when those are blind. */
  readonly neighbours: number;
}

async function finish(options: Finish, found: Found): Promise<Finding | Near> {
  const { exploration, arm, parameters, pool, guarded } = options;
  const { entry, bench, goals } = exploration;
  const { record } = bench.probes;
  bench.fresh(0);
  const wanted = await kindOf(options, found.args);
  if (wanted === undefined) return nearMiss(arm, 'unstable', 'the same call takes it only after other calls');
  if (wanted.endsWith('nothing'))
    return nearMiss(arm, 'no-visible-effect', 'every call that takes it fails with an engine error or leaves nothing to assert');
  const biting = await seekBite({ ...options, wanted }, [found.args, ...found.others]);
  if (biting === undefined) {
    const tried = exploration.mutants.get(arm.index)?.length ?? 0;
    return nearMiss(arm, 'no-visible-effect', `none of ${tried} changes to it shows in what the call does`);
  }
  const kind = await kindOf(options, biting.args);
  const keeps = async (next: readonly Value[]): Promise<boolean> => {
    if ((await kindOf(options, next)) !== kind) return false;
    const seen = await notices(options, next, biting.mutant);
    return seen === 'plainly' || seen === biting.seen;
  };
  const args = await minimise(biting.args, { parameters, pool, maxTries: 400, keeps });
  const first = await guarded(args, () => bench.observe(entry, args, 0));
  const taken = goals.filter((goal) => record.hit[goal.index] === 1);
  if (first === undefined || !taken.includes(arm)) return nearMiss(arm, 'unstable', 'the call takes it only after other calls');
  let stable = first;
  for (const world of [1, 2]) {
    const again = await guarded(args, () => bench.observe(entry, args, world));
    if (again === undefined || encodeValue(withoutKept(again)) !== encodeValue(withoutKept(first)))
      return nearMiss(arm, 'unstable', 'what the call does depends on the time, the time zone or chance');
    stable = keepingOnly(stable, again);
  }
  const assertions = chooseAssertions(first, shown);
  if (assertions === undefined) return nearMiss(arm, 'no-visible-effect', 'calls that take it leave nothing to assert');
  return judgeByMutants(exploration, arm, taken, args, stable, guarded);
}

function nearMiss(arm: ArmInfo, code: Near['code'], detail: string): Near {
  return { arm: arm.key ?? '', code, detail, fitness: 0 };
}

/** What sort of thing the call does on the way through the arm, ending with its {@link Worth}; undefined when it does not take the arm. */
async function kindOf({ exploration, arm, guarded }: Finish, args: readonly Value[]): Promise<string | undefined> {
  const { entry, bench } = exploration;
  return guarded(args, async () => {
    const raw = await bench.run(entry, args);
    if (bench.probes.record.hit[arm.index] !== 1) return undefined;
    const worth = worthOf(entry, args, raw, bench);
    return `${raw.kind}:${raw.kind === 'threw' && raw.value instanceof Error ? raw.value.constructor.name : typeof raw.value}:${isPrepared(exploration, arm.index) ? 'prepared' : 'called'}:${worth}`;
  });
}

/** Whether a test of the call would fail under the mutant, as far as can be told without fresh state; `by what is kept`: only when it also holds what the call leaves as it was. */
async function notices(
  { exploration, guarded }: Finish,
  args: readonly Value[],
  mutant: number,
): Promise<'plainly' | 'by what is kept' | undefined> {
  const { entry, bench } = exploration;
  const plain = await guarded(args, async () => bench.effect(entry, args, await bench.run(entry, args)));
  const changed = await guarded([...args, mutantMark(mutant)], () => bench.glance(entry, args, mutant));
  if (plain === undefined) return undefined;
  const views = viewsOf(plain, [changed]);
  if (views.plain.some((view) => wouldFail(view, changed))) return 'plainly';
  return views.kept.some((view) => wouldFail(view, changed)) ? 'by what is kept' : undefined;
}

function mutantMark(mutant: number): Value {
  return { kind: 'number', value: mutant };
}

interface Bite {
  readonly args: readonly Value[];
  readonly mutant: number;
  readonly seen: 'plainly' | 'by what is kept';
}

/** A call that takes the arm and a change to the arm that a test of it would notice. Tries other calls and their neighbours when the first is blind. */
async function seekBite(options: Finish & { readonly wanted: string }, calls: readonly (readonly Value[])[]): Promise<Bite | undefined> {
  const { exploration, arm, parameters, pool, random } = options;
  const mutants = exploration.mutants.get(arm.index) ?? [];
  const deadline = exploration.context.now() + seekMs;
  const first = calls[0] ?? [];
  let weak: Bite | undefined;
  for (let turn = 0; turn < calls.length + options.neighbours; turn += 1) {
    const args = calls[turn] ?? mutateArguments(random.pick(calls), parameters, pool, random);
    if (turn > 0 && exploration.context.now() > deadline) return weak;
    if (turn > 0 && args === first) continue;
    const kind = turn > 0 ? await kindOf(options, args) : options.wanted;
    if (kind === undefined || kind.endsWith('nothing')) continue;
    for (const mutant of mutants) {
      const seen = await notices(options, args, mutant.id);
      // A call that does nothing that is seen has no more to say than that.
      if (seen === 'plainly' || (seen !== undefined && kind.endsWith('quiet'))) return { args, mutant: mutant.id, seen };
      if (seen !== undefined) weak ??= { args, mutant: mutant.id, seen };
    }
  }
  return weak;
}

async function judgeByMutants(
  exploration: EntryExploration,
  arm: ArmInfo,
  taken: readonly ArmInfo[],
  args: readonly Value[],
  first: FullObservation,
  guarded: Guarded,
): Promise<Finding | Near> {
  const { entry, bench, context, mutants } = exploration;
  const deadline = context.now() + mutationMs;
  /** What is seen of the call under every change to an arm, as long as there is time. */
  const underMutants = async (each: ArmInfo): Promise<readonly (FullObservation | undefined)[]> => {
    const seen: (FullObservation | undefined)[] = [];
    for (const mutant of mutants.get(each.index) ?? []) {
      if (seen.length > 0 && context.now() > deadline) break;
      seen.push(await guarded([...args, mutantMark(mutant.id)], () => bench.observeMutant(entry, args, mutant.id)));
    }
    return seen;
  };
  const seen = await underMutants(arm);
  const [observation, noticed] = mostTelling(viewsOf(first, seen), seen);
  const own = { tried: seen.length, noticed };
  const arms = [arm.key ?? ''];
  if (own.noticed > 0) {
    for (const other of taken)
      if (other !== arm && (await underMutants(other)).some((each) => wouldFail(observation, each))) arms.push(other.key ?? '');
  }
  if (own.noticed === 0) return nearMiss(arm, 'no-visible-effect', `none of ${own.tried} changes to it shows in what the call does`);
  const [receiver] = args;
  const hasReceiver = entry.receiver !== undefined && receiver?.kind === 'instance';
  return {
    entry: entry.point,
    ...(hasReceiver ? { receiver } : {}),
    args: hasReceiver ? args.slice(1) : args,
    observation,
    arm: arm.key ?? '',
    clause: clauseFrom(entry, arm, exploration.source),
    arms,
    mutants: own,
  };
}

/** The view that notices most; what is kept is only asserted when nothing else notices anything. */
function mostTelling(
  { plain, kept }: Views,
  seen: readonly (FullObservation | undefined)[],
): readonly [observation: Observation, noticed: number] {
  const count = (view: Observation): readonly [Observation, number] => [view, seen.filter((each) => wouldFail(view, each)).length];
  const [first, ...others] = plain.map(count);
  const most = (best: readonly [Observation, number], other: readonly [Observation, number]) => (other[1] > best[1] ? other : best);
  const plainly = others.reduce(most, first ?? count(plain[0]));
  return plainly[1] > 0 ? plainly : kept.map(count).reduce(most, plainly);
}

/** An arm of another function is named with it: its condition speaks of that function's variables. */
function clauseFrom(entry: Entry, arm: ArmInfo, source: ts.SourceFile): string {
  const clause = clauseOf(arm, source);
  const at = arm.decision?.node;
  if (clause === '' || at === undefined || (at.pos >= entry.node.pos && at.end <= entry.node.end)) return clause;
  const name = enclosingName(at);
  return name === undefined ? '' : `${clause} in ${name}`;
}

function describeNearest(exploration: EntryExploration, arm: ArmInfo, fitness: number, timedOut: boolean, calls: number): Near {
  const { table, source } = exploration;
  const name = exploration.entry.point.member ?? exploration.entry.point.name;
  const steps = Number.isFinite(fitness) ? Math.ceil(fitness) : arm.chain.length;
  const blocking = table.arms[arm.chain[Math.max(0, arm.chain.length - steps)] ?? arm.index];
  const line =
    blocking?.decision === undefined ? undefined : source.getLineAndCharacterOfPosition(blocking.decision.node.getStart(source)).line + 1;
  const detail = `${calls} calls of ${name} came no nearer${line === undefined ? '' : ` than the branch on line ${line}`}`;
  return { arm: arm.key ?? '', code: timedOut ? 'timeout' : 'plateau', detail, fitness: Number.isFinite(fitness) ? fitness : 1e5 };
}
