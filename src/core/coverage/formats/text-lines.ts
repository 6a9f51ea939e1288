import { newline, carriageReturn } from './ascii.ts';

const yieldEvery = 1 << 20;

/**
 * Gives the lines of a text report, without their ends, to `take` with their number from 1; yields the bytes read so far
 * about each megabyte. Returns how many lines there are and whether the last one is whole.
 */
export function* eachLine(
  bytes: Uint8Array,
  take: (line: string, number: number) => void,
): Generator<number, { readonly lines: number; readonly isWhole: boolean }> {
  const decoder = new TextDecoder();
  let number = 0;
  let yieldAt = yieldEvery;
  for (let at = 0; at < bytes.length;) {
    const found = bytes.indexOf(newline, at);
    const end = found === -1 ? bytes.length : found;
    number += 1;
    take(decoder.decode(bytes.subarray(at, end > at && bytes[end - 1] === carriageReturn ? end - 1 : end)), number);
    at = end + 1;
    if (at >= yieldAt) {
      yield Math.min(at, bytes.length);
      yieldAt = at + yieldEvery;
    }
  }
  return { lines: number, isWhole: bytes.length === 0 || bytes.at(-1) === newline };
}
