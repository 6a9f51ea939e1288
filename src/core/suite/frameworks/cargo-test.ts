import { AppError } from '../../errors.ts';
import { relativePath } from '../../paths.ts';
import type { Framework, Project } from '../framework.ts';
import { cargoMissing, coverageToolsMissing } from './cargo-test/cargo-events.ts';
import { cargoCommand } from './cargo-test/cargo-command.ts';
import { detectCargo } from './cargo-test/detect-cargo.ts';
import { readCargoResults } from './cargo-test/read-cargo-results.ts';

/** `cargo test` with libtest, documentation tests and harnesses of their own; measured by cargo-llvm-cov. */
export const cargoTest: Framework = {
  id: 'cargo-test',
  name: 'cargo test',
  detect: detectCargo,
  command: cargoCommand,
  readResults: readCargoResults,
  explain(project, exitCode, outputTail) {
    if (exitCode === cargoMissing) {
      return new AppError(
        'suite/runner-missing',
        `"${project.interpreter}" was not found, so the tests of ${project.root} cannot be run.`,
        {
          hint: 'Install Rust with rustup, and start the editor from a shell that finds cargo.',
        },
      );
    }
    if (exitCode === coverageToolsMissing) return coverageMissing(project);
    const broken = /error: (failed to (?:parse|load) manifest[^\n]*|several matching instances of [^\n]*)/.exec(outputTail)?.[1];
    if (broken !== undefined) {
      return new AppError('suite/broken-configuration', `Cargo cannot read the project: ${broken}`, {
        hint: 'Correct the Cargo.toml, or the runner in .cargo/config.toml, that it names.',
      });
    }
    const unresolved = /error: (failed to (?:get|select|download|fetch|load source)[^\n]*|no matching package[^\n]*)/.exec(outputTail)?.[1];
    return unresolved === undefined
      ? undefined
      : new AppError('suite/dependencies', `Cargo cannot get what the project depends on: ${unresolved}`, {
          hint: 'Run `cargo fetch` once with access to the registries that the project uses.',
        });
  },
  coverageMissing,
  isTestFile: (project, file) =>
    /^(?:.*\/)?(?:tests|benches)\//.test(relativePath(project.root, file)) || /(?:^|[\\/])tests?\.rs$/.test(file),
};

function coverageMissing(_project: Project): AppError {
  return new AppError(
    'suite/coverage-missing',
    'cargo-llvm-cov, or the LLVM tools of this Rust, are not installed, so nothing can be measured.',
    {
      hint: 'Run `cargo install cargo-llvm-cov` and `rustup component add llvm-tools`.',
    },
  );
}
