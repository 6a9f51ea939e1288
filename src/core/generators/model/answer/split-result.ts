import type { TestSource } from '../../generator.ts';

/** A test file taken apart, or a sentence for the model about what it must write differently. */
export type SplitResult =
  { readonly status: 'tests'; readonly tests: readonly TestSource[] } | { readonly status: 'problem'; readonly problem: string };

/** The last one of several tests with the same group and title: models correct themselves below. */
export function lastOfEach(tests: readonly TestSource[]): TestSource[] {
  const byName = new Map<string, TestSource>();
  for (const test of tests) {
    const name = JSON.stringify([test.group, test.title]);
    byName.delete(name);
    byName.set(name, test);
  }
  return uniqueTitles([...byName.values()]);
}

/** A runner is asked for one test by its title: the same title in two groups would be two tests. */
function uniqueTitles(tests: readonly TestSource[]): TestSource[] {
  const seen = new Map<string, number>();
  return tests.filter((test) => {
    const full = [test.group, test.title].filter(Boolean).join(' ');
    seen.set(full, (seen.get(full) ?? 0) + 1);
    return seen.get(full) === 1;
  });
}
