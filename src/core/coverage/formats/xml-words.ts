/** Names of elements and attributes that one format looks at, each with a small number that they are told apart by. */
export interface XmlWords<Word extends string = string> {
  /** Name → its number, from 0. */
  readonly id: Readonly<Record<Word, number>>;
  readonly count: number;
  /** The number of the name that stands between two offsets; −1 when the format does not look at it. */
  readonly find: (bytes: Uint8Array, from: number, to: number) => number;
  /** All words in a row; the one with number n stands from `starts[n]` to `starts[n + 1]`. */
  readonly letters: Uint8Array;
  readonly starts: Uint16Array;
}

const slots = 256;

/** The words of one format; at most 200 of them, ASCII, no word twice. */
export function xmlWords<const Word extends string>(words: readonly Word[]): XmlWords<Word> {
  const spelled = words.map((word) => new TextEncoder().encode(word));
  const letters = new Uint8Array(spelled.reduce((sum, word) => sum + word.length, 0));
  const starts = new Uint16Array(words.length + 1);
  // Words that share a slot are chained.
  const first = new Int16Array(slots).fill(-1);
  const next = new Int16Array(words.length);
  let offset = 0;
  for (const [id, word] of spelled.entries()) {
    letters.set(word, offset);
    starts[id] = offset;
    offset += word.length;
    starts[id + 1] = offset;
    const slot = slotOf(word, 0, word.length);
    next[id] = first[slot] as number;
    first[slot] = id;
  }
  const find = (bytes: Uint8Array, from: number, to: number): number => {
    let id = first[slotOf(bytes, from, to)] as number;
    while (id >= 0) {
      const start = starts[id] as number;
      if ((starts[id + 1] as number) - start === to - from) {
        let at = from;
        while (at < to && bytes[at] === letters[start + at - from]) at += 1;
        if (at === to) return id;
      }
      id = next[id] as number;
    }
    return -1;
  };
  const id = Object.fromEntries(words.map((word, index) => [word, index])) as Record<Word, number>;
  return { id, count: words.length, find, letters, starts };
}

function slotOf(bytes: Uint8Array, from: number, to: number): number {
  return ((bytes[from] as number) * 3 + (bytes[to - 1] as number) * 5 + (to - from) * 7) & (slots - 1);
}
