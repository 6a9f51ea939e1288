import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CargoOrder } from '../../core/suite/frameworks/cargo-test/cargo-events.ts';

/** How a run is measured. */
export interface RustMeasurement {
  /** Added to the environment of cargo. */
  readonly env: Readonly<Record<string, string>>;
  /** Writes the report when the tests are over: llvm-cov's JSON. */
  readonly report: (executables: readonly string[]) => void;
}

/** Most that the small programs asked here print, in bytes. */
const maxBuffer = 1 << 28;

/**
 * Asks cargo-llvm-cov how to build, and the LLVM tools of this Rust for the report. What is built for measuring stands
 * beside what is built otherwise (`target/llvm-cov-target`, where cargo-llvm-cov itself has it). A sentence when
 * something is not installed.
 */
export function prepareMeasurement(cargo: string, order: NonNullable<CargoOrder['coverage']>, results: string): RustMeasurement | string {
  const env = { ...process.env, CARGO_LLVM_COV_SETUP: 'no' };
  const ask = (file: string, args: readonly string[], added: Readonly<Record<string, string>> = {}): string | undefined => {
    const run = spawnSync(file, args, { encoding: 'utf8', env: { ...env, ...added }, maxBuffer, stdio: ['ignore', 'pipe', 'pipe'] });
    return run.error === undefined && run.status === 0 ? run.stdout : undefined;
  };
  const libraries = ask('rustc', ['--print', 'target-libdir'])?.trim();
  if (libraries === undefined) return 'rustc was not found.';
  const tool = (variable: string, name: string): string | undefined => {
    const beside = join(dirname(libraries), 'bin', process.platform === 'win32' ? `${name}.exe` : name);
    return process.env[variable] ?? (existsSync(beside) ? beside : undefined);
  };
  const llvmCov = tool('LLVM_COV', 'llvm-cov');
  const llvmProfdata = tool('LLVM_PROFDATA', 'llvm-profdata');
  if (llvmCov === undefined || llvmProfdata === undefined)
    return 'The LLVM tools of this Rust are not installed: `rustup component add llvm-tools`.';
  const metadata = ask(cargo, ['metadata', '--no-deps', '--format-version', '1']);
  if (metadata === undefined) return 'cargo metadata failed.';
  const { target_directory: target } = JSON.parse(metadata) as { readonly target_directory: string };
  const targetDir = join(target, 'llvm-cov-target');
  const nightly = /^release: .*(nightly|dev)/m.test(ask('rustc', ['-vV']) ?? '');
  const shown = ask(cargo, ['llvm-cov', 'show-env', ...(nightly ? ['--branch'] : [])], {
    CARGO_TARGET_DIR: targetDir,
    LLVM_COV: llvmCov,
    LLVM_PROFDATA: llvmProfdata,
  });
  if (shown === undefined) return 'cargo-llvm-cov is not installed: `cargo install cargo-llvm-cov`.';
  const profiles = join(results, 'profiles');
  mkdirSync(profiles, { recursive: true });
  return {
    env: { ...readShownEnvironment(shown), CARGO_TARGET_DIR: targetDir, LLVM_PROFILE_FILE: join(profiles, '%p-%4m.profraw') },
    report(executables) {
      const raw = readdirSync(profiles).map((name) => join(profiles, name));
      if (raw.length === 0 || executables.length === 0) return;
      const list = join(results, 'profiles.txt');
      const merged = join(results, 'merged.profdata');
      writeFileSync(list, raw.join('\n'));
      say(spawnSync(llvmProfdata, ['merge', '-sparse', '-f', list, '-o', merged], { encoding: 'utf8', maxBuffer }));
      if (!existsSync(merged)) return;
      const [first = '', ...others] = executables;
      const args = ['export', '-format=text', `-instr-profile=${merged}`, first, ...others.flatMap((one) => ['-object', one])];
      const ignored = String.raw`[/\\](rustc[/\\][0-9a-f]+|\.cargo[/\\](registry|git)|\.rustup[/\\]toolchains)[/\\]`;
      const sources = order.sources === undefined ? [`-ignore-filename-regex=${ignored}`] : ['-sources', ...order.sources];
      const run = spawnSync(llvmCov, [...args, ...sources], { encoding: 'utf8', maxBuffer: 1 << 29 });
      say(run);
      if (run.status === 0) writeFileSync(order.report, run.stdout);
    },
  };
}

function say({ stderr, error }: { readonly stderr: string | null; readonly error?: Error }): void {
  const text = [error?.message, stderr].filter(Boolean).join('\n');
  if (text !== '') process.stderr.write(`${text.slice(0, 10_000)}\n`);
}

/** Lines `NAME=value` as a POSIX shell reads them: single quotes hold a value together. */
export function readShownEnvironment(text: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const match = /^(?:export )?(\w+)=(.*)$/.exec(line);
    if (match === null) continue;
    const [, name = '', value = ''] = match;
    found[name] = value.replaceAll(
      /'([^']*)'|"([^"]*)"|\\(.)/g,
      (_whole, single?: string, double?: string, escaped?: string) => single ?? double ?? escaped ?? '',
    );
  }
  return found;
}
