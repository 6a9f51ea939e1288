import type * as vscode from 'vscode';
import type { CoverResult, Mark } from '../../protocol/messages.ts';
import type { Client } from '../client.ts';
import { coverAndOffer } from './cover-and-offer.ts';
import type { CoverObserver } from './cover-runner.ts';

/** Covers marks of one document. Those that may be wrong by now need no question: every run measures first, and says why. undefined: it did not run. */
export function coverMarks(
  client: Client,
  uri: vscode.Uri,
  marks: readonly Mark[],
  observer: CoverObserver = {},
): Promise<CoverResult | undefined> {
  const stale = marks.find((mark) => mark.stale !== undefined)?.stale;
  return coverAndOffer(
    client,
    {
      uri: uri.toString(),
      selection: { kind: 'arms', arms: marks.map((mark) => mark.arm) },
      what: describeMarks(uri, marks),
      ...(stale !== undefined && { stale }),
    },
    observer,
  );
}

/** `else of price.ts:42` or `3 arms of price.ts`. */
function describeMarks(uri: vscode.Uri, marks: readonly Mark[]): string {
  const name = uri.path.split('/').at(-1) ?? '';
  const [first] = marks;
  return first && marks.length === 1
    ? `“${first.label.replace(/ (never|not) (taken|evaluated)$/, '')}” of ${name}:${first.line + 1}`
    : `${marks.length} arms of ${name}`;
}
