import { exploreFile } from '/work/main/test/bench/explore-file.ts';
const [file, root, budget] = process.argv.slice(2);
const out = await exploreFile({
  file: file!,
  projectRoot: root!,
  seed: 1,
  budgetMs: Number(budget ?? 3000),
  worker: '/tmp/explorer-dist/explorer-worker.cjs',
});
console.log(out.testText);
for (const u of out.result.unsolved) console.log(u.code, u.arm, u.reason);
const covered = new Set(out.result.candidates.flatMap((c) => c.arms)).size;
console.log(
  `${covered}/${out.arms} arms, ${out.result.candidates.length} tests, ${out.report?.calls} calls, ${Math.round(out.durationMs)} ms, restarts ${out.report?.restarts}`,
);
for (const c of out.result.candidates.slice(0, 3)) console.log(c.notes.join(' | '));
