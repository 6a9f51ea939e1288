/** Text of which the beginning and the end are kept. */
export interface CappedText {
  append(text: string): void;
  text(): string;
}

/** Keeps at most `limit` characters of each end; in between it says how many are missing. */
export function createCappedText(limit: number): CappedText {
  let head = '';
  let tail = '';
  let dropped = 0;
  return {
    append(text) {
      const room = limit - head.length;
      head += text.slice(0, Math.max(room, 0));
      tail += text.slice(Math.max(room, 0));
      // Cut seldom, so that a flood of short lines costs no copy each.
      if (tail.length > 4 * limit) {
        dropped += tail.length - limit;
        tail = tail.slice(-limit);
      }
    },
    text() {
      const missing = dropped + Math.max(tail.length - limit, 0);
      return missing === 0 ? head + tail : `${head}\n… ${missing} characters left out …\n${tail.slice(-limit)}`;
    },
  };
}
