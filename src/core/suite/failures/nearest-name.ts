const identifier = /[\p{L}_$][\p{L}\p{N}_$]*/gu;

/** The identifier of `text` that is most like `name`, but is not it; undefined when none is like it. */
export function nearestName(name: string, text: string): string | undefined {
  const most = name.length <= 3 ? 1 : name.length <= 7 ? 2 : 3;
  let best: string | undefined;
  let least = most + 1;
  for (const candidate of new Set(text.match(identifier))) {
    if (candidate === name || candidate.length < 2 || Math.abs(candidate.length - name.length) > most) continue;
    const edits = candidate.toLowerCase() === name.toLowerCase() ? 0 : distance(name, candidate);
    if (edits < least) {
      least = edits;
      best = candidate;
    }
  }
  return best;
}

/** Edits between two words; two letters in the wrong order are one (optimal string alignment). */
function distance(left: string, right: string): number {
  let before: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let i = 1; i <= left.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const same = left[i - 1] === right[j - 1];
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[right.length] ?? 0;
}
