/** Lines of a document, 0-based, both ends included. */
export interface LineSpan {
  readonly first: number;
  readonly last: number;
}

/** Up to this many labels all are drawn. Each is a text of its own for VS Code, and thousands of them keep an editor waiting. */
const mostLabels = 400;
/** Labels are drawn this far beyond what is on screen, so that scrolling finds them there. */
const margin = 150;
/** When the screen comes this near to the end of what is labelled, the labels move on. */
const nearEnd = 50;

const wholeFile: LineSpan = { first: 0, last: Number.POSITIVE_INFINITY };

/**
 * Which lines get labels: every line of a file with few marks, else those around the screen. `drawn` is the former answer; it
 * stays as long as the screen is well inside it.
 */
export function labelWindow(marked: number, visible: readonly LineSpan[], drawn: LineSpan | undefined): LineSpan {
  if (marked <= mostLabels) return wholeFile;
  const first = Math.min(...visible.map((span) => span.first));
  const last = Math.max(...visible.map((span) => span.last));
  // No part of the document is known to be on screen yet: it will be the first lines.
  if (!Number.isFinite(first) || !Number.isFinite(last)) return drawn ?? { first: 0, last: margin };
  const isInside = drawn !== undefined && Math.max(0, first - nearEnd) >= drawn.first && last + nearEnd <= drawn.last;
  return isInside ? drawn : { first: Math.max(0, first - margin), last: last + margin };
}
