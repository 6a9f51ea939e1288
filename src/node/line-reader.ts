import { StringDecoder } from 'node:string_decoder';

/** Longest line that is looked at, in characters; of longer ones only the beginning is. */
const longestLine = 16_384;

/** Takes bytes as they come and hands on whole lines, without their ends, in bounded memory. */
export function createLineReader(onLine: (line: string) => void): (chunk: Buffer) => void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return (chunk) => {
    const text = decoder.write(chunk);
    let from = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      onLine(rest + text.slice(from, Math.min(at, from + longestLine - rest.length)));
      rest = '';
      from = at + 1;
    }
    if (rest.length < longestLine) rest += text.slice(from, from + longestLine - rest.length);
  };
}
