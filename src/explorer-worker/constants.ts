import ts from 'typescript';

export interface Constants {
  readonly numbers: readonly number[];
  readonly strings: readonly string[];
  readonly keys: readonly string[];
}

const mostOfAKind = 150;

/** Constants of source files, nearest first: literals, pieces of templates and patterns, labels, names of properties. */
export function harvestConstants(files: readonly ts.SourceFile[]): Constants {
  const numbers = new Set<number>();
  const strings = new Set<string>();
  const keys = new Set<string>();
  const addString = (text: string): void => {
    if (text.length <= 80 && strings.size < mostOfAKind) strings.add(text);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    for (const number of notFinite(node)) numbers.add(number);
    if (ts.isNumericLiteral(node)) {
      if (numbers.size < mostOfAKind) {
        const value = Number(node.text);
        numbers.add(ts.isPrefixUnaryExpression(node.parent) && node.parent.operator === ts.SyntaxKind.MinusToken ? -value : value);
      }
    } else if (ts.isStringLiteralLike(node)) {
      if (!ts.isExpressionStatement(node.parent) && !isErrorMessage(node)) addString(node.text);
    } else if (ts.isTemplateExpression(node)) {
      for (const piece of [node.head.text, ...node.templateSpans.map((span) => span.literal.text)])
        if (piece.trim() !== '' && !isErrorMessage(node)) addString(piece);
    } else if (node.kind === ts.SyntaxKind.RegularExpressionLiteral) {
      for (const piece of examplesOf((node as ts.RegularExpressionLiteral).text)) addString(piece);
    } else if (ts.isPropertyAccessExpression(node) && !ts.isCallExpression(node.parent)) {
      if (keys.size < mostOfAKind) keys.add(node.name.text);
    } else if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) {
      if (keys.size < mostOfAKind) keys.add(node.name.text);
      addString(node.name.text);
    } else if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      const name = node.propertyName ?? node.name;
      if (ts.isIdentifier(name)) keys.add(name.text);
    }
    ts.forEachChild(node, visit);
  };
  files.forEach(visit);
  return { numbers: [...numbers], strings: [...strings], keys: [...keys] };
}

/** Numbers that the code asks about: `Number.isNaN(x)`, `x !== x`, `=== Infinity`. */
function notFinite(node: ts.Node): readonly number[] {
  if (ts.isIdentifier(node)) {
    switch (node.text) {
      case 'NaN':
      case 'isNaN':
        return [Number.NaN];
      case 'isFinite':
        return [Number.POSITIVE_INFINITY, Number.NaN];
      case 'Infinity':
      case 'POSITIVE_INFINITY':
        return [Number.POSITIVE_INFINITY];
      case 'NEGATIVE_INFINITY':
        return [Number.NEGATIVE_INFINITY];
      default:
        return [];
    }
  }
  if (!ts.isBinaryExpression(node) || !/^[!=]==?$/.test(node.operatorToken.getText())) return [];
  return node.left.getText() === node.right.getText() ? [Number.NaN] : [];
}

function isErrorMessage(node: ts.Node): boolean {
  const parent = node.parent;
  return ts.isNewExpression(parent) || (ts.isTemplateSpan(parent) && isErrorMessage(parent.parent));
}

/** Short strings that a simple pattern matches: classes give one of their characters, repeats give what is needed. */
export function examplesOf(literal: string): string[] {
  const source = literal.slice(1, literal.lastIndexOf('/'));
  if (source.length > 120) return [];
  const examples = new Set<string>();
  for (const alternative of splitAlternatives(source)) {
    for (const variant of [0, 1, 2]) {
      const text = expand(alternative, variant);
      if (text === undefined) continue;
      let matches: boolean;
      try {
        matches = new RegExp(source, literal.slice(literal.lastIndexOf('/') + 1).replace('y', '')).test(text);
      } catch {
        // A pattern of a newer engine than this one gives no examples.
        return [];
      }
      if (matches) examples.add(text);
    }
  }
  return [...examples].slice(0, 4);
}

function splitAlternatives(source: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let inClass = false;
  let current = '';
  for (let index = 0; index < source.length; index += 1) {
    const character = source[index] ?? '';
    if (character === '\\') {
      current += character + (source[index + 1] ?? '');
      index += 1;
      continue;
    }
    if (character === '[') inClass = true;
    else if (character === ']') inClass = false;
    else if (!inClass && character === '(') depth += 1;
    else if (!inClass && character === ')') depth -= 1;
    if (character === '|' && depth === 0 && !inClass) {
      parts.push(current);
      current = '';
    } else current += character;
  }
  return [...parts, current];
}

const escapes: Readonly<Record<string, readonly [string, string]>> = {
  d: ['1', '2'],
  w: ['a', 'b'],
  s: [' ', ' '],
  D: ['a', 'b'],
  W: ['-', ' '],
  S: ['a', 'b'],
  b: ['', ''],
  B: ['', ''],
  n: ['\n', '\n'],
  t: ['\t', '\t'],
};

/** One text for a pattern without alternatives; `variant` 0 takes as little as possible, 1 and 2 take more. */
function expand(pattern: string, variant: number): string | undefined {
  let result = '';
  let index = 0;
  while (index < pattern.length) {
    const character = pattern[index] ?? '';
    let atom: string;
    if (character === '\\') {
      const next = pattern[index + 1] ?? '';
      atom = escapes[next]?.[variant > 1 ? 1 : 0] ?? next;
      index += 2;
    } else if (character === '[') {
      const end = pattern.indexOf(']', index + 2);
      if (end < 0) return undefined;
      atom = fromClass(pattern.slice(index + 1, end), variant);
      index = end + 1;
    } else if (character === '(') {
      const end = closing(pattern, index);
      if (end < 0) return undefined;
      const body = pattern.slice(index + 1, end);
      if (/^\?[=!<]/.test(body) && !/^\?<\w/.test(body)) atom = '';
      else {
        const alternatives = splitAlternatives(body.replace(/^\?(:|<\w+>)/, ''));
        atom = expand(alternatives[variant % alternatives.length] ?? '', variant) ?? '';
      }
      index = end + 1;
    } else {
      atom = character === '^' || character === '$' ? '' : character === '.' ? 'a' : character;
      index += 1;
    }
    const repeat = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(pattern.slice(index));
    if (repeat === null) result += atom;
    else {
      index += repeat[0].length;
      const least = repeat[1] === undefined ? (repeat[0].startsWith('+') ? 1 : 0) : Number(repeat[1]);
      result += atom.repeat(
        Math.min(20, repeat[0].startsWith('?') ? Math.min(1, variant) : least + (repeat[1] === undefined ? variant : 0)),
      );
    }
  }
  return result;
}

function closing(pattern: string, open: number): number {
  let depth = 0;
  for (let index = open; index < pattern.length; index += 1) {
    if (pattern[index] === '\\') index += 1;
    else if (pattern[index] === '(') depth += 1;
    else if (pattern[index] === ')') {
      depth -= 1;
      if (depth === 0) return index;
    }
  }
  return -1;
}

function fromClass(body: string, variant: number): string {
  if (body.startsWith('^')) return ['a', '1', ' '].find((candidate) => !new RegExp(`[${body.slice(1)}]`).test(candidate)) ?? '~';
  if (body.startsWith('\\')) return escapes[body[1] ?? '']?.[variant > 1 ? 1 : 0] ?? body[1] ?? '';
  return body[variant > 1 && body.length > 3 && body[1] !== '-' ? 1 : 0] ?? '';
}
