/** Options of Mocha that take a value as the next word. Source: `lib/cli/run-option-metadata.js`, and what Node takes. */
const valued = new Set(
  (
    '--config --extension --fgrep --file --global --globals --grep --ignore --exclude --jobs --node-option --package --reporter ' +
    '--reporter-option --reporter-options --require --retries --slow --spec --timeout --timeouts --ui --watch-files --watch-ignore ' +
    '--import --loader --experimental-loader --conditions -C -O -R -f -g -j -r -s -t -u -n'
  ).split(' '),
);

/** What a run of ours decides itself. */
const ours = new Set(['--watch', '-w', '--reporter', '-R', '--watch-files', '--watch-ignore', '--parallel-watch']);
/** What narrows a run, or ends it early. */
const narrowing = new Set(['--grep', '-g', '--fgrep', '-f', '--invert', '-i', '--bail', '-b']);

/** A command line of Mocha, taken apart. */
export interface MochaArguments {
  /** Options with their values, as they stand there, without {@link ours}. */
  readonly options: readonly string[];
  /** Files, folders and globs. */
  readonly specs: readonly string[];
}

/** Takes the words behind `mocha` in a script apart. `whole`: what narrows a run is kept. */
export function readMochaArguments(args: readonly string[], whole: boolean): MochaArguments {
  const options: string[] = [];
  const specs: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (word === '--') continue;
    if (!word.startsWith('-') || word === '-') {
      specs.push(word);
      continue;
    }
    const [name = word] = word.split('=', 1);
    const value = valued.has(word) ? args[(at += 1)] : undefined;
    if (name === '--spec') {
      specs.push(value ?? word.slice('--spec='.length));
      continue;
    }
    const dropped = ours.has(name) || /^--inspect\b/.test(name) || (!whole && narrowing.has(name));
    if (!dropped) options.push(word, ...(value === undefined ? [] : [value]));
  }
  return { options, specs };
}

/** The values of an option in a command line, in their order; those that hold several separated by commas taken apart. */
export function optionValues(args: readonly string[], ...names: readonly string[]): readonly string[] {
  return args.flatMap((word, at) => {
    const [name = word] = word.split('=', 1);
    if (!names.includes(name)) return [];
    const value = word.includes('=') ? word.slice(name.length + 1) : args[at + 1];
    return value === undefined ? [] : value.split(',').map((one) => one.trim());
  });
}
