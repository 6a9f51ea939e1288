/** One line of a Go profile: `name:startLine.startColumn,endLine.endColumn statements count`. */
export interface GoRecord {
  /** Byte offset behind the file's name. */
  readonly nameEnd: number;
  readonly startLine: number;
  /** 1-based, in bytes. */
  readonly startColumn: number;
  readonly endLine: number;
  /** 1-based, in bytes, exclusive. */
  readonly endColumn: number;
  /** Not below zero; beyond 2^53 it is only near to what was written. */
  readonly count: number;
}

const mostDigits = 20;

/**
 * Reads a line from its right end, because a file's name may hold colons and spaces (`C:\a b\c.go`): so does Go's own
 * reader (golang.org/x/tools/cover, profile.go). undefined when the line is not of that form.
 */
export function readGoRecord(bytes: Uint8Array, from: number, to: number): GoRecord | undefined {
  let at = to;
  let failed = false;

  /** The digits before `at`, and the separator before them. */
  function number(separator: number): number {
    let value = 0;
    let scale = 1;
    const end = at;
    while (at > from && end - at < mostDigits) {
      const digit = (bytes[at - 1] as number) - 0x30;
      if (digit < 0 || digit > 9) break;
      value += digit * scale;
      scale *= 10;
      at -= 1;
    }
    if (at === end || at <= from || bytes[at - 1] !== separator) failed = true;
    else at -= 1;
    return value;
  }

  const count = number(0x20);
  number(0x20);
  const endColumn = number(0x2e);
  const endLine = number(0x2c);
  const startColumn = number(0x2e);
  const startLine = number(0x3a);
  return failed || at === from ? undefined : { nameEnd: at, startLine, startColumn, endLine, endColumn, count };
}
