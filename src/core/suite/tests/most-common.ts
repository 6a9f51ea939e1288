/** The value that is there most often, by content; of equals the one that came first. undefined: there are none. */
export function mostCommon<T>(values: readonly T[]): T | undefined {
  const counts = new Map<string, { readonly value: T; times: number }>();
  for (const value of values) {
    const key = JSON.stringify(value);
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { value, times: 1 });
    else known.times += 1;
  }
  let most: { readonly value: T; readonly times: number } | undefined;
  for (const each of counts.values()) if (most === undefined || each.times > most.times) most = each;
  return most?.value;
}
