/** Whether a path with forward slashes matches a glob with `**`, `*`, `?`, `[…]`, `{a,b}` and `?(…)`, as Vitest's `include` has them. */
export function matchGlob(glob: string, path: string): boolean {
  return new RegExp(`^${translate(glob.replace(/^\.\//, ''))}$`).test(path.replace(/^\.\//, ''));
}

function translate(glob: string): string {
  let result = '';
  let at = 0;
  while (at < glob.length) {
    const rest = glob.slice(at);
    const group = /^([?*+@])\(([^)]*)\)/.exec(rest);
    const braces = /^\{([^{}]*)\}/.exec(rest);
    const set = /^\[(!?)([^\]]+)\]/.exec(rest);
    if (group !== null) {
      const times = group[1] === '@' ? '' : group[1];
      result += `(?:${(group[2] ?? '').split('|').map(translate).join('|')})${times ?? ''}`;
      at += group[0].length;
    } else if (braces !== null) {
      result += `(?:${(braces[1] ?? '').split(',').map(translate).join('|')})`;
      at += braces[0].length;
    } else if (set !== null) {
      result += `[${set[1] === '!' ? '^' : ''}${(set[2] ?? '').replaceAll('\\', '\\\\')}]`;
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
