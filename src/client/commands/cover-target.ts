/** What a "Cover" command was called with: a hover or code action, the tree, the line-number menu or the palette. */
export type CoverTarget =
  | { readonly kind: 'arms'; readonly uri: string; readonly arms: readonly string[]; readonly label?: string; readonly stale?: string }
  | { readonly kind: 'position'; readonly uri: string; readonly line: number; readonly character: number; readonly label?: string }
  | { readonly kind: 'line'; readonly uri: string; readonly line: number }
  | { readonly kind: 'file'; readonly uri: string }
  | { readonly kind: 'cursor' };

/** Reads an argument by its shape; lines of the result are 0-based. An argument of no known shape counts as none: the cursor decides. */
export function readCoverTarget(argument: unknown): CoverTarget {
  const uri = uriText(field(argument, 'uri'));
  if (uri === undefined) return isUri(argument) ? { kind: 'file', uri: argument.toString() } : { kind: 'cursor' };
  const label = field(argument, 'label');
  const named = typeof label === 'string' ? { label } : {};
  const arms = field(argument, 'arms') ?? (field(argument, 'kind') === 'arm' ? [field(argument, 'arm')] : undefined);
  const stale = field(argument, 'stale');
  if (Array.isArray(arms) && arms.length > 0 && arms.every((arm) => typeof arm === 'string')) {
    return { kind: 'arms', uri, arms, ...named, ...(typeof stale === 'string' && { stale }) };
  }
  const lineNumber = field(argument, 'lineNumber');
  if (typeof lineNumber === 'number') return { kind: 'line', uri, line: lineNumber - 1 };
  const position = field(argument, 'position') ?? field(field(argument, 'range'), 'start');
  const line = field(position, 'line');
  const character = field(position, 'character');
  if (typeof line === 'number' && typeof character === 'number') return { kind: 'position', uri, line, character, ...named };
  return { kind: 'file', uri };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function uriText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return isUri(value) ? value.toString() : undefined;
}

function isUri(value: unknown): value is { readonly scheme: string; toString: () => string } {
  return typeof field(value, 'scheme') === 'string' && typeof field(value, 'path') === 'string';
}
