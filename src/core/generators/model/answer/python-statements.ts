/**
 * The line structure of Python, read as its own tokenizer does (https://docs.python.org/3/reference/lexical_analysis.html):
 * strings of every kind, brackets, comments and joined lines are honoured, nothing is guessed by pattern.
 */

/** One statement with everything that is indented below it, and the decorators and comments directly above it. */
export interface PythonStatement {
  /** Text of its first logical line without comments above and decorators: `def test_total():`. */
  readonly head: string;
  readonly decorators: readonly string[];
  /** Whole text with the comments and decorators above it, indentation as written, no newline at the end. */
  readonly text: string;
  /** 1-based line of the head. */
  readonly line: number;
  /** Statements of the block below it. */
  readonly body: readonly PythonStatement[];
  /** Columns that the head is indented by. */
  readonly indent: number;
}

interface LogicalLine {
  readonly first: number;
  readonly last: number;
  readonly indent: number;
  readonly text: string;
}

/** Statements of a file; `problem` names an unfinished string or bracket. */
export function pythonStatements(code: string): { readonly statements: readonly PythonStatement[]; readonly problem?: string } {
  const lines = code.replaceAll('\r\n', '\n').split('\n');
  const { logical, problem } = logicalLines(lines);
  const statements = nest(logical, 0, logical.length, lines);
  return problem === undefined ? { statements } : { statements, problem };
}

function nest(logical: readonly LogicalLine[], from: number, to: number, lines: readonly string[]): PythonStatement[] {
  const statements: PythonStatement[] = [];
  let decorators: LogicalLine[] = [];
  let previousEnd = (logical[from - 1]?.last ?? -1) + 1;
  for (let index = from; index < to;) {
    const head = logical[index];
    if (head === undefined) break;
    let next = index + 1;
    while (next < to && (logical[next]?.indent ?? 0) > head.indent) next += 1;
    if (head.text.startsWith('@')) {
      decorators.push(head);
    } else {
      const start = commentsAbove(lines, (decorators[0] ?? head).first, previousEnd, head.indent);
      const last = logical[next - 1]?.last ?? head.last;
      statements.push({
        head: head.text,
        decorators: decorators.map((decorator) => decorator.text),
        text: lines.slice(start, last + 1).join('\n'),
        line: head.first + 1,
        body: nest(logical, index + 1, next, lines),
        indent: head.indent,
      });
      decorators = [];
      previousEnd = last + 1;
    }
    index = next;
  }
  return statements;
}

function commentsAbove(lines: readonly string[], first: number, floor: number, indent: number): number {
  let start = first;
  while (start > floor && (lines[start - 1] ?? '').trimStart().startsWith('#') && indentOf(lines[start - 1] ?? '') === indent) start -= 1;
  return start;
}

function indentOf(line: string): number {
  return /^[ \t]*/.exec(line)?.[0].length ?? 0;
}

function logicalLines(lines: readonly string[]): { readonly logical: readonly LogicalLine[]; readonly problem?: string } {
  const logical: LogicalLine[] = [];
  let first: number | undefined;
  let depth = 0;
  let quote: string | undefined;
  for (const [number, line] of lines.entries()) {
    if (first === undefined) {
      if (/^\s*(#.*)?$/.test(line)) continue;
      first = number;
    }
    let joined = false;
    for (let column = 0; column < line.length; column += 1) {
      const char = line[column] ?? '';
      if (quote !== undefined) {
        // A raw string keeps its backslash, but even there it guards the quote after it.
        if (char === '\\') {
          joined = column === line.length - 1;
          column += 1;
        } else if (line.startsWith(quote, column)) {
          column += quote.length - 1;
          quote = undefined;
        }
      } else if (char === '"' || char === "'") {
        quote = line.startsWith(char.repeat(3), column) ? char.repeat(3) : char;
        column += quote.length - 1;
      } else if (char === '#') break;
      else if ('([{'.includes(char)) depth += 1;
      else if (')]}'.includes(char)) depth -= 1;
      else if (char === '\\' && column === line.length - 1) joined = true;
    }
    if (quote?.length === 1 && !joined) return { logical, problem: `Line ${number + 1}: a string is not closed.` };
    if (depth < 0) return { logical, problem: `Line ${number + 1}: a bracket is closed that was never opened.` };
    if (quote === undefined && depth === 0 && !joined) {
      const text = lines
        .slice(first, number + 1)
        .join('\n')
        .trim();
      logical.push({ first, last: number, indent: indentOf(lines[first] ?? ''), text });
      first = undefined;
    }
  }
  if (first === undefined) return { logical };
  return { logical, problem: `Line ${first + 1}: ${quote === undefined ? 'a bracket' : 'a string'} is not closed.` };
}

/** Text of a statement moved to the left margin; lines inside a string that spans lines keep what they have. */
export function dedentStatement(statement: PythonStatement): string {
  const inString = linesInsideStrings(statement.text);
  return statement.text
    .split('\n')
    .map((line, index) => (inString.has(index) ? line : line.slice(Math.min(indentOf(line), statement.indent))))
    .join('\n');
}

function linesInsideStrings(text: string): Set<number> {
  const inside = new Set<number>();
  let quote: string | undefined;
  for (const [number, line] of text.split('\n').entries()) {
    if (quote !== undefined) inside.add(number);
    for (let column = 0; column < line.length; column += 1) {
      const char = line[column] ?? '';
      if (quote !== undefined) {
        if (char === '\\') column += 1;
        else if (line.startsWith(quote, column)) {
          column += quote.length - 1;
          quote = undefined;
        }
      } else if (char === '"' || char === "'") {
        const triple = char.repeat(3);
        if (line.startsWith(triple, column)) {
          quote = triple;
          column += 2;
        } else {
          column += 1;
          while (column < line.length && line[column] !== char) column += line[column] === '\\' ? 2 : 1;
        }
      } else if (char === '#') break;
    }
  }
  return inside;
}
