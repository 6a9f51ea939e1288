import type { Arm, ArmState, Branch, FileCoverage, FunctionCoverage } from './coverage-map.ts';
import type { BlockDecision, BlockJoin, SourceBranch, SourceModel } from '../source/source-model.ts';
import { compare, indexBlocks, isBlock, placeBlocks, type BlockIndex, type Bounds, type PlacedBlock } from './block-counts.ts';
import { compareBranches } from './merge.ts';

/**
 * Makes arms of the blocks that Go counts. An arm with code of its own ran as often as its first block. What has no code,
 * such as an implicit else, is concluded from the blocks around it, and is unknown where they leave it open: a call in a
 * condition may panic, and then neither arm was taken. Blocks that became arms are no longer listed, the others stay.
 */
export function alignBlocks(coverage: FileCoverage, source: SourceModel): FileCoverage {
  const flow = source.blocks;
  // Arms of a text that was not understood would be guesses; a file that has arms was aligned before.
  if (flow === undefined || source.syntaxError !== undefined || !coverage.branches.every(isBlock)) return coverage;
  const blocks = placeBlocks(coverage, flow);
  const index = indexBlocks(blocks);
  const used = new Set<Branch>();
  const branches = source.branches.flatMap((branch, at): readonly Branch[] => {
    const decision = flow.decisions[at];
    const made = decision === undefined ? undefined : armsOf(branch, decision, index);
    for (const block of made?.used ?? []) used.add(block.branch);
    return made === undefined ? [] : [made.branch];
  });
  const left = blocks
    .filter(({ branch }) => !used.has(branch))
    .map(({ branch, range }) => ({ ...branch, range, arms: branch.arms.map((arm) => ({ ...arm, range })) }));
  const measured = flow.bodies.flatMap(({ name, range, body }): readonly FunctionCoverage[] => {
    const entry = index.firstIn(body);
    return entry === undefined ? [] : [{ name, line: range.start.line, endLine: range.end.line, count: entry.ran.least }];
  });
  return {
    ...coverage,
    functions: coverage.functions.length > 0 ? coverage.functions : measured,
    branches: [...branches, ...left].sort(compareBranches),
  };
}

/** undefined: the profile does not fit the source here, so its blocks stay what they are. */
function armsOf(
  source: SourceBranch,
  decision: BlockDecision,
  index: BlockIndex,
): { readonly branch: Branch; readonly used: readonly PlacedBlock[] } | undefined {
  const header = index.around(decision.header);
  const used = decision.arms.map(({ entry }) => (entry === undefined ? undefined : index.firstIn(entry)));
  if (header === undefined || decision.arms.some(({ entry }, at) => entry !== undefined && used[at] === undefined)) return undefined;
  const own = decision.arms.map(({ fallsFrom }, at) =>
    directly(used[at], fallsFrom === undefined ? undefined : arriving(fallsFrom, index)),
  );
  const taken = own.map((bounds) => bounds ?? implied(decision, header, own, index));
  const isNever = (header.ran.most === 0 && decision.jumps === undefined) || taken.every(({ most }) => most === 0);
  const isCounted = header.branch.arms[0]?.count !== undefined;
  const arms = source.arms.map(({ key, label, range }, at): Arm => {
    const bounds = taken[at] ?? { least: 0, most: 0 };
    return {
      key,
      label,
      state: stateOf(bounds, isNever),
      ...(range === undefined ? {} : { range }),
      ...(isCounted && bounds.least === bounds.most ? { count: bounds.least } : {}),
    };
  });
  const { kind, range } = source;
  const branch: Branch = { kind, certainty: 'exact', line: range.start.line, range, arms };
  return { branch, used: used.filter((block) => block !== undefined) };
}

function stateOf({ least, most }: Bounds, isNever: boolean): ArmState {
  if (least > 0) return 'hit';
  if (most > 0) return 'unknown';
  return isNever ? 'never-evaluated' : 'not-taken';
}

/** How often an arm with code was taken: not every run of its block comes from the decision, if another arm falls through to it. */
function directly(block: PlacedBlock | undefined, falls: Bounds | undefined): Bounds | undefined {
  if (block === undefined || falls === undefined) return block?.ran;
  return { least: minus(block.ran.least, falls.most), most: minus(block.ran.most, falls.least) };
}

/** How often an arm without code was taken, as far as the blocks around it tell. */
function implied(decision: BlockDecision, header: PlacedBlock, own: readonly (Bounds | undefined)[], index: BlockIndex): Bounds {
  let least = 0;
  let most = decision.jumps === undefined ? header.ran.most : Number.POSITIVE_INFINITY;
  if (decision.isOnce && decision.jumps === undefined) {
    const others = sum(own.filter((bounds) => bounds !== undefined));
    most = minus(header.ran.most, others.least);
    const isSafe = decision.safeFrom !== undefined && compare(header.range.start, decision.safeFrom) >= 0;
    if (isSafe) least = minus(header.ran.least, others.most);
  }
  const next = decision.next === undefined ? undefined : index.around(decision.next);
  // A block that reaches back over the decision counts something else.
  if (next !== undefined && next !== header && compare(next.range.start, decision.header) > 0) {
    const joined = sum(decision.joins.map((join) => arriving(join, index)));
    least = Math.max(least, minus(next.ran.least, joined.most));
    most = Math.min(most, minus(next.ran.most, joined.least));
  }
  return least > most ? { least: 0, most: Number.POSITIVE_INFINITY } : { least, most };
}

function arriving({ from, surelyFrom }: BlockJoin, index: BlockIndex): Bounds {
  const block = 'start' in from ? index.firstIn(from) : index.around(from);
  if (block === undefined) return { least: 0, most: Number.POSITIVE_INFINITY };
  const isSure = surelyFrom !== undefined && compare(block.range.start, surelyFrom) >= 0;
  return { least: isSure ? block.ran.least : 0, most: block.ran.most };
}

function sum(all: readonly Bounds[]): Bounds {
  return all.reduce((total, one) => ({ least: total.least + one.least, most: total.most + one.most }), { least: 0, most: 0 });
}

/** Not below zero; what has no upper bound keeps none. */
function minus(value: number, other: number): number {
  if (value === Number.POSITIVE_INFINITY) return value;
  return Math.max(value - other, 0);
}
