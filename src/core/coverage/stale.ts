/** Why every mark of a file may be wrong, in a sentence; undefined when its text is the one that was measured. Times in milliseconds since the epoch. */
export function staleFile(measuredAt: number, modified: number, textIsMeasured: boolean): string | undefined {
  if (textIsMeasured || modified <= measuredAt) return undefined;
  return `The file was changed ${ago(modified - measuredAt)} after the coverage was measured, so the marks may stand at the wrong lines. Run the suite with coverage again.`;
}

function ago(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
