/**
 * Copies JUnit XML piece by piece without the bodies of `system-out`, `system-err` and `properties`: a test may have
 * printed any amount of text, and nothing of it is a result. Knows tags, CDATA sections, comments and processing
 * instructions, so printed text that looks like XML changes nothing.
 */
export interface PrintedStripper {
  /** What of the text so far goes on. */
  push(text: string): string;
  /** The rest. */
  end(): string;
}

const dropped = /^<(system-out|system-err|properties)(?=[\s/>])/;
/** Longest tag that is waited for; longer ones (a message of megabytes) pass as they come. */
const longestTag = 1 << 22;

type Inside = 'text' | 'cdata' | 'comment' | 'instruction';

export function createPrintedStripper(): PrintedStripper {
  let waiting = '';
  let inside: Inside = 'text';
  /** Name of the element that is being left out. */
  let dropping: string | undefined;

  function step(final: boolean): string {
    let kept = '';
    const keep = (text: string): void => {
      if (dropping === undefined) kept += text;
    };
    for (;;) {
      if (inside !== 'text') {
        const closing = inside === 'cdata' ? ']]>' : inside === 'comment' ? '-->' : '?>';
        const at = waiting.indexOf(closing);
        if (at < 0) {
          // The end may be cut in two.
          const sure = final ? waiting.length : Math.max(0, waiting.length - closing.length + 1);
          keep(waiting.slice(0, sure));
          waiting = waiting.slice(sure);
          return kept;
        }
        keep(waiting.slice(0, at + closing.length));
        waiting = waiting.slice(at + closing.length);
        inside = 'text';
        continue;
      }
      const open = waiting.indexOf('<');
      if (open < 0) {
        keep(waiting);
        waiting = '';
        return kept;
      }
      keep(waiting.slice(0, open));
      waiting = waiting.slice(open);
      if (!final && waiting.length < '<![CDATA['.length) return kept;
      const section = sectionAt(waiting);
      if (section !== undefined) {
        inside = section.inside;
        keep(section.opening);
        waiting = waiting.slice(section.opening.length);
        continue;
      }
      const end = endOfTag(waiting);
      if (end === undefined) {
        if (!final && waiting.length < longestTag) return kept;
        keep(waiting);
        waiting = '';
        return kept;
      }
      const tag = waiting.slice(0, end);
      waiting = waiting.slice(end);
      if (dropping !== undefined) {
        if (tag.startsWith(`</${dropping}`)) dropping = undefined;
        continue;
      }
      const name = dropped.exec(tag)?.[1];
      if (name === undefined) keep(tag);
      else if (!tag.endsWith('/>')) dropping = name;
    }
  }

  return {
    push(text) {
      waiting += text;
      return step(false);
    },
    end: () => step(true),
  };
}

function sectionAt(text: string): { readonly inside: Inside; readonly opening: string } | undefined {
  if (text.startsWith('<![CDATA[')) return { inside: 'cdata', opening: '<![CDATA[' };
  if (text.startsWith('<!--')) return { inside: 'comment', opening: '<!--' };
  if (text.startsWith('<?')) return { inside: 'instruction', opening: '<?' };
  return undefined;
}

/** Behind the `>` of a tag; a quoted value may hold one. */
function endOfTag(text: string): number | undefined {
  let quote = '';
  for (let at = 1; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return at + 1;
  }
  return undefined;
}
