/** A regular expression literal that matches this text as it is; `start`: at the beginning. */
export function patternOf(text: string, { start }: { readonly start: boolean }): string {
  const units = Array.from({ length: text.length }, (_, index) => text.charAt(index));
  return `/${start ? '^' : ''}${units.map(escaped).join('')}/`;
}

const controls: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(unit: string): string {
  if (/[\\.*+?^${}()|[\]/]/.test(unit)) return `\\${unit}`;
  const code = unit.charCodeAt(0);
  // Control characters, the line ends of Unicode and halves of a pair would end or change the literal.
  const hidden = code < 0x20 || code === 0x7f || code === 0x2028 || code === 0x2029 || code === 0xfeff || (code >= 0xd800 && code < 0xe000);
  return controls[unit] ?? (hidden ? `\\u${code.toString(16).padStart(4, '0')}` : unit);
}
