import { joinBytes } from './join-bytes.ts';

/** Most bytes that a packed report may unpack to: beyond it is a bomb, not a report. */
const mostBytes = 2 ** 31;

/** True for the bytes of a gzip file. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Unpacks a gzip file. @throws Error with a sentence when it is broken, or unpacks to more than 2 GiB */
export async function inflate(bytes: Uint8Array): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    const packed = new Blob([bytes]).stream();
    for await (const part of packed.pipeThrough(new DecompressionStream('gzip'))) {
      length += part.length;
      if (length > mostBytes) throw new RangeError('it unpacks to more than 2 GiB');
      parts.push(part);
    }
  } catch (error) {
    throw new Error(`The report is packed with gzip and cannot be unpacked: ${error instanceof Error ? error.message : String(error)}.`, {
      cause: error,
    });
  }
  return joinBytes(parts, length);
}
