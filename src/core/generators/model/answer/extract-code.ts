const fenceTags: Readonly<Record<'typescript' | 'javascript' | 'python', readonly string[]>> = {
  typescript: ['ts', 'tsx', 'typescript', 'mts', 'cts', 'js', 'jsx', 'javascript', ''],
  javascript: ['js', 'jsx', 'javascript', 'mjs', 'cjs', 'ts', 'tsx', 'typescript', ''],
  python: ['python', 'py', 'python3', ''],
};

/**
 * The test code in an answer that came as text: its fenced blocks of the right language that hold a test, one after the
 * other; undefined when there is none (prose). A fence that is never closed counts to the end of the text.
 */
export function extractCode(text: string, language: 'typescript' | 'javascript' | 'python'): string | undefined {
  const blocks = fencedBlocks(text).filter((block) => fenceTags[language].includes(block.tag) && holdsTest(block.code, language));
  return blocks.length === 0 ? undefined : blocks.map((block) => block.code).join('\n');
}

function holdsTest(code: string, language: string): boolean {
  return language === 'python' ? /^\s*(async\s+)?def test/m.test(code) : /^\s*(it|test|specify)\b/m.test(code);
}

function fencedBlocks(text: string): { readonly tag: string; readonly code: string }[] {
  const blocks: { tag: string; code: string }[] = [];
  let open: { fence: string; tag: string; lines: string[] } | undefined;
  for (const line of text.split(/\r?\n/)) {
    const fence = /^\s*(`{3,}|~{3,})\s*([\w+-]*)/.exec(line);
    if (open === undefined) {
      if (fence !== null) open = { fence: fence[1] ?? '', tag: (fence[2] ?? '').toLowerCase(), lines: [] };
    } else if (fence !== null && fence[2] === '' && (fence[1] ?? '').startsWith(open.fence)) {
      blocks.push({ tag: open.tag, code: `${open.lines.join('\n')}\n` });
      open = undefined;
    } else {
      open.lines.push(line);
    }
  }
  if (open !== undefined) blocks.push({ tag: open.tag, code: `${open.lines.join('\n')}\n` });
  return blocks;
}
