import { joinBytes } from './join-bytes.ts';

/**
 * The report as UTF-8 without a byte order mark: Windows shells write UTF-16, and XML may name another encoding in its
 * declaration. Bytes that are UTF-8 already are not copied.
 */
export function toUtf8(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3);
  const encoding = utf16Of(bytes) ?? declaredEncoding(bytes);
  return encoding === undefined ? bytes : transcode(bytes, encoding);
}

function utf16Of(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // Without a mark: a report begins with ASCII, so every other byte is 0.
  if (bytes.length < 4 || bytes.length % 2 !== 0) return undefined;
  if (first === 0 && bytes[2] === 0 && second !== 0) return 'utf-16be';
  return second === 0 && bytes[3] === 0 && first !== 0 ? 'utf-16le' : undefined;
}

/** Of an XML declaration; undefined for UTF-8 and for what is no encoding. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const label = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(head)?.[1]?.toLowerCase();
  return label === undefined || /^(?:utf-?8|us-ascii|ascii|utf-?16(?:le|be)?)$/.test(label) || !isEncoding(label) ? undefined : label;
}

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== 'utf-8';
  } catch {
    return false; // not an encoding that the platform knows: read as UTF-8, which is right for all that is ASCII
  }
}

const piece = 1 << 20;

/** Piece by piece, because a string cannot hold a report of any size. */
function transcode(bytes: Uint8Array, encoding: string): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let at = 0; at < bytes.length; at += piece) {
    const part = encoder.encode(decoder.decode(bytes.subarray(at, at + piece), { stream: at + piece < bytes.length }));
    parts.push(part);
    length += part.length;
  }
  return joinBytes(parts, length);
}
