/** Text as it stands, safe inside Markdown. */
export function plain(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#+!|~$]/g, String.raw`\$&`).replaceAll(/\s*\r?\n\s*/g, ' ');
}

/** Inline code, whatever backticks `text` holds (CommonMark 6.1: a longer fence wins). */
export function code(text: string): string {
  const flat = text.replaceAll(/\s*\r?\n\s*/g, ' ');
  const longest = Math.max(0, ...(flat.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = flat.startsWith('`') || flat.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${flat}${pad}${fence}`;
}

/** A link that runs an editor command with one argument. */
export function commandLink(title: string, command: string, argument?: unknown): string {
  const query = argument === undefined ? '' : `?${encodeURIComponent(JSON.stringify([argument]))}`;
  // encodeURIComponent leaves parentheses, which would end the link's target.
  return `[${plain(title)}](command:${command}${query.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}
