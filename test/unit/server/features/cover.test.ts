import assert from 'node:assert/strict';
import type { CoverOutcome } from '../../../../src/core/campaign/cover-outcome.ts';
import { AppError } from '../../../../src/core/errors.ts';
import type { Unsolved } from '../../../../src/core/generators/generator.ts';
import type { Proposal } from '../../../../src/core/verify/verdict.ts';
import type { WireSelection } from '../../../../src/protocol/messages.ts';
import { cover, describeOutcome, type CoverPlace } from '../../../../src/server/features/cover.ts';
import type { PlacedFile } from '../../../../src/server/placed-file.ts';
import { emptyOutcome, fakeFolder } from '../fake-engine.ts';
import { priceFile, priceText } from '../price-file.ts';
import { openFolders, placedPrice } from './open-folders.ts';

const path = '/shop/src/price.ts';
const proposal = { id: 'p1', testFile: '/shop/tests/generated/price.test.ts', text: '', sourceFile: path } as unknown as Proposal;

async function stage(file: PlacedFile | undefined, given: Partial<CoverPlace> = {}) {
  const fake = fakeFolder({ files: [priceFile(path)] });
  const { folders } = await openFolders({ '/shop': fake });
  const [folder] = folders;
  const { engine } = fake;
  assert.ok(folder && engine);
  const place: CoverPlace = { path, folder, engine, file, trusted: true, unsaved: false, ...given };
  const run = (selection: WireSelection) =>
    cover(place, { run: 'r1', uri: 'file:///shop/src/price.ts', selection, seed: 7 }, new AbortController().signal, () => undefined);
  return { run, engine };
}

describe('cover', () => {
  it('passes arms on by their keys', async () => {
    const { run, engine } = await stage(placedPrice());
    await run({ kind: 'arms', arms: ['if@2:2/1'] });
    assert.deepEqual(engine.asked, [{ file: path, selection: { kind: 'arms', keys: ['if@2:2/1'] }, seed: 7 }]);
  });

  it('finds the function around the cursor in the text that was measured', async () => {
    const { run, engine } = await stage(placedPrice(`// one\n// two\n${priceText}`));
    await run({ kind: 'function', position: { line: 10, character: 4 } });
    assert.deepEqual(engine.asked[0]?.selection, {
      kind: 'range',
      range: { start: { line: 8, column: 0 }, end: { line: 15, column: 1 } },
    });
  });

  it('refuses a function where there is none', async () => {
    const { run } = await stage(placedPrice());
    await assert.rejects(run({ kind: 'function', position: { line: 6, character: 0 } }), {
      code: 'cover/no-function',
      message: 'There is no measured function at line 7 of price.ts.',
    });
  });

  it('runs nothing in an untrusted workspace', async () => {
    const { run, engine } = await stage(placedPrice(), { trusted: false });
    await assert.rejects(
      run({ kind: 'file' }),
      (error: unknown) => error instanceof AppError && error.code === 'workspace/untrusted' && error.hint !== undefined,
    );
    assert.deepEqual(engine.asked, []);
  });

  it('does not run an old text without saying so', async () => {
    const { run, engine } = await stage(placedPrice(), { unsaved: true });
    await assert.rejects(run({ kind: 'file' }), {
      code: 'cover/unsaved-changes',
      message: 'price.ts has changes that are not saved: the suite would run the old text.',
      hint: 'Save the file, then cover the branch again.',
    });
    assert.deepEqual(engine.asked, []);
  });

  it('says so when what was chosen is not in the code any more', async () => {
    const { run } = await stage(placedPrice());
    const gone = await run({ kind: 'arms', arms: ['if@77:2/1'] });
    assert.match(gone.message, /^The branch is not in the code any more: its text was changed/);
    const taken = await run({ kind: 'arms', arms: ['if@2:2/1'] });
    assert.equal(taken.message, 'Nothing is dark here: every arm is taken by now.');
  });

  it('covers a file that no report speaks of', async () => {
    const { run, engine } = await stage(undefined);
    await run({ kind: 'file' });
    assert.deepEqual(engine.asked[0]?.selection, { kind: 'file' });
  });
});

describe('describeOutcome', () => {
  const plateau = (arm: string): Unsolved => ({ arm, code: 'plateau', reason: 'The search came no nearer to qty > 100.' });
  const say = (outcome: Partial<CoverOutcome>, again = false): string => describeOutcome({ ...emptyOutcome, ...outcome }, '/shop', again);

  it('names the file and how much of what was asked it takes', () => {
    assert.equal(
      say({ status: 'proposed', proposal, asked: 1, covered: 1 }),
      'tests/generated/price.test.ts takes 1 arm and passed every gate: review it.',
    );
    assert.equal(
      say({ status: 'proposed', proposal, asked: 3, covered: 2, unsolved: [plateau('a')] }),
      'tests/generated/price.test.ts takes 2 of 3 arms and passed every gate: review it. The search came no nearer to qty > 100.',
    );
  });

  it('gives the last word on what was not found', () => {
    assert.equal(
      say({ status: 'nothing-found', asked: 1, unsolved: [plateau('a')] }),
      'No test was found that takes this arm and passes every gate. The search came no nearer to qty > 100.',
    );
    const other: Unsolved = { arm: 'c', code: 'no-key', reason: 'No key is set.' };
    assert.equal(
      say({ status: 'nothing-found', asked: 3, unsolved: [other, plateau('a'), plateau('b')] }),
      'No test was found that takes any of these 3 arms and passes every gate. The search came no nearer to qty > 100. (1 other arm: see the log.)',
    );
  });

  it('says that there is no other test than the one that waits', () => {
    const same: Unsolved = { arm: 'a', code: 'same-again', reason: 'Search comes to the same test again.' };
    assert.equal(
      say({ status: 'nothing-found', asked: 1, unsolved: [same] }, true),
      'No other test was found for this arm. Search comes to the same test again.',
    );
  });

  it('is short when there was nothing to do', () => {
    assert.equal(say({ status: 'nothing-dark' }), 'Nothing is dark here: every arm is taken by now.');
    assert.equal(say({ status: 'cancelled' }), 'Cancelled. Nothing was changed.');
  });
});
