/** Formats of keys that are recognised by their own prefix or frame. */
const secretFormats: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?-----END [A-Z ]*PRIVATE KEY-----/g,
  /\bsk-(?:ant-|proj-|live-)?[\w-]{20,}/g,
  /\b(?:sk|rk|pk)_(?:live|test)_\w{16,}/g,
  /\bgh[pousr]_\w{30,}/g,
  /\bgithub_pat_\w{30,}/g,
  /\bglpat-[\w-]{18,}/g,
  /\bAKIA[0-9A-Z]{16}\b/g,
  /\bAIza[\w-]{35}/g,
  /\bxox[abposr]-[\w-]{10,}/g,
  /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/g,
  /(?<=:\/\/[^\s:/@'"]{1,80}:)[^\s@/'"]{3,}(?=@)/g,
];

/** Text with everything that has the form of a credential replaced: source may hold what nobody meant to send. Lines stay lines. */
export function redactSecrets(text: string): string {
  return secretFormats.reduce(
    (clean, format) => clean.replaceAll(format, (found) => `[secret removed]${'\n'.repeat(found.split('\n').length - 1)}`),
    text,
  );
}
