import * as vscode from 'vscode';
import { armsAt, nextDarkArm, type Mark } from '../../protocol/messages.ts';
import type { Client } from '../client.ts';
import { coverAndOffer } from '../cover/cover-and-offer.ts';
import { coverMarks } from '../cover/cover-marks.ts';
import { readCoverTarget, type CoverTarget } from './cover-target.ts';
import { cursorPlace, fileName, showPlace } from './editor-place.ts';
import { pickArms } from './pick-arms.ts';

/** Covers the arms it is given, else the dark arm at the cursor or on the clicked line; asks when there are several. */
export function coverBranch(client: Client): (argument?: unknown) => Promise<void> {
  return async (argument) => {
    const target = readCoverTarget(argument);
    if (target.kind === 'arms') {
      await coverArms(client, target);
      return;
    }
    const place = target.kind === 'cursor' || target.kind === 'file' ? undefined : target;
    const cursor = place ? undefined : cursorPlace();
    const uri = place?.uri ?? cursor?.uri.toString();
    if (uri === undefined) {
      client.notify.info('Open a source file and put the cursor on a line with a dark branch.');
      return;
    }
    const line = place?.line ?? cursor?.position.line ?? 0;
    const character = place?.kind === 'position' ? place.character : (cursor?.position.character ?? 0);
    const marks = await client.server.request(armsAt, { uri, position: { line, character } });
    if (marks.length === 0) {
      await sayNoneHere(client, uri, line);
      return;
    }
    const picked = await pickArms(marks);
    if (picked) await coverMarks(client, vscode.Uri.parse(uri), picked);
  };
}

async function coverArms(client: Client, target: Extract<CoverTarget, { kind: 'arms' }>): Promise<void> {
  const { uri, arms, label, stale } = target;
  const known: Mark[] = client.marks
    .lines(vscode.Uri.parse(uri))
    .flatMap((line) => line.marks)
    .filter((mark) => arms.includes(mark.arm));
  if (known.length === arms.length) {
    await coverMarks(client, vscode.Uri.parse(uri), known);
    return;
  }
  const what = label ?? (arms.length === 1 ? `a branch of ${fileName(uri)}` : `${arms.length} arms of ${fileName(uri)}`);
  await coverAndOffer(client, { uri, selection: { kind: 'arms', arms }, what, ...(stale !== undefined && { stale }) });
}

async function sayNoneHere(client: Client, uri: string, line: number): Promise<void> {
  const next = await client.server.request(nextDarkArm, { uri, position: { line, character: 0 }, direction: 'next' });
  if (!next) {
    client.notify.info(`No dark branch on line ${line + 1}, and none is known elsewhere.`, {
      title: 'Why?',
      run: () => vscode.commands.executeCommand('branchlight.whyNoCoverage', { uri }),
    });
    return;
  }
  client.notify.info(
    `No dark branch on line ${line + 1}. The next one: ${next.label} (${fileName(next.uri)}:${next.range.start.line + 1}).`,
    { title: 'Go There', run: () => showPlace(next.uri, next.range) },
  );
}
