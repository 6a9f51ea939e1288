/** How far a comparison was from being true and from being false. 0: it is; otherwise positive, at most 1 after {@link normalise}. */
export interface Distances {
  readonly whenTrue: number;
  readonly whenFalse: number;
}

export type ComparisonOperator = '<' | '<=' | '>' | '>=' | '==' | '!=' | '===' | '!==';

const longestCompared = 60;
/** Of values that cannot be ordered or measured against each other. */
export const flat = 1;

/** d / (d + 1), as in Arcuri, "It does matter how you normalise the branch distance", ICST 2010. Non-finite: 1. */
export function normalise(distance: number): number {
  return Number.isFinite(distance) ? distance / (distance + 1) : 1;
}

/** Measures a comparison whose result is known. Never calls into the operands. */
export function measureComparison(operator: ComparisonOperator, left: unknown, right: unknown, result: boolean): Distances {
  switch (operator) {
    case '==':
    case '===':
      return result ? { whenTrue: 0, whenFalse: flat } : { whenTrue: equality(left, right), whenFalse: 0 };
    case '!=':
    case '!==':
      return result ? { whenTrue: 0, whenFalse: equality(left, right) } : { whenTrue: flat, whenFalse: 0 };
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const gap = ordering(left, right);
      return result ? { whenTrue: 0, whenFalse: gap } : { whenTrue: gap, whenFalse: 0 };
    }
  }
}

/** Normalised distance of two values from being equal. */
export function equality(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return normalise(Math.abs(left - right));
  if (typeof left === 'string' && typeof right === 'string') return normalise(editDistance(left, right));
  if (typeof left === 'bigint' && typeof right === 'bigint') return normalise(Math.abs(Number(left - right)));
  return flat;
}

function ordering(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return normalise(Math.abs(left - right) + 1);
  if (typeof left === 'string' && typeof right === 'string') return normalise(editDistance(left, right) + 1);
  if (typeof left === 'bigint' && typeof right === 'bigint') return normalise(Math.abs(Number(left - right)) + 1);
  return flat;
}

/** Levenshtein distance with substitutions weighed by how far the characters are apart; only the first 60 characters are compared. */
export function editDistance(left: string, right: string): number {
  const a = left.slice(0, longestCompared);
  const b = right.slice(0, longestCompared);
  let previous = Array.from({ length: b.length + 1 }, (_unused, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const gap = Math.abs(a.charCodeAt(row - 1) - b.charCodeAt(column - 1));
      current[column] = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (gap === 0 ? 0 : 0.25 + 0.75 * normalise(gap)),
      );
    }
    previous = current;
  }
  return (previous[b.length] ?? 0) + Math.abs(left.length - a.length - (right.length - b.length));
}

/** Distance of `text` from starting with, ending with or containing `part`. */
export function measurePart(text: string, part: string, place: 'start' | 'end' | 'anywhere'): number {
  if (place === 'start') return normalise(editDistance(text.slice(0, part.length), part));
  if (place === 'end') return normalise(editDistance(part.length === 0 ? '' : text.slice(-part.length), part));
  let best = editDistance(text.slice(0, part.length), part);
  for (let offset = 1; offset + part.length <= Math.min(text.length, longestCompared); offset += 1) {
    best = Math.min(best, editDistance(text.slice(offset, offset + part.length), part));
  }
  return normalise(best);
}
