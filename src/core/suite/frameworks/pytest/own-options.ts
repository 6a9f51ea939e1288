/** What a run of ours takes over of a project's own `addopts`. */
export interface OwnOptions {
  readonly kept: readonly string[];
  /** Packages and folders of `--cov`. */
  readonly sources: readonly string[];
  /** Value of `--cov-config`. */
  readonly coverageConfiguration: string | undefined;
}

/** What writes reports into the project, runs in several processes, stops early, or needs the cache that is switched off. */
const dropped =
  /^(--cov|--no-cov|--junit|--html|--self-contained-html|--json-report|--md-report|--durations|-n\d|-nauto$|-nlogical$|-n$|--numprocesses|--maxprocesses|--dist|--tx|-x$|--exitfirst|--maxfail|--lf$|--last-failed|--lfnf|--ff$|--failed-first|--nf$|--new-first|--cache-|--sw$|--sw-|--stepwise|--looponfail|-f$|--pdb|--trace$)/;

/** Those of them whose value may be the next word. */
const withValue =
  /^(--cov|--cov-report|--cov-config|--cov-fail-under|--cov-context|--cov-precision|--junitxml|--junit-xml|--junitprefix|--junit-prefix|--html|--json-report-file|--durations|--durations-min|-n|--numprocesses|--maxprocesses|--dist|--tx|--maxfail|--lfnf|--last-failed-no-failures|--pdbcls)$/;

/** Reads a project's own options apart: what stays, and what its coverage options say of what is measured. */
export function readOwnOptions(args: readonly string[]): OwnOptions {
  const kept: string[] = [];
  const sources: string[] = [];
  let coverageConfiguration: string | undefined;
  for (let at = 0; at < args.length; at += 1) {
    const option = args[at] ?? '';
    if (!dropped.test(option)) {
      kept.push(option);
      continue;
    }
    const [, name = option, joined] = /^(--[\w-]+)=(.*)$/s.exec(option) ?? [];
    const next = args[at + 1];
    const apart = joined === undefined && withValue.test(option) && next !== undefined && !next.startsWith('-');
    if (apart) at += 1;
    const value = joined ?? (apart ? next : undefined);
    if (value === undefined || value === '') continue;
    if (name === '--cov') sources.push(value);
    if (name === '--cov-config') coverageConfiguration = value;
  }
  return { kept, sources, coverageConfiguration };
}

/** Options as one line of `addopts`, that pytest splits as a shell does. */
export function joinOptions(args: readonly string[]): string {
  return args.map((argument) => (/[\s'"\\]/.test(argument) ? `'${argument.replaceAll("'", String.raw`'"'"'`)}'` : argument)).join(' ');
}
