import { scanGo, type GoToken } from './scan-go.ts';

/** A test function of a file. */
export interface GoTestFunction {
  readonly name: string;
  /** 1-based. */
  readonly line: number;
  /** Names that subtests may have, as the runner prints them, with the lines where they are written. */
  readonly cases: readonly (readonly [name: string, line: number])[];
}

export interface GoTestFile {
  readonly functions: readonly GoTestFunction[];
  /** Lines that only log or skip: what they print is no failure. */
  readonly logs: readonly number[];
  /** A build constraint decides whether the file belongs to the build. */
  readonly constrained: boolean;
}

/** More names than this are not written into one file by hand. */
const mostCases = 500;

/**
 * The functions of a `_test.go` file that `go test` runs: tests, fuzz targets, examples and benchmarks. Which names count
 * is decided as cmd/go does (`isTest` in internal/load/test.go).
 */
export function findGoTests(text: string): GoTestFile {
  const functions: { name: string; line: number; cases: Map<string, number>; run: Map<string, number> }[] = [];
  const logs = new Set<number>();
  let depth = 0;
  let current: (typeof functions)[number] | undefined;
  let before: readonly GoToken[] = [];
  for (const token of scanGo(text)) {
    const [third, second, first] = [before.at(-3)?.text, before.at(-2)?.text, before.at(-1)?.text];
    if (token.kind === 'sign' && '{(['.includes(token.text)) {
      if (depth === 0 && token.text === '(' && second === 'func' && isTestName(first ?? '')) {
        current = { name: first ?? '', line: before.at(-2)?.line ?? token.line, cases: new Map(), run: new Map() };
        functions.push(current);
      }
      if (token.text === '(' && second === '.' && /^(?:Logf?|Skipf?|SkipNow)$/.test(first ?? ''))
        logs.add(before.at(-1)?.line ?? token.line);
      depth += 1;
    } else if (token.kind === 'sign' && '})]'.includes(token.text)) {
      depth -= 1;
      if (depth === 0 && token.text === '}') current = undefined;
    } else if (token.kind === 'string' && current !== undefined && token.text.length <= 200) {
      const found = third === '.' && second === 'Run' && first === '(' ? current.run : current.cases;
      const name = printedName(token.text);
      if (!found.has(name) && found.size < mostCases) found.set(name, token.line);
    }
    before = [...before.slice(-2), token];
  }
  return {
    functions: functions
      .filter(({ name }) => name !== 'TestMain')
      .map(({ name, line, cases, run }) => ({ name, line, cases: [...new Map([...cases, ...run])] })),
    logs: [...logs],
    constrained: /^\/\/(?:go:build| ?\+build)\b/m.test(text),
  };
}

function isTestName(name: string): boolean {
  const rest = /^(?:Test|Fuzz|Example|Benchmark)(.*)$/u.exec(name)?.[1];
  return rest !== undefined && !/^\p{Ll}/u.test(rest);
}

/** A subtest's name as the runner prints it: `rewrite` in testing/match.go. */
function printedName(name: string): string {
  return name.replace(/\s/gu, '_');
}
