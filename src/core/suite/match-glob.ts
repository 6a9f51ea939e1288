/** Whether a path with forward slashes matches a glob with `**`, `*`, `?`, `[…]`, `{a,b}` and `?(…)`, as Vitest's `include` has them. */
export function matchGlob(glob: string, path: string): boolean {
  return new RegExp(`^${translate(glob.replace(/^\.\//, ''))}$`).test(path.replace(/^\.\//, ''));
}

function translate(glob: string): string {
  let result = '';
  let at = 0;
  while (at < glob.length) {
    const rest = glob.slice(at);
    const group = /^[?*+@]\(/.test(rest) ? enclosed(rest.slice(1), '(', ')') : undefined;
    const braces = rest.startsWith('{') ? enclosed(rest, '{', '}') : undefined;
    const set = /^\[([!^]?)([^\]/]+)\]/.exec(rest);
    if (group !== undefined) {
      const times = rest.startsWith('@') ? '' : (rest[0] ?? '');
      result += `(?:${split(group, '|').map(translate).join('|')})${times}`;
      at += group.length + 3;
    } else if (braces !== undefined) {
      result += `(?:${split(braces, ',').map(translate).join('|')})`;
      at += braces.length + 2;
    } else if (set !== null) {
      result += translateSet(set[2] ?? '', set[1] !== '');
      at += set[0].length;
    } else if (rest.startsWith('**/')) {
      result += '(?:[^/]+/)*';
      at += 3;
    } else if (rest.startsWith('**')) {
      result += '.*';
      at += 2;
    } else if (rest.startsWith('*')) {
      result += '[^/]*';
      at += 1;
    } else if (rest.startsWith('?')) {
      result += '[^/]';
      at += 1;
    } else {
      const plain = rest.startsWith('\\') ? (rest[1] ?? '') : (rest[0] ?? '');
      result += plain.replace(/[\\^$.*+?()[\]{}|]/, String.raw`\$&`);
      at += rest.startsWith('\\') ? 2 : 1;
    }
  }
  return result;
}

/** What stands between the sign that `text` begins with and the one that closes it; undefined when none does. */
function enclosed(text: string, open: string, close: string): string | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === open) depth += 1;
    else if (text[at] === close) {
      depth -= 1;
      if (depth === 0) return text.slice(1, at);
    }
  }
  return undefined;
}

/** Splits at a sign that stands in no inner group. */
function split(text: string, sign: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (letter === '\\') at += 1;
    else if ('({'.includes(letter)) depth += 1;
    else if (')}'.includes(letter)) depth -= 1;
    else if (letter === sign && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}

/** One letter out of a set; a range that runs backwards holds nothing, as in a shell. */
function translateSet(letters: string, negated: boolean): string {
  let result = '';
  for (let at = 0; at < letters.length; at += 1) {
    const first = letters[at] ?? '';
    const last = letters[at + 1] === '-' ? letters[at + 2] : undefined;
    if (last === undefined) result += escapeInSet(first);
    else {
      if (first <= last) result += `${escapeInSet(first)}-${escapeInSet(last)}`;
      at += 2;
    }
  }
  if (result === '') return negated ? '[^/]' : '(?!)';
  return negated ? `[^/${result}]` : `[${result}]`;
}

function escapeInSet(letter: string): string {
  return /[\\\]^[-]/.test(letter) ? `\\${letter}` : letter;
}
