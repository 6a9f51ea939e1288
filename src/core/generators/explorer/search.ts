import { fitsTogether } from './fit-together.ts';
import { mutateArguments, replaceLeaf } from './mutate.ts';
import { mapParts } from './mutate-parts.ts';
import { complexity } from './minimise.ts';
import type { Pool } from './pool.ts';
import type { Random } from './random.ts';
import { sampleArguments } from './sample.ts';
import { fits, type Parameter } from './shape.ts';
import { encodeValue, type Value } from './value.ts';

/** An arm that is wanted. `chain`: arms that must be taken first, outermost first, ending with the arm itself. */
export interface Goal {
  readonly arm: number;
  readonly chain: readonly number[];
}

/** What one call did, readable until the next call. */
export interface Trial {
  /** 0 when the arm was taken, else the normalised distance from taking it; 1 when its decision never ran. */
  distance(arm: number): number;
  /** How much a call that takes the arm lacks for a good test of it: 0 for nothing, 1 when a test could assert nothing. */
  lacks(arm: number): number;
  /** Operands of failed comparisons, as pairs. */
  readonly operands: readonly (readonly [number | string, number | string])[];
}

export interface SearchOptions {
  readonly parameters: readonly Parameter[];
  readonly goals: readonly Goal[];
  readonly seeds: readonly (readonly Value[])[];
  readonly pool: Pool;
  readonly random: Random;
  /** undefined: the input is in quarantine. */
  readonly execute: (args: readonly Value[]) => Trial | undefined | Promise<Trial | undefined>;
  /** Calls without any progress after which the search has reached its plateau. */
  readonly patience: number;
  readonly maxCalls: number;
  /** True when the time is up. */
  readonly expired: () => boolean;
}

export interface Found {
  readonly args: readonly Value[];
  /** Other calls that take the arm and of which something can be asserted, the better ones first. */
  readonly others: readonly (readonly Value[])[];
}

export interface SearchResult {
  readonly found: ReadonlyMap<number, Found>;
  /** For arms that were not found: the best call, with its fitness (whole part: decisions still in the way). */
  readonly nearest: ReadonlyMap<number, { readonly args: readonly Value[]; readonly fitness: number }>;
  readonly calls: number;
  readonly stopped: 'complete' | 'plateau' | 'timeout';
}

interface Slot {
  readonly goal: Goal;
  best: readonly Value[];
  fitness: number;
  cost: number;
  operands: readonly (readonly [number | string, number | string])[];
  stale: number;
  readonly takers: { readonly args: readonly Value[]; readonly fitness: number }[];
}

const mostTakers = 24;
/** The fitness of a call that takes the arm and of which a test could assert nothing: still worth looking for a better one. */
const unassertable = 0.001;

/**
 * Looks for arguments that take each wanted arm: an archive slot per arm, filled by sampling, then bettered by
 * mutation, by writing the other operand of a failed comparison into the argument it came from, and by alternating
 * variable search on numbers. The same random source gives the same calls as long as the time does not run out.
 */
export async function search(options: SearchOptions): Promise<SearchResult> {
  const { parameters, goals, pool, random } = options;
  const slots: Slot[] = goals.map((goal) => ({
    goal,
    best: [],
    fitness: Number.POSITIVE_INFINITY,
    cost: Number.POSITIVE_INFINITY,
    operands: [],
    stale: 0,
    takers: [],
  }));
  // JSON knows no NaN and no Infinity; where there are none, its own way is faster.
  const keyOf = pool.numbers.every(Number.isFinite) ? JSON.stringify : encodeValue;
  let calls = 0;
  let lastProgress = 0;
  const attempted = new Set<string>();

  const attempt = async (args: readonly Value[]): Promise<boolean> => {
    const key = parameters.length < 4 ? keyOf(args) : '';
    if (key !== '' && attempted.has(key)) {
      calls += 1;
      return false;
    }
    if (key !== '' && attempted.size < 20_000) attempted.add(key);
    calls += 1;
    const pending = options.execute(args);
    const trial = pending instanceof Promise ? await pending : pending;
    if (trial === undefined) return false;
    let improved = false;
    let cost: number | undefined;
    for (const slot of slots) {
      const fitness = fitnessOf(slot.goal, trial);
      if (fitness < unassertable) noteTaker(slot, args, fitness);
      if (fitness > slot.fitness) continue;
      cost ??= totalComplexity(args, pool);
      if (fitness === slot.fitness && cost >= slot.cost) continue;
      if (fitness < slot.fitness - 1e-9) {
        improved = true;
        slot.stale = 0;
      }
      slot.best = args;
      slot.fitness = fitness;
      slot.cost = cost;
      slot.operands = trial.operands.slice(0, 8);
    }
    if (improved) lastProgress = calls;
    return improved;
  };

  const open = (): Slot[] => slots.filter((slot) => slot.fitness > 0);
  const goesOn = (): boolean => calls < options.maxCalls && calls - lastProgress < options.patience && !options.expired();

  for (const seed of options.seeds) await attempt(seed);
  const firstSamples = parameters.length === 0 ? 2 : 40 + 20 * parameters.length;
  for (let count = 0; count < firstSamples && open().length > 0 && goesOn(); count += 1)
    await attempt(sampleArguments(parameters, pool, random));
  while (parameters.length > 0 && goesOn()) {
    const candidates = open();
    if (candidates.length === 0) break;
    const slot = pickSlot(candidates, random);
    slot.stale += 1;
    const choice = random.next();
    if (!Number.isFinite(slot.fitness) || choice < 0.15) await attempt(sampleArguments(parameters, pool, random));
    else if (choice < 0.4) {
      const swapped = swapOperand(slot, parameters, random);
      await attempt(swapped ?? mutateArguments(slot.best, parameters, pool, random));
    } else if (choice < 0.47)
      await attempt(copyLeaf(slot.best, parameters, random) ?? mutateArguments(slot.best, parameters, pool, random));
    else if (choice < 0.55) await climb(slot, parameters, random, attempt, goesOn);
    else {
      let next = mutateArguments(slot.best, parameters, pool, random);
      while (random.chance(0.3)) next = mutateArguments(next, parameters, pool, random);
      await attempt(next);
    }
  }
  const found = new Map<number, Found>();
  const nearest = new Map<number, { args: readonly Value[]; fitness: number }>();
  for (const slot of slots) {
    if (slot.fitness <= unassertable) found.set(slot.goal.arm, { args: slot.best, others: takersOf(slot) });
    else nearest.set(slot.goal.arm, { args: slot.best, fitness: slot.fitness });
  }
  return { found, nearest, calls, stopped: open().length === 0 ? 'complete' : options.expired() ? 'timeout' : 'plateau' };
}

function fitnessOf(goal: Goal, trial: Trial): number {
  const last = goal.chain.length - 1;
  for (let index = 0; index <= last; index += 1) {
    const distance = trial.distance(goal.chain[index] ?? goal.arm);
    if (distance > 0) return last - index + distance;
  }
  return unassertable * trial.lacks(goal.arm);
}

/** When there are enough of them, a better one takes the place of a worse one. */
function noteTaker({ takers }: Slot, args: readonly Value[], fitness: number): void {
  if (takers.length < mostTakers) takers.push({ args, fitness });
  else if (fitness === 0) {
    const worse = takers.findLastIndex((taker) => taker.fitness > 0);
    if (worse >= 0) takers[worse] = { args, fitness };
  }
}

function takersOf({ takers }: Slot): (readonly Value[])[] {
  return takers.toSorted((left, right) => left.fitness - right.fitness).map((taker) => taker.args);
}

function totalComplexity(args: readonly Value[], pool: Pool): number {
  return args.reduce((sum, arg) => sum + complexity(arg, pool), 0);
}

/** Slots that were bettered lately come first, but none starves. */
function pickSlot(slots: readonly Slot[], random: Random): Slot {
  const first = random.pick(slots);
  const second = random.pick(slots);
  return first.stale <= second.stale ? first : second;
}

function allFit(args: readonly Value[], parameters: readonly Parameter[]): boolean {
  const eachFits = parameters.every((parameter, index) => {
    const arg = args[index] ?? { kind: 'undefined' as const };
    return (parameter.optional && arg.kind === 'undefined') || fits(arg, parameter.shape);
  });
  return eachFits && fitsTogether(args, parameters);
}

function swapOperand(slot: Slot, parameters: readonly Parameter[], random: Random): Value[] | undefined {
  if (slot.operands.length === 0) return undefined;
  const [left, right] = random.pick(slot.operands);
  const [from, to] = random.chance(0.5) ? [left, right] : [right, left];
  const target = typeof to === 'number' && random.chance(0.5) ? to + random.pick([1, -1]) : to;
  const next = replaceLeaf(slot.best, from, target);
  return next !== undefined && allFit(next, parameters) ? next : undefined;
}

/** Makes two numbers or two strings of a call equal: code often compares its arguments with each other. */
function copyLeaf(args: readonly Value[], parameters: readonly Parameter[], random: Random): Value[] | undefined {
  const leaves: (number | string)[] = [];
  const visit = (value: Value): Value => {
    if (value.kind === 'number' || value.kind === 'string') leaves.push(value.value);
    return mapParts(value, visit);
  };
  args.forEach(visit);
  if (leaves.length < 2) return undefined;
  const [from, to] = [random.pick(leaves), random.pick(leaves)];
  if (from === to || typeof from !== typeof to) return undefined;
  const next = replaceLeaf(args, from, to);
  return next !== undefined && allFit(next, parameters) ? next : undefined;
}

/** Alternating variable method on one number: exploratory moves, then doubling steps while they help. */
async function climb(
  slot: Slot,
  parameters: readonly Parameter[],
  random: Random,
  attempt: (args: readonly Value[]) => Promise<boolean>,
  goesOn: () => boolean,
): Promise<void> {
  const numbers = countNumbers(slot.best);
  if (numbers === 0) return;
  const which = random.below(numbers);
  for (const direction of [1, -1]) {
    for (let step = 1; goesOn() && step < 1e9; step *= 2) {
      const before = slot.fitness;
      const next = addToNumber(slot.best, which, direction * step);
      if (!allFit(next, parameters)) break;
      await attempt(next);
      if (slot.fitness >= before || slot.fitness === 0) break;
    }
  }
}

function countNumbers(args: readonly Value[]): number {
  let count = 0;
  const visit = (value: Value): Value => {
    if (value.kind === 'number' || value.kind === 'date') count += 1;
    return mapParts(value, visit);
  };
  args.forEach(visit);
  return count;
}

function addToNumber(args: readonly Value[], which: number, change: number): Value[] {
  let index = -1;
  const visit = (value: Value): Value => {
    if (value.kind === 'number' || value.kind === 'date') {
      index += 1;
      if (index !== which) return value;
      return value.kind === 'number'
        ? { kind: 'number', value: value.value + change }
        : { kind: 'date', time: value.time + change * 86_400_000 };
    }
    return mapParts(value, visit);
  };
  return args.map(visit);
}
