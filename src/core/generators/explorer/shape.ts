import type { Reference, Value } from './value.ts';

/** What a parameter may hold, from declared types or from watching the code use it. */
export type Shape =
  | { readonly kind: 'number' }
  | { readonly kind: 'string' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'bigint' }
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'array'; readonly element: Shape }
  | { readonly kind: 'tuple'; readonly elements: readonly Shape[] }
  | { readonly kind: 'object'; readonly properties: readonly PropertyShape[]; readonly index?: Shape }
  | { readonly kind: 'date' }
  | { readonly kind: 'regexp' }
  | { readonly kind: 'error' }
  | { readonly kind: 'map'; readonly key: Shape; readonly value: Shape }
  | { readonly kind: 'set'; readonly element: Shape }
  | { readonly kind: 'global'; readonly name: string; readonly args: readonly Shape[] }
  | { readonly kind: 'promise'; readonly value: Shape }
  | { readonly kind: 'function'; readonly returns: Shape; readonly parameters: number }
  /** Made with `new`, or by the static method `factory` of its class; `parameters` are those of what makes it. */
  | {
      readonly kind: 'instance';
      readonly ref: Reference;
      readonly factory?: string;
      readonly parameters: readonly Parameter[];
      readonly mutators: readonly Mutator[];
    }
  | { readonly kind: 'union'; readonly options: readonly Shape[] }
  | { readonly kind: 'branded'; readonly base: Shape; readonly type: string }
  /** Nothing is known: any value may be tried. */
  | { readonly kind: 'unknown' }
  /** A type of which no value can be written down; `type` is its text. */
  | { readonly kind: 'unbuildable'; readonly type: string };

export interface PropertyShape {
  readonly name: string;
  readonly shape: Shape;
  readonly optional: boolean;
}

export interface Parameter {
  readonly name: string;
  readonly shape: Shape;
  readonly optional: boolean;
  readonly rest: boolean;
  /** The parameter whose argument's keys it names, by its type. */
  readonly keysOf?: string;
}

export interface Mutator {
  readonly name: string;
  readonly parameters: readonly Parameter[];
}

/** Whether a value may stand where the shape is asked for. */
export function fits(value: Value, shape: Shape): boolean {
  switch (shape.kind) {
    case 'unknown':
      return true;
    case 'unbuildable':
      return false;
    case 'literal':
      return value.kind === shape.value.kind && JSON.stringify(value) === JSON.stringify(shape.value);
    case 'union':
      return shape.options.some((option) => fits(value, option));
    case 'number':
    case 'string':
    case 'boolean':
    case 'bigint':
    case 'date':
    case 'regexp':
    case 'error':
      return value.kind === shape.kind;
    case 'function':
      return value.kind === 'function' && (value.echo === true || fits(value.returns, shape.returns));
    case 'array':
      return value.kind === 'array' && value.items.every((item) => fits(item, shape.element));
    case 'tuple':
      return (
        value.kind === 'array' &&
        value.items.length === shape.elements.length &&
        shape.elements.every((element, index) => fits(value.items[index] ?? { kind: 'undefined' }, element))
      );
    case 'object':
      return value.kind === 'object' && fitsObject(value, shape);
    case 'map':
      return value.kind === 'map' && value.entries.every(([key, item]) => fits(key, shape.key) && fits(item, shape.value));
    case 'set':
      return value.kind === 'set' && value.items.every((item) => fits(item, shape.element));
    case 'global':
      return value.kind === 'global' && value.name === shape.name;
    case 'promise':
      return value.kind === 'promise' && fits(value.value, shape.value);
    case 'instance':
      return (
        value.kind === 'instance' &&
        value.factory === shape.factory &&
        JSON.stringify(value.ref) === JSON.stringify(shape.ref) &&
        fitsCalls(value, shape)
      );
    case 'branded':
      return value.kind === 'branded' && value.type === shape.type && fits(value.value, shape.base);
  }
}

function fitsCalls(value: Value & { kind: 'instance' }, shape: Shape & { kind: 'instance' }): boolean {
  return (
    fitsParameters(value.args, shape.parameters) &&
    value.calls.every((call) => {
      const mutator = shape.mutators.find((one) => one.name === call.method);
      return mutator === undefined || fitsParameters(call.args, mutator.parameters);
    })
  );
}

function fitsParameters(args: readonly Value[], parameters: readonly Parameter[]): boolean {
  return parameters.every(({ shape, optional }, index) => {
    const arg = args[index] ?? { kind: 'undefined' };
    return (optional && arg.kind === 'undefined') || fits(arg, shape);
  });
}

function fitsObject(value: Value & { kind: 'object' }, shape: Shape & { kind: 'object' }): boolean {
  const present = new Map(value.entries);
  for (const property of shape.properties) {
    const part = present.get(property.name);
    if (part === undefined ? !property.optional : !fits(part, property.shape)) return false;
    present.delete(property.name);
  }
  const index = shape.index;
  return present.size === 0 || (index !== undefined && [...present.values()].every((part) => fits(part, index)));
}
