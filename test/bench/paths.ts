/**
 * `npm run bench:paths`: a report of 20,000 files of another machine, resolved in a workspace of 100,000 files, and half of
 * both to see that it is linear. In memory, so that it is the look-up that is measured and not the disk.
 */
import { createPathResolver } from '../../src/core/coverage/resolve-paths.ts';
import type { FileSystem } from '../../src/core/ports.ts';

const rounds = 5;

/** Many files of the same names, as in a real repository of many packages. */
function workspace(count: number): readonly string[] {
  const names = ['index.ts', 'types.ts', 'view.ts', 'model.ts', 'api.ts'];
  return Array.from({ length: count }, (_, index) => {
    const folder = Math.floor(index / names.length);
    return `/ws/packages/part-${String(folder % 200)}/src/feature-${String(folder)}/${names[index % names.length] ?? ''}`;
  });
}

async function resolveAll(files: number, records: number): Promise<{ readonly ms: number; readonly found: number }> {
  const sources = workspace(files);
  const empty: FileSystem = {
    readText: () => Promise.resolve(''),
    readBytes: () => Promise.resolve(new Uint8Array()),
    stat: () => Promise.resolve(undefined),
    list: () => Promise.resolve([]),
    realPath: (path) => Promise.resolve(path),
  };
  const wanted = Array.from({ length: records }, (_, index) => {
    const path = sources[(index * 7) % sources.length] ?? '';
    return index % 3 === 0 ? path.replace('/ws/', '/home/ci/build/42/') : index % 3 === 1 ? path.slice('/ws/'.length) : path;
  });
  const start = performance.now();
  const resolver = createPathResolver(empty, { root: '/ws', sources, goModules: [], mappings: {} });
  let found = 0;
  for (const path of wanted) if ((await resolver.resolve({ path, report: '/ws/coverage/lcov.info' })).found) found += 1;
  return { ms: performance.now() - start, found };
}

const sizes = [
  { files: 50_000, records: 10_000 },
  { files: 100_000, records: 20_000 },
];
const times = new Map<number, number[]>();
for (let round = 0; round < rounds; round += 1) {
  for (const { files, records } of sizes) {
    const { ms, found } = await resolveAll(files, records);
    if (found !== records) throw new Error(`Only ${String(found)} of ${String(records)} were found.`);
    times.set(files, [...(times.get(files) ?? []), ms]);
  }
}
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
for (const { files, records } of sizes) {
  console.log(
    `${files.toLocaleString('en-US')} files, ${records.toLocaleString('en-US')} records: ${median(times.get(files) ?? []).toFixed(0)} ms (median of ${String(rounds)})`,
  );
}
