import { StringDecoder } from 'node:string_decoder';

/** Of a longer line, this many characters of its beginning and of its end are kept. */
const kept = 1 << 20;

/** A line of an output, or what is left of a very long one. */
export interface LongLine {
  readonly text: string;
  /** The end of a line that was too long; the middle is lost. */
  readonly tail?: string;
}

/** Takes bytes as they come and hands on whole lines, in bounded memory. `end` hands on a last line without its end. */
export function createLongLineReader(onLine: (line: LongLine) => void): {
  readonly push: (chunk: Buffer) => void;
  readonly end: () => void;
} {
  const decoder = new StringDecoder('utf8');
  let head = '';
  let tail = '';
  const add = (text: string): void => {
    const room = kept - head.length;
    if (room > 0) head += text.slice(0, room);
    if (text.length > room) tail = (tail + text.slice(Math.max(0, room))).slice(-kept);
  };
  const flush = (): void => {
    onLine(tail === '' ? { text: head } : { text: head, tail });
    head = '';
    tail = '';
  };
  return {
    push(chunk) {
      const text = decoder.write(chunk);
      let from = 0;
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
        add(text.slice(from, at));
        flush();
        from = at + 1;
      }
      add(text.slice(from));
    },
    end() {
      if (head !== '') flush();
    },
  };
}
