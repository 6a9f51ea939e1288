import type { Reference, Value } from '../core/generators/explorer/value.ts';

export interface BuildContext {
  /** What a module exports under a path. */
  readonly resolve: (ref: Reference) => unknown;
}

type Constructor = new (...args: readonly unknown[]) => unknown;

/** Makes the value that the instructions describe. Throws what the constructors and methods of the project throw. */
export function buildValue(value: Value, context: BuildContext): unknown {
  const build = (part: Value): unknown => buildValue(part, context);
  switch (value.kind) {
    case 'undefined':
      return undefined;
    case 'null':
      return null;
    case 'boolean':
    case 'number':
    case 'string':
      return value.value;
    case 'bigint':
      return BigInt(value.value);
    case 'array':
      return value.items.map(build);
    case 'object': {
      const made: Record<string, unknown> = {};
      for (const [key, part] of value.entries) made[key] = build(part);
      return made;
    }
    case 'date':
      return new Date(value.time);
    case 'regexp':
      return new RegExp(value.source, value.flags);
    case 'map':
      return new Map(value.entries.map(([key, part]) => [build(key), build(part)] as const));
    case 'set':
      return new Set(value.items.map(build));
    case 'error':
      return new Error(value.message);
    case 'global':
      return new ((globalThis as unknown as Record<string, Constructor>)[value.name] as Constructor)(...value.args.map(build));
    case 'promise':
      return Promise.resolve(build(value.value));
    case 'function': {
      const returns = value.returns;
      return value.echo === true ? (given: unknown): unknown => given : (): unknown => build(returns);
    }
    case 'reference':
      return context.resolve(value.ref);
    case 'branded':
      return build(value.value);
    case 'instance': {
      const owner = context.resolve(value.ref);
      const given = buildArguments(value.args, context);
      const made =
        value.factory === undefined
          ? new (owner as Constructor)(...given)
          : (owner as Record<string, (...args: readonly unknown[]) => unknown>)[value.factory]?.(...given);
      for (const call of value.calls) {
        (made as Record<string, (...args: readonly unknown[]) => unknown>)[call.method]?.(...buildArguments(call.args, context));
      }
      return made;
    }
  }
}

/** Arguments without the undefined ones at the end, so that `arguments.length` is what the test's call has. */
export function buildArguments(args: readonly Value[], context: BuildContext): unknown[] {
  let end = args.length;
  while (end > 0 && args[end - 1]?.kind === 'undefined') end -= 1;
  return args.slice(0, end).map((arg) => buildValue(arg, context));
}
