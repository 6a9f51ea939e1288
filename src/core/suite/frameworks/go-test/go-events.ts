import { createCappedText, type CappedText } from './capped-text.ts';
import type { GoResultLine } from './result-lines.ts';

/** An event of `go test -json`. Source: `go doc test2json`, and `go help buildjson` for those of builds (Go 1.24). */
export interface GoEvent {
  readonly Action: string;
  readonly Package?: string;
  readonly Test?: string;
  /** Seconds. */
  readonly Elapsed?: number;
  readonly Output?: string;
  readonly ImportPath?: string;
  readonly FailedBuild?: string;
}

export interface GoEventPorts {
  readonly describePackage: (name: string) => Extract<GoResultLine, { readonly kind: 'package' }>;
  readonly write: (line: GoResultLine) => void;
  /** Shows a person what the test run prints. */
  readonly print: (text: string) => void;
}

/** Of what one test prints, this many characters of each end are kept. */
const keptOutput = 16_000;

interface Running {
  readonly output: CappedText;
  isWaiting: boolean;
}

interface Package {
  readonly output: CappedText;
  readonly running: Map<string, Running>;
  isDescribed: boolean;
  isComplete: boolean;
}

/** Takes the events of a run one after another; memory is bounded by how many tests run at the same time. */
export function createGoEvents({ describePackage, write, print }: GoEventPorts): (event: GoEvent) => void {
  const packages = new Map<string, Package>();
  const builds = new Map<string, CappedText>();

  function packageOf(name: string): Package {
    const known = packages.get(name);
    if (known !== undefined) return known;
    const made: Package = { output: createCappedText(keptOutput), running: new Map(), isDescribed: false, isComplete: false };
    packages.set(name, made);
    return made;
  }

  function begin(name: string, test: string): Running {
    const own = packageOf(name);
    if (!own.isDescribed) write(describePackage(name));
    own.isDescribed = true;
    write({ kind: 'begin', package: name, test });
    const running: Running = { output: createCappedText(keptOutput), isWaiting: false };
    own.running.set(test, running);
    return running;
  }

  function end(name: string, test: string, action: 'pass' | 'fail' | 'skip', seconds: number): void {
    const own = packageOf(name);
    const running = own.running.get(test) ?? begin(name, test);
    own.running.delete(test);
    write({ kind: 'end', package: name, test, action, seconds, output: action === 'pass' ? '' : running.output.text() });
  }

  function finish(name: string, action: 'pass' | 'fail' | 'skip', build: string | undefined): void {
    const own = packageOf(name);
    for (const [test, { output, isWaiting }] of own.running) {
      const unfinished = isWaiting ? ('waiting' as const) : ('unfinished' as const);
      write({ kind: 'end', package: name, test, action: unfinished, seconds: 0, output: output.text() });
    }
    const complete = own.isComplete;
    write({ kind: 'over', package: name, action, output: own.output.text(), complete, ...(build === undefined ? {} : { build }) });
    packages.delete(name);
  }

  function output(name: string, test: string | undefined, text: string): void {
    if (!/^=== (?:RUN|PAUSE|CONT|NAME) /.test(text)) print(text);
    const own = packageOf(name);
    if (test === undefined) {
      if (text === 'PASS\n' || text === 'FAIL\n') own.isComplete = true;
      else if (!/^(?:ok {2}|FAIL|\? {3})\t/.test(text)) own.output.append(text);
    } else if (!isFraming(text, test)) own.running.get(test)?.output.append(text);
  }

  return (event) => {
    const { Action: action, Package: name, Test: test, Output: text = '' } = event;
    if (action === 'build-output' || action === 'build-fail') {
      const build = event.ImportPath ?? '';
      const gathered = builds.get(build) ?? createCappedText(keptOutput);
      builds.set(build, gathered);
      gathered.append(text);
      if (action === 'build-output') print(text);
      else write({ kind: 'build', build, output: gathered.text() });
    } else if (name === undefined) {
      if (action === 'output') print(text);
    } else if (action === 'output') output(name, test, text);
    else if (action === 'pass' || action === 'fail' || action === 'skip') {
      if (test === undefined) finish(name, action, event.FailedBuild);
      else end(name, test, action, event.Elapsed ?? 0);
    } else if (test !== undefined) {
      const running = packageOf(name).running.get(test);
      if (action === 'run' && running === undefined) begin(name, test);
      if (running !== undefined && (action === 'pause' || action === 'cont')) running.isWaiting = action === 'pause';
    }
  };
}

/** Lines of the test binary itself that say where a test begins and ends. */
function isFraming(text: string, test: string): boolean {
  return /^=== (?:RUN|PAUSE|CONT|NAME) /.test(text) || (/^\s*--- (?:PASS|FAIL|SKIP): /.test(text) && text.includes(`: ${test} (`));
}
