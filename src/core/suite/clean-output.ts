/** Text of a terminal without colour codes and other control sequences (ECMA-48), lines ended by `\n`. */
export function cleanOutput(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control sequences are what is looked for
  return text.replace(/\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)|[@-Z\\-_])/g, '').replaceAll('\r\n', '\n');
}

/** Longer lines are no text that a person reads. */
const mostCharacters = 400;

/** The last lines of an output that are worth reading, at most `lines`; very long ones are cut. */
export function lastLines(text: string, lines: number): string {
  return cleanOutput(text)
    .split('\n')
    .map((line) => (line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line.trimEnd()))
    .filter((line) => line !== '')
    .slice(-lines)
    .join('\n');
}

/** A failure's message as results carry it: clean and of bounded length. */
export function failureMessage(text: string): string {
  return cleanOutput(text).slice(0, 4000);
}
