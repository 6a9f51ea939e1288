/**
 * The values of a key in a section of an INI or TOML file, as far as pytest's own settings go: a plain word, a string,
 * or a list over several lines. undefined: the key is not there.
 */
export function readIniValue(text: string, section: string, key: string): readonly string[] | undefined {
  const value = rawValue(text, section, key);
  return value === undefined ? undefined : valuesOf(value);
}

/** The same as words: the items of a TOML list as they are (`"not slow"` is one), any other text split at white space. */
export function readIniWords(text: string, section: string, key: string): readonly string[] | undefined {
  const value = rawValue(text, section, key);
  if (value === undefined) return undefined;
  return value.startsWith('[') ? valuesOf(value) : valuesOf(value).flatMap((line) => splitArguments(line));
}

/** Whether a file has a section at all, with settings or without. */
export function hasSection(text: string, section: string): boolean {
  return text.split(/\r?\n/).some((line) => isHeader(line, section));
}

function isHeader(line: string, section: string): boolean {
  return line.replace(/[#;].*$/, '').trim() === `[${section}]`;
}

function rawValue(text: string, section: string, key: string): string | undefined {
  const lines = text.split(/\r?\n/);
  const from = lines.findIndex((line) => isHeader(line, section));
  if (from < 0) return undefined;
  let value: string | undefined;
  for (const line of lines.slice(from + 1)) {
    if (/^\[[^\]]+\]\s*([#;].*)?$/.test(line) && !isOpen(value)) break;
    const start = /^([A-Za-z_][\w-]*)\s*[=:]\s*(.*)$/.exec(line);
    if (value === undefined) {
      if (start?.[1] === key) value = start[2] ?? '';
    } else if (isOpen(value) || /^\s+\S/.test(line)) value += `\n${line}`;
    else if (line.trim() !== '') break;
  }
  return value?.trim();
}

/** Strings and comments of TOML: a `#` within a string is no comment, and quotes within a comment are no string. */
const tomlTokens = /"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|#[^\n]*/g;

/** A TOML array or long string that has not been closed yet. */
function isOpen(value: string | undefined): boolean {
  if (value === undefined) return false;
  const text = value.trim();
  if (text.startsWith('[')) return !text.replace(tomlTokens, '').trimEnd().endsWith(']');
  const long = text.slice(0, 3);
  return (long === '"""' || long === "'''") && (text.length < 6 || !text.endsWith(long));
}

function valuesOf(value: string): readonly string[] {
  if (value.startsWith('[')) {
    return [...value.matchAll(tomlTokens)].flatMap(([token, double, single]) =>
      token.startsWith('#') ? [] : [double === undefined ? (single ?? '') : unescape(double)],
    );
  }
  const long = /^("""|''')([\s\S]*)\1$/.exec(value);
  if (long !== null) return [long[1] === '"""' ? unescape((long[2] ?? '').replace(/\\\n\s*/g, '')) : (long[2] ?? '')];
  const double = /^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$/.exec(value);
  if (double !== null) return [unescape(double[1] ?? '')];
  const single = /^'([^']*)'\s*(?:#.*)?$/.exec(value);
  if (single !== null) return [single[1] ?? ''];
  return value
    .split('\n')
    .map((line) => line.replace(/(^|\s)[#;].*$/, '').trim())
    .filter((line) => line !== '');
}

/** A basic string of TOML, as far as command lines and paths need it. */
function unescape(text: string): string {
  return text.replace(/\\(["\\nt])/g, (_all, sign: string) => (sign === 'n' ? '\n' : sign === 't' ? '\t' : sign));
}

/** Splits at white space; quotes hold words together, as in a shell. */
export function splitArguments(text: string): readonly string[] {
  return [...text.matchAll(/(?:[^\s"']+|"(?:[^"\\]|\\.)*"|'[^']*')+/g)].map((match) =>
    match[0].replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g, (_all, double?: string, single?: string) => double ?? single ?? ''),
  );
}
