import { pathToFileURL } from 'node:url';
import { dirname } from 'node:path';
import { flat, measureComparison, measurePart, type ComparisonOperator } from '../core/generators/explorer/distance.ts';
import type { Condition, Decision, DecisionTable } from './decisions.ts';

/** Thrown into code that loops for too long; code that catches it meets it again at the next turn. */
export class OutOfFuel extends Error {
  override readonly name = 'OutOfFuel';
}

type Operand = number | string;

/** What the probes of one call have written. */
export interface ProbeRecord {
  /** Taken arms, by index. */
  readonly hit: Uint8Array;
  /** Arms that were hit before {@link Probes.begin}. */
  readonly prepared: Uint8Array;
  /** Normalised distance of arms that were not taken although their decision ran; 1 otherwise. */
  readonly distance: Float64Array;
  readonly operands: (readonly [Operand, Operand])[];
  /** Primitive operands of every comparison, also of proxies' comparisons. */
  readonly compared: (readonly [unknown, unknown])[];
}

export interface Probes {
  readonly record: ProbeRecord;
  /** The object that instrumented code calls. */
  readonly runtime: Readonly<Record<string, unknown>>;
  /** Forgets the last call. */
  reset(): void;
  /** The arguments are there: what is hit from now on, the call itself hits. */
  begin(): void;
  /** Which mutant is active; 0: none. */
  activate(mutant: number): void;
  /** Whether a `throw` of the project threw it. */
  isDeliberate(thrown: unknown): boolean;
  /** The loops ran out of fuel since the last reset. */
  readonly exhausted: boolean;
  /** Comparisons are kept for {@link ProbeRecord.compared}. */
  recordComparisons(on: boolean): void;
}

const fuelPerCall = 100_000;
const operandsKept = 24;

/** Probes for a table of decisions; `undefined` when only loops are to be held in bounds. */
export function createProbes(table: DecisionTable): Probes {
  const hit = new Uint8Array(table.arms.length);
  const prepared = new Uint8Array(table.arms.length);
  const distance = new Float64Array(table.arms.length).fill(1);
  const whenTrue = new Float64Array(table.slots).fill(flat);
  const whenFalse = new Float64Array(table.slots).fill(flat);
  const nullish = new Uint8Array(table.slots);
  const operands: (readonly [Operand, Operand])[] = [];
  const compared: (readonly [unknown, unknown])[] = [];
  const discriminants: unknown[] = [];
  let deliberate = new WeakSet<object>();
  let deliberatePrimitives = new Set<unknown>();
  let fuel = fuelPerCall;
  let recording = false;

  const approach = (arm: number | undefined, value: number): void => {
    if (arm !== undefined && value < (distance[arm] ?? 1)) distance[arm] = value;
  };
  const truth = (condition: Condition): number => measure(condition, whenTrue, whenFalse, nullish, 'true');
  const falsehood = (condition: Condition): number => measure(condition, whenTrue, whenFalse, nullish, 'false');
  const setLeaf = (slot: number, value: unknown): void => {
    whenTrue[slot] = value ? 0 : flat;
    whenFalse[slot] = value
      ? typeof value === 'number'
        ? 0.5 + Math.min(0.49, Math.abs(value) / 1e6)
        : typeof value === 'string'
          ? 0.5 + Math.min(0.49, value.length / 1000)
          : flat
      : 0;
    nullish[slot] = value === null || value === undefined ? 1 : 0;
  };
  const noteOperands = (left: unknown, right: unknown): void => {
    if (operands.length < operandsKept && isOperand(left) && isOperand(right) && !Object.is(left, right)) operands.push([left, right]);
    if (recording && compared.length < 200) compared.push([left, right]);
  };
  const logicalArms = (decision: Decision): void => {
    if (decision.condition === undefined) return;
    let arm = 0;
    const walk = (condition: Condition, needs: number, count: number): void => {
      if (condition.kind === 'and' || condition.kind === 'or' || condition.kind === 'nullish') {
        walk(condition.left, needs, count);
        const need =
          condition.kind === 'and'
            ? truth(condition.left)
            : condition.kind === 'or'
              ? falsehood(condition.left)
              : measure(condition.left, whenTrue, whenFalse, nullish, 'nullish');
        walk(condition.right, needs + need, count + 1);
        return;
      }
      const index = decision.arms[arm];
      arm += 1;
      if (index !== undefined && hit[index] === 0) approach(index, count === 0 ? 1 : Math.max(1e-6, needs / count));
    };
    walk(decision.condition, 0, 0);
  };

  const runtime = {
    z: 0,
    h: (arm: number): void => {
      hit[arm] = 1;
      distance[arm] = 0;
    },
    d: (index: number, value: unknown): unknown => {
      const decision = table.decisions[index];
      const taken = decision?.arms[value ? 0 : 1];
      const other = decision?.arms[value ? 1 : 0];
      if (taken !== undefined) {
        hit[taken] = 1;
        distance[taken] = 0;
      }
      if (other !== undefined && hit[other] === 0 && decision?.condition !== undefined) {
        approach(other, Math.max(1e-6, value ? falsehood(decision.condition) : truth(decision.condition)));
      }
      return value;
    },
    l: (index: number, value: unknown): unknown => {
      const decision = table.decisions[index];
      if (decision !== undefined) logicalArms(decision);
      return value;
    },
    s: (index: number, value: unknown): unknown => {
      discriminants[index] = value;
      return value;
    },
    q: (index: number, arm: number, value: unknown): unknown => {
      const discriminant = discriminants[index];
      const measured = measureComparison('===', discriminant, value, discriminant === value);
      approach(arm, Math.max(1e-6, measured.whenTrue));
      noteOperands(discriminant, value);
      return value;
    },
    c: (slot: number, operator: ComparisonOperator | 'in' | 'instanceof', left: unknown, right: unknown): boolean => {
      const result = compare(operator, left, right);
      nullish[slot] = 0;
      if (operator === 'in' || operator === 'instanceof') {
        whenTrue[slot] = result ? 0 : flat;
        whenFalse[slot] = result ? flat : 0;
      } else {
        const measured = measureComparison(operator, left, right, result);
        whenTrue[slot] = measured.whenTrue;
        whenFalse[slot] = measured.whenFalse;
      }
      noteOperands(left, right);
      return result;
    },
    v: (slot: number, value: unknown): unknown => {
      setLeaf(slot, value);
      return value;
    },
    p: (slot: number, receiver: unknown, method: string, ...args: readonly unknown[]): unknown => {
      const result = (receiver as Record<string, (...given: readonly unknown[]) => unknown>)[method]?.(...args);
      if (result === undefined && typeof (receiver as Record<string, unknown>)[method] !== 'function') {
        throw new TypeError(`${method} is not a function`);
      }
      setLeaf(slot, result);
      const part = args[0];
      if (typeof receiver === 'string' && typeof part === 'string') {
        noteOperands(receiver, part);
        if (!result)
          whenTrue[slot] = Math.max(
            1e-6,
            measurePart(receiver, part, method === 'startsWith' ? 'start' : method === 'endsWith' ? 'end' : 'anywhere'),
          );
      } else if (Array.isArray(receiver) && isOperand(part)) {
        for (const item of receiver.slice(0, 8)) noteOperands(part, item);
      } else if ((receiver instanceof Set || receiver instanceof Map) && isOperand(part)) {
        let count = 0;
        for (const item of receiver.keys()) {
          noteOperands(part, item);
          count += 1;
          if (count === 8) break;
        }
      }
      return result;
    },
    k: (): void => {
      fuel -= 1;
      if (fuel < 0) throw new OutOfFuel('The loop does not end.');
    },
    e: (thrown: unknown): unknown => {
      if (typeof thrown === 'object' && thrown !== null) deliberate.add(thrown);
      else deliberatePrimitives.add(thrown);
      return thrown;
    },
    meta: (file: string): Record<string, unknown> => ({ url: pathToFileURL(file).href, filename: file, dirname: dirname(file), env: {} }),
  };
  return {
    record: { hit, prepared, distance, operands, compared },
    runtime,
    begin: () => prepared.set(hit),
    reset: () => {
      hit.fill(0);
      prepared.fill(0);
      distance.fill(1);
      operands.length = 0;
      compared.length = 0;
      fuel = fuelPerCall;
      deliberatePrimitives = new Set();
      deliberate = new WeakSet();
    },
    activate: (mutant) => {
      runtime.z = mutant;
    },
    isDeliberate: (thrown) => (typeof thrown === 'object' && thrown !== null ? deliberate.has(thrown) : deliberatePrimitives.has(thrown)),
    get exhausted() {
      return fuel < 0;
    },
    recordComparisons: (on) => {
      recording = on;
    },
  };
}

function isOperand(value: unknown): value is Operand {
  return typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
}

function compare(operator: ComparisonOperator | 'in' | 'instanceof', left: unknown, right: unknown): boolean {
  const [a, b] = [left as number, right as number];
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '==':
      // oxlint-disable-next-line eqeqeq -- stands for the operator of the code under test
      return a == b;
    case '!=':
      // oxlint-disable-next-line eqeqeq -- stands for the operator of the code under test
      return a != b;
    case '===':
      return a === b;
    case '!==':
      return a !== b;
    case 'in':
      return (left as string) in (right as object);
    case 'instanceof':
      return left instanceof (right as new () => unknown);
  }
}

/** Distance of an already evaluated condition from being true, false, or null or undefined. */
function measure(
  condition: Condition,
  whenTrue: Float64Array,
  whenFalse: Float64Array,
  nullish: Uint8Array,
  want: 'true' | 'false' | 'nullish',
): number {
  const of = (part: Condition, wish: 'true' | 'false' | 'nullish'): number => measure(part, whenTrue, whenFalse, nullish, wish);
  switch (condition.kind) {
    case 'leaf':
      if (want === 'nullish') return nullish[condition.slot] === 1 ? 0 : flat;
      return (want === 'true' ? whenTrue[condition.slot] : whenFalse[condition.slot]) ?? flat;
    case 'not':
      if (want === 'nullish') return flat;
      return of(condition.of, want === 'true' ? 'false' : 'true');
    case 'and': {
      const left = of(condition.left, 'true');
      if (want === 'true') return left > 0 ? (left + 1) / 2 : of(condition.right, 'true') / 2;
      return left > 0 ? 0 : Math.min(of(condition.left, 'false'), of(condition.right, 'false'));
    }
    case 'or': {
      const left = of(condition.left, 'false');
      if (want === 'false') return left > 0 ? (left + 1) / 2 : of(condition.right, 'false') / 2;
      return left > 0 ? 0 : Math.min(of(condition.left, 'true'), of(condition.right, 'true'));
    }
    case 'nullish':
      return of(condition.left, 'nullish') === 0 ? of(condition.right, want) : of(condition.left, want);
  }
}
