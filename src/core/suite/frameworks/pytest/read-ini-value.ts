/**
 * The values of a key in a section of an INI or TOML file, as far as pytest's own settings go: a plain word, a string,
 * or a list over several lines. undefined: the key is not there.
 */
export function readIniValue(text: string, section: string, key: string): readonly string[] | undefined {
  const lines = text.split(/\r?\n/);
  const from = lines.findIndex((line) => line.trim() === `[${section}]`);
  if (from < 0) return undefined;
  let value: string | undefined;
  for (const line of lines.slice(from + 1)) {
    if (/^\[[^\]]+\]\s*(#.*)?$/.test(line) && !isOpen(value)) break;
    const start = /^([A-Za-z_][\w-]*)\s*[=:]\s*(.*)$/.exec(line);
    if (value === undefined) {
      if (start?.[1] === key) value = start[2] ?? '';
    } else if (isOpen(value) || /^\s+\S/.test(line)) value += `\n${line}`;
    else if (line.trim() !== '') break;
  }
  return value === undefined ? undefined : valuesOf(value.trim());
}

/** A TOML array or long string that has not been closed yet. */
function isOpen(value: string | undefined): boolean {
  if (value === undefined) return false;
  const text = value.trim();
  if (text.startsWith('[')) return !text.replace(/#.*$/gm, '').trimEnd().endsWith(']');
  const long = text.slice(0, 3);
  return (long === '"""' || long === "'''") && (text.length < 6 || !text.endsWith(long));
}

function valuesOf(value: string): readonly string[] {
  if (value.startsWith('[')) return [...value.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g)].map((match) => match[1] ?? match[2] ?? '');
  const long = /^("""|''')([\s\S]*)\1$/.exec(value);
  if (long !== null) return [long[2] ?? ''];
  const quoted = /^(["'])(.*)\1\s*(?:#.*)?$/.exec(value);
  if (quoted !== null) return [quoted[2] ?? ''];
  return value
    .split('\n')
    .map((line) => line.replace(/(^|\s)[#;].*$/, '').trim())
    .filter((line) => line !== '');
}

/** Splits at white space; quotes hold words together, as in a shell. */
export function splitArguments(text: string): readonly string[] {
  return [...text.matchAll(/(?:[^\s"']+|"(?:[^"\\]|\\.)*"|'[^']*')+/g)].map((match) =>
    match[0].replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g, (_all, double?: string, single?: string) => double ?? single ?? ''),
  );
}
