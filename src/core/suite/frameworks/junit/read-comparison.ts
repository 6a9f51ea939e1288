/** The two sides of a failed comparison. */
export interface Comparison {
  readonly expected: string;
  readonly actual: string;
}

/** How the assertion libraries of the JVM phrase a comparison; each is the whole end of a message. */
const phrases: readonly RegExp[] = [
  // JUnit 5 and 6 (opentest4j), JUnit 4. A type with its identity stands before the bracket when both print alike.
  /(?:^|==> |[\s.])expected: ?(?:[\w.$]+(?:@[0-9a-f]+)?)?<([\s\S]*)> but was: ?(?:[\w.$]+(?:@[0-9a-f]+)?)?<([\s\S]*)>\s*$/,
  // TestNG
  /(?:^|\s)expected \[([\s\S]*)\] but found \[([\s\S]*)\]\s*$/,
  // Hamcrest
  /(?:^|\n)Expected: ([\s\S]*)\n {5}but: (?:was )?([\s\S]*)$/,
  // AssertJ since 3.19, Truth
  /(?:^|\n)\s*expected\s*: ([\s\S]*?)\n\s*but was\s*: ([\s\S]*?)(?:\n|$)/i,
  // AssertJ before
  /Expecting:\s*\n\s*<([\s\S]*?)>\s*\nto be equal to:\s*\n\s*<([\s\S]*?)>/,
];

/** What was compared, where the message of a failure is one that an assertion library made. */
export function readComparison(message: string): Comparison | undefined {
  for (const [at, phrase] of phrases.entries()) {
    const match = phrase.exec(message);
    if (match === null) continue;
    const [, first = '', second = ''] = match;
    return at === phrases.length - 1 ? { expected: second, actual: first } : { expected: first, actual: second };
  }
  return undefined;
}
