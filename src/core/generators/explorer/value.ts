/** A value as instructions to make it, so that it can be built, mutated, measured and written into a test. JSON-safe apart from NaN, -0 and ±Infinity. */
export type Value =
  | { readonly kind: 'undefined' }
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  /** Decimal digits. */
  | { readonly kind: 'bigint'; readonly value: string }
  /** `foreign`, here and of objects: not what its literal makes, but of a class of its own, without a prototype, or with holes in a list. */
  | { readonly kind: 'array'; readonly items: readonly Value[]; readonly foreign?: true }
  /** `partial`: has more than can be written down, such as symbols as keys. */
  | {
      readonly kind: 'object';
      readonly entries: readonly (readonly [string, Value])[];
      readonly nullPrototype?: true;
      readonly partial?: true;
      readonly foreign?: true;
    }
  | { readonly kind: 'date'; readonly time: number }
  | { readonly kind: 'regexp'; readonly source: string; readonly flags: string }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [Value, Value])[] }
  | { readonly kind: 'set'; readonly items: readonly Value[] }
  | { readonly kind: 'error'; readonly message: string }
  /** `new Uint8Array([1, 2])`, `new URL('https://…')`: a global class and its plain arguments. */
  | { readonly kind: 'global'; readonly name: string; readonly args: readonly Value[] }
  | { readonly kind: 'promise'; readonly value: Value }
  /** A function that ignores its arguments and returns a value, or (`echo`) its first argument. */
  | { readonly kind: 'function'; readonly returns: Value; readonly echo?: true; readonly parameters: number }
  /** An exported constant such as an enum member. */
  | { readonly kind: 'reference'; readonly ref: Reference; readonly stands: Value }
  /** An instance made by an exported class, by `new` or by its static method `factory`, changed by calls afterwards. */
  | {
      readonly kind: 'instance';
      readonly ref: Reference;
      readonly factory?: string;
      readonly args: readonly Value[];
      readonly calls: readonly MethodCall[];
    }
  /** A value of a nominal type: needs a cast to `type` to please the compiler. */
  | { readonly kind: 'branded'; readonly value: Value; readonly type: string };

/** Something that a module exports: `['Cart']`, `['Color', 'Red']`, `['default']`. */
export interface Reference {
  /** Absolute path of the module; undefined: the module under test. */
  readonly file: string | undefined;
  readonly path: readonly string[];
}

export interface MethodCall {
  readonly method: string;
  readonly args: readonly Value[];
}

export const undefinedValue: Value = { kind: 'undefined' };

/** A primitive as a value; undefined for anything that is not a primitive, and for symbols. */
export function primitive(raw: unknown): Value | undefined {
  switch (typeof raw) {
    case 'undefined':
      return undefinedValue;
    case 'boolean':
      return { kind: 'boolean', value: raw };
    case 'number':
      return { kind: 'number', value: raw };
    case 'string':
      return { kind: 'string', value: raw };
    case 'bigint':
      return { kind: 'bigint', value: raw.toString() };
    case 'object':
      return raw === null ? { kind: 'null' } : undefined;
    case 'symbol':
    case 'function':
      return undefined;
  }
}

/** Equal as instructions: same kinds, same parts, `Object.is` on numbers. */
export function sameValue(left: Value, right: Value): boolean {
  return left === right || encodeValue(left) === encodeValue(right);
}

/** Text that is equal exactly for equal values; also the form that crosses process borders. */
export function encodeValue(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'number' && (!Number.isFinite(part) || Object.is(part, -0))
      ? { $number: Object.is(part, -0) ? '-0' : String(part) }
      : part,
  );
}

/** The inverse of {@link encodeValue}. @throws SyntaxError on text that is not JSON */
export function decodeValue(text: string): unknown {
  return JSON.parse(text, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && '$number' in part ? Number(part.$number) : part,
  );
}

/** The values directly inside a value, in the order in which {@link withParts} takes them. */
export function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'array':
    case 'set':
      return value.items;
    case 'object':
      return value.entries.map((entry) => entry[1]);
    case 'map':
      return value.entries.flat();
    case 'global':
      return value.args;
    case 'promise':
    case 'branded':
      return [value.value];
    case 'function':
      return [value.returns];
    case 'instance':
      return [...value.args, ...value.calls.flatMap((call) => call.args)];
    case 'undefined':
    case 'null':
    case 'boolean':
    case 'number':
    case 'string':
    case 'bigint':
    case 'date':
    case 'regexp':
    case 'error':
    case 'reference':
      return [];
  }
}
