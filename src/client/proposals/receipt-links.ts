/** A part of the receipt's text that leads somewhere. */
export interface ReceiptLink {
  /** 0-based line of the receipt, and columns from and up to, but without, the last. */
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly leadsTo:
    | { readonly kind: 'source'; /** 1-based line of the arm; the file's first when it is meant as a whole. */ readonly line: number }
    | { readonly kind: 'proposal'; /** undefined: the whole file. */ readonly title: string | undefined };
}

/**
 * The places that the text of `renderReceipt` names: the source and the proposed file, the line of every arm, and the
 * titles of tests. Lines of another form lead nowhere.
 */
export function receiptLinks(receipt: string): readonly ReceiptLink[] {
  return receipt.split('\n').flatMap((text, line) => {
    const link = linkOf(text);
    return link === undefined ? [] : [{ line, ...link }];
  });
}

function linkOf(text: string): Omit<ReceiptLink, 'line'> | undefined {
  const file = /^(Source|Tests) {2,}(?=\S)/.exec(text);
  if (file !== null) {
    const leadsTo = file[1] === 'Source' ? ({ kind: 'source', line: 1 } as const) : ({ kind: 'proposal', title: undefined } as const);
    return { from: file[0].length, to: text.length, leadsTo };
  }
  const arm = /^ {2}(line (\d+)): /.exec(text);
  if (arm !== null) return { from: 2, to: 2 + (arm[1]?.length ?? 0), leadsTo: { kind: 'source', line: Number(arm[2]) } };
  const test = /^(.*?(?:→ taken \d+×, by |^ {2}))"(.*)"(?: \([a-z-]+\))?$/.exec(text);
  if (test === null) return undefined;
  const from = (test[1] ?? '').length + 1;
  const title = test[2] ?? '';
  return { from, to: from + title.length, leadsTo: { kind: 'proposal', title } };
}
