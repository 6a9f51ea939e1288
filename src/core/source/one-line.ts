const longest = 80;

/** Code as one short line: white space is folded, and what is longer than 80 characters ends in `…`. */
export function oneLine(code: string): string {
  const folded = code
    .slice(0, 4 * longest)
    .replace(/\s+/g, ' ')
    .trim();
  return folded.length > longest ? `${folded.slice(0, longest - 1)}…` : folded;
}
