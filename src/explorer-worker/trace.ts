import ts from 'typescript';
import type { Parameter, Shape } from '../core/generators/explorer/shape.ts';
import { primitive } from '../core/generators/explorer/value.ts';
import type { FunctionNode } from './decisions.ts';

/** What code did with a value that it was given. */
interface Trace {
  readonly properties: Map<string, Trace>;
  element: Trace | undefined;
  returns: Trace | undefined;
  readonly hints: Set<'number' | 'string' | 'array' | 'date' | 'map' | 'set' | 'regexp'>;
  readonly compared: Set<unknown>;
}

const arrayMethods: ReadonlySet<string> = new Set([
  'map',
  'forEach',
  'filter',
  'reduce',
  'reduceRight',
  'some',
  'every',
  'find',
  'findIndex',
  'push',
  'pop',
  'shift',
  'unshift',
  'splice',
  'sort',
  'reverse',
  'join',
  'flat',
  'flatMap',
  'fill',
]);
const callbackMethods: ReadonlySet<string> = new Set(['map', 'forEach', 'filter', 'some', 'every', 'find', 'findIndex', 'flatMap']);
const stringMethods: ReadonlySet<string> = new Set([
  'charAt',
  'charCodeAt',
  'codePointAt',
  'toLowerCase',
  'toUpperCase',
  'trim',
  'split',
  'replace',
  'replaceAll',
  'substr',
  'substring',
  'startsWith',
  'endsWith',
  'match',
  'matchAll',
  'padStart',
  'padEnd',
  'repeat',
  'localeCompare',
  'normalize',
]);
const numberMethods: ReadonlySet<string> = new Set(['toFixed', 'toPrecision', 'toExponential']);
const dateMethods = /^(get|set)(Time|FullYear|Month|Date|Day|Hours|Minutes|Seconds|UTC\w+|TimezoneOffset)$|^toISOString$/;

const traces = new WeakMap<object, Trace>();
const deepest = 4;

export interface Tracer {
  /** A value that records its use; functions when `callable`. */
  readonly values: readonly unknown[];
  /** Adds what comparisons showed. */
  learn(compared: readonly (readonly [unknown, unknown])[]): void;
  /** The parameters with what was learnt in place of `unknown`. */
  refine(parameters: readonly Parameter[]): readonly Parameter[];
}

/** Recording proxies for the parameters whose shape is not known; `callable` ones pass as functions. */
export function createTracer(parameters: readonly Parameter[], node: FunctionNode, callable: boolean): Tracer {
  const roots = parameters.map((parameter) => (parameter.shape.kind === 'unknown' ? newTrace() : undefined));
  for (const [index, root] of roots.entries()) if (root !== undefined) readTypeofTests(node, parameters[index]?.name ?? '', root);
  return {
    values: roots.map((root) => (root === undefined ? undefined : record(root, 0, callable))),
    learn: (compared) => {
      for (const [left, right] of compared) {
        note(left, right);
        note(right, left);
      }
    },
    refine: (given) =>
      given.map((parameter, index) => {
        const root = roots[index];
        const learnt = root === undefined ? undefined : shapeOf(root, 0);
        if (learnt === undefined) return parameter;
        const known = parameter.shape.kind === 'union' ? parameter.shape.options : [];
        return {
          ...parameter,
          shape: { kind: 'union', options: [...known.filter((option) => option.kind !== 'unknown'), learnt, learnt, { kind: 'unknown' }] },
        };
      }),
  };
}

function note(proxy: unknown, other: unknown): void {
  const trace = typeof proxy === 'object' && proxy !== null ? traces.get(proxy) : undefined;
  if (trace !== undefined) noteCompared(trace, other);
}

function noteCompared(trace: Trace, other: unknown): void {
  if (typeof other === 'number') trace.hints.add('number');
  if (typeof other === 'string') trace.hints.add('string');
  if (trace.compared.size < 12 && other !== undefined) trace.compared.add(other);
}

function newTrace(): Trace {
  return { properties: new Map(), element: undefined, returns: undefined, hints: new Set(), compared: new Set() };
}

function child(trace: Trace, name: string): Trace {
  const known = trace.properties.get(name) ?? newTrace();
  if (trace.properties.size < 30) trace.properties.set(name, known);
  return known;
}

function record(trace: Trace, depth: number, callable: boolean): unknown {
  const inner = (next: Trace, asFunction = true): unknown => (depth >= deepest ? undefined : record(next, depth + 1, asFunction));
  const element = (): Trace => (trace.element ??= newTrace());
  const target: object = callable ? function traced(): void {} : {};
  const proxy: object = new Proxy(target, {
    get: (_target, key) => {
      if (key === Symbol.toPrimitive) {
        return (hint: string): unknown => {
          trace.hints.add(hint === 'string' ? 'string' : 'number');
          return hint === 'string' ? 'a' : 1;
        };
      }
      if (key === Symbol.iterator) {
        trace.hints.add('array');
        return function* items(): Generator {
          yield inner(element(), false);
        };
      }
      if (typeof key === 'symbol' || key === 'then' || key === 'constructor' || key === 'prototype') return undefined;
      if (key === 'length') {
        trace.hints.add('array');
        return 1;
      }
      if (/^\d+$/.test(key)) {
        trace.hints.add('array');
        return inner(element(), false);
      }
      if (arrayMethods.has(key)) {
        trace.hints.add('array');
        if (!callbackMethods.has(key)) return () => (key === 'join' ? 'a' : inner(element(), false));
        return (callback: unknown) => {
          const item = inner(element(), false);
          return typeof callback === 'function' ? [(callback as (...args: unknown[]) => unknown)(item, 0, [item])] : [];
        };
      }
      if (stringMethods.has(key)) {
        trace.hints.add('string');
        return () => (key === 'split' || key === 'match' ? ['a'] : key.endsWith('With') ? true : key.startsWith('char') ? 97 : 'a');
      }
      if (numberMethods.has(key)) {
        trace.hints.add('number');
        return () => '1';
      }
      if (dateMethods.test(key)) {
        trace.hints.add('date');
        return () => 1;
      }
      return inner(child(trace, key));
    },
    has: (_target, key) => {
      if (typeof key === 'string') child(trace, key);
      return true;
    },
    apply: () => inner((trace.returns ??= newTrace()), false),
    construct: () => ({}),
    set: () => true,
    ownKeys: (inside) => Reflect.ownKeys(inside),
  });
  traces.set(proxy, trace);
  return proxy;
}

function shapeOf(trace: Trace, depth: number): Shape | undefined {
  const options: Shape[] = [];
  if (trace.hints.has('string')) options.push({ kind: 'string' });
  if (trace.hints.has('date')) options.push({ kind: 'date' });
  const properties = [...trace.properties].map(([name, inside]) => ({
    name,
    shape: shapeOf(inside, depth + 1) ?? ({ kind: 'unknown' } as const),
    optional: true,
  }));
  if (properties.length > 0) options.push({ kind: 'object', properties });
  if (trace.hints.has('array')) {
    const inside = trace.element === undefined ? undefined : shapeOf(trace.element, depth + 1);
    options.push({ kind: 'array', element: inside ?? { kind: 'union', options: [{ kind: 'number' }, { kind: 'string' }] } });
    if (trace.element === undefined && !trace.hints.has('string')) options.push({ kind: 'string' });
  }
  if (trace.returns !== undefined)
    options.push({ kind: 'function', returns: shapeOf(trace.returns, depth + 1) ?? { kind: 'unknown' }, parameters: 1 });
  if (trace.hints.has('number')) options.push({ kind: 'number' });
  for (const compared of trace.compared) {
    const value = primitive(compared);
    if (value !== undefined && value.kind !== 'undefined') options.push({ kind: 'literal', value });
  }
  const [only] = options;
  return options.length > 1 ? { kind: 'union', options } : only;
}

/** `typeof x === 'string'` tells of a parameter what no proxy can see. */
function readTypeofTests(node: FunctionNode, parameter: string, trace: Trace): void {
  const visit = (each: ts.Node): void => {
    if (
      ts.isBinaryExpression(each) &&
      ts.isTypeOfExpression(each.left) &&
      ts.isStringLiteral(each.right) &&
      each.left.expression.getText() === parameter
    ) {
      const tested = each.right.text;
      if (tested === 'string' || tested === 'number') trace.hints.add(tested);
      if (tested === 'function') trace.returns ??= newTrace();
      if (tested === 'boolean') trace.compared.add(true).add(false);
    } else if (ts.isCallExpression(each) && each.expression.getText() === 'Array.isArray' && each.arguments[0]?.getText() === parameter)
      trace.hints.add('array');
    else if (
      ts.isBinaryExpression(each) &&
      each.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword &&
      each.left.getText() === parameter
    ) {
      const tested = each.right.getText();
      if (tested === 'Date') trace.hints.add('date');
    }
    ts.forEachChild(each, visit);
  };
  visit(node);
}
