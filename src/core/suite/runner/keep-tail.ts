/** Output kept of a run, in characters, from its end. */
const tailLength = 64_000;

/** The end of an output of any length, in bounded memory. */
export interface Tail {
  add(chunk: string): void;
  text(): string;
}

export function keepTail(): Tail {
  let kept = '';
  return {
    add(chunk) {
      kept = (kept + chunk).slice(-tailLength);
    },
    text: () => kept,
  };
}
