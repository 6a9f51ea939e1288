/**
 * A matcher for paths relative to a folder, with forward slashes. Knows `*`, `?`, `**`, `[…]` and `{a,b}` as VS Code's
 * settings do; a dot at the start of a name is a character like any other. Written here because `path.matchesGlob` is
 * still experimental in Node 20 and 22.
 */
export function compileGlob(glob: string): (path: string) => boolean {
  const expression = new RegExp(`^${translate(glob.replace(/^\.?\//, ''))}$`, 'u');
  return (path) => expression.test(path);
}

function translate(glob: string): string {
  let result = '';
  let at = 0;
  let groups = 0;
  while (at < glob.length) {
    const char = glob[at] ?? '';
    if (char === '*' && glob[at + 1] === '*') {
      const wholeSegment = (at === 0 || glob[at - 1] === '/') && (glob[at + 2] === '/' || at + 2 === glob.length);
      if (wholeSegment && glob[at + 2] === '/') {
        result += '(?:[^/]*/)*';
        at += 3;
      } else {
        result += '.*';
        at += 2;
      }
      continue;
    }
    if (char === '*') result += '[^/]*';
    else if (char === '?') result += '[^/]';
    else if (char === '{' && glob.includes('}', at)) {
      groups += 1;
      result += '(?:';
    } else if (char === '}' && groups > 0) {
      groups -= 1;
      result += ')';
    } else if (char === ',' && groups > 0) result += '|';
    else if (char === '[' && glob.indexOf(']', at + 2) !== -1) {
      const end = glob.indexOf(']', at + 2);
      const inside = glob
        .slice(at + 1, end)
        .replace(/^!/, '^')
        .replace(/[\\[\]&]/g, '\\$&');
      result += `[${inside}]`;
      at = end;
    } else result += char.replace(/[\\^$.|+()[\]{}/]/g, '\\$&');
    at += 1;
  }
  return result + ')'.repeat(groups);
}
