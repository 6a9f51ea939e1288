import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { cacheFolder } from '../../support/cache-folder.ts';

/** Pinned: what the tests measure Rust with. */
const cargoLlvmCov = '0.9.1';

/**
 * Makes cargo-llvm-cov and the LLVM tools of this Rust known to the runs of this process: cargo-llvm-cov is built once
 * into the cache folder, the tools are those of rustup or of the system's LLVM of the same major version.
 * A sentence when this machine has them not.
 */
export function rustCoverageTools(): string | undefined {
  const version = spawnSync('rustc', ['-vV'], { encoding: 'utf8' }).stdout;
  const major = /^LLVM version: (\d+)/m.exec(version)?.[1] ?? '';
  const libraries = spawnSync('rustc', ['--print', 'target-libdir'], { encoding: 'utf8' }).stdout.trim();
  for (const [variable, name] of [
    ['LLVM_COV', 'llvm-cov'],
    ['LLVM_PROFDATA', 'llvm-profdata'],
  ] as const) {
    const places = [join(dirname(libraries), 'bin', name), `/usr/bin/${name}-${major}`, `/usr/lib/llvm-${major}/bin/${name}`];
    const found = process.env[variable] ?? places.find((place) => existsSync(place));
    if (found === undefined) return `No ${name} of LLVM ${major} is installed: \`rustup component add llvm-tools\`.`;
    process.env[variable] = found;
  }
  if (spawnSync('cargo', ['llvm-cov', '--version']).status === 0) return undefined;
  const root = join(cacheFolder, 'installs', 'cargo');
  if (!existsSync(join(root, 'bin'))) {
    const install = spawnSync('cargo', ['install', 'cargo-llvm-cov', '--version', cargoLlvmCov, '--locked', '--root', root], {
      encoding: 'utf8',
      timeout: 240_000,
    });
    if (install.status !== 0) return `cargo-llvm-cov could not be installed: ${install.stderr.trim().split('\n').at(-1) ?? ''}`;
  }
  process.env['PATH'] = [join(root, 'bin'), process.env['PATH'] ?? ''].join(delimiter);
  return undefined;
}
