import { dishonestyOf, repeatedTitles } from './gates/honest.ts';
import { syntaxErrorOf } from './gates/well-formed.ts';
import { alive, fail, pass, renderTrials, type Bench, type Trial } from './trial.ts';

interface Reading {
  readonly malformed?: string;
  readonly dishonest?: string;
}

/** Gates 1 and 2, for all candidates at once: they need no run. */
export async function staticStage(bench: Bench): Promise<void> {
  const { clock } = bench.ports;
  const started = clock.now();
  const trials = alive(bench);
  const readings = bench.input.project.language === 'python' ? await readPython(bench, trials) : await readJavaScript(bench, trials);
  const each = (clock.now() - started) / Math.max(1, trials.length);
  const repeated = repeatedTitles(
    [...bench.kept, ...trials.filter((_, index) => readings[index]?.malformed === undefined)].map(({ candidate }) => candidate),
  );
  for (const [index, trial] of trials.entries()) {
    const { malformed, dishonest } = readings[index] ?? {};
    if (malformed !== undefined) {
      fail(bench, trial, 'well-formed', malformed, each);
      continue;
    }
    pass(bench, trial, 'well-formed', bench.input.project.language === 'typescript' ? 'parses and type-checks' : 'parses', each);
    const reason = repeated.has(trial.candidate.id) ? 'has the title of another new test' : dishonest;
    if (reason === undefined) pass(bench, trial, 'honest', 'asserts what depends on the code under test', 0);
    else fail(bench, trial, 'honest', `it ${reason}`, 0);
  }
}

async function readJavaScript(bench: Bench, trials: readonly Trial[]): Promise<readonly Reading[]> {
  const { input, ports } = bench;
  const texts = trials.map((trial) => renderTrials(bench, [trial]));
  const syntax = await Promise.all(texts.map((text) => syntaxErrorOf(input.testFile, text)));
  const whole = new Map(
    texts.flatMap((text, index) => (syntax[index] === undefined ? [[checkedPath(input.testFile, index), text] as const] : [])),
  );
  const types =
    input.project.language === 'typescript' && whole.size > 0 ? await ports.typeChecker.check(input.project.root, whole) : undefined;
  return Promise.all(
    texts.map(async (text, index): Promise<Reading> => {
      const malformed = syntax[index] ?? types?.get(checkedPath(input.testFile, index))?.[0];
      if (malformed !== undefined) return { malformed };
      const dishonest = await dishonestyOf({
        path: input.testFile,
        text,
        sourceFile: input.sourceFile,
        importSpecifier: input.importSpecifier,
      });
      return dishonest === undefined ? {} : { dishonest };
    }),
  );
}

/** Names apart for files that are only looked at, in the folder where relative imports mean what they will mean. */
function checkedPath(testFile: string, index: number): string {
  return testFile.replace(/(\.[^./\\]+)$/, `.candidate-${index}$1`);
}

async function readPython(bench: Bench, trials: readonly Trial[]): Promise<readonly Reading[]> {
  const { input, ports, context } = bench;
  // How a test imports the unit is the module's name.
  const module = input.importSpecifier;
  const readings = await ports.pythonReader.read(
    input.project.interpreter,
    trials.map((trial) => ({ text: renderTrials(bench, [trial]), module, title: trial.candidate.test.title })),
    context.signal,
  );
  return readings.map((reading) => ({
    ...(reading.syntaxError === undefined ? {} : { malformed: reading.syntaxError }),
    ...(reading.dishonest === undefined ? {} : { dishonest: reading.dishonest }),
  }));
}
