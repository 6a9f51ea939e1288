import { hasForeignPart, isForeign } from '../foreign-parts.ts';
import { printKey, type Quotes } from '../print-value.ts';
import type { Value } from '../value.ts';

const itemNames = ['item', 'part', 'piece'] as const;

/**
 * An expression that makes of `subject` what a literal would make, for libraries that ask for types when they compare:
 * `{ ...result }`, `result.map((item) => ({ ...item }))`. The subject itself when it is so already; undefined when no
 * expression that a person would write does it and tells other things apart.
 */
export function comparable(subject: string, value: Value, quotes: Quotes, depth = 0): string | undefined {
  if (!hasForeignPart(value)) return subject;
  if (value.kind === 'array') return isForeign(value) ? undefined : listOf(subject, value.items, quotes, depth);
  if (value.kind !== 'object' || !hasTellingKey(value)) return undefined;
  return copyOf(subject, value, quotes, depth);
}

/** A plain copy of an object, and of what is foreign in it. */
export function copyOf(subject: string, value: Value & { readonly kind: 'object' }, quotes: Quotes, depth = 0): string | undefined {
  const members: string[] = [];
  for (const [key, part] of value.entries) {
    if (!hasForeignPart(part)) continue;
    const made = comparable(member(subject, key, quotes), part, quotes, depth);
    if (made === undefined) return undefined;
    members.push(`${printKey(key, quotes)}: ${made}`);
  }
  return `{ ${[`...${subject}`, ...members].join(', ')} }`;
}

/** Texts and lists have keys, too, and all else that is no object gives none: a copy is not told from theirs by such keys alone. */
function hasTellingKey(value: Value & { readonly kind: 'object' }): boolean {
  return value.entries.some(([key, part]) => !/^\d+$/.test(key) && part.kind !== 'undefined');
}

/** All items the same way, by one callback. */
export function listOf(subject: string, items: readonly Value[], quotes: Quotes, depth = 0): string | undefined {
  const name = itemNames[depth];
  if (!items.some(hasForeignPart)) return subject;
  if (name === undefined) return undefined;
  const ways = new Set(items.map((item) => (hasForeignPart(item) ? comparable(name, item, quotes, depth + 1) : undefined)));
  const [way] = ways;
  if (ways.size !== 1 || way === undefined) return undefined;
  return `${subject}.map((${name}) => ${way.startsWith('{') ? `(${way})` : way})`;
}

/** A member of an expression: `result.total`, `result['unit price']`. */
export function member(subject: string, key: string, quotes: Quotes): string {
  const printed = printKey(key, quotes);
  if (/^[A-Za-z_$]/.test(printed)) return `${subject}.${printed}`;
  return printed.startsWith('[') ? `${subject}${printed}` : `${subject}[${printed}]`;
}
