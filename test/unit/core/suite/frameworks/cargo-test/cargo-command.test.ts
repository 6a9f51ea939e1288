import assert from 'node:assert/strict';
import type { Project, RunPlaces, SuiteRun } from '../../../../../../src/core/suite/framework.ts';
import { cargoCommand } from '../../../../../../src/core/suite/frameworks/cargo-test/cargo-command.ts';
import { detectCargo } from '../../../../../../src/core/suite/frameworks/cargo-test/detect-cargo.ts';
import { cargoTest } from '../../../../../../src/core/suite/frameworks/cargo-test.ts';
import { createInMemoryFileSystem } from '../../../../../support/in-memory-file-system.ts';

const places: RunPlaces = { scratch: '/scratch', shipped: (file) => `/dist/${file}`, hostNode: { file: '/node', env: {} } };

const workspace = {
  '/w/Cargo.toml': '[workspace]\nmembers = ["crates/*", "tools/lint"]\nexclude = ["crates/old"]\n',
  '/w/crates/core/Cargo.toml': '# name = "no"\n[package]\nname = "core-parts" # the parts\nedition = "2024"\n',
  '/w/crates/core/src/lib.rs': '#[cfg(test)] mod tests {}',
  '/w/crates/core/tests/price.rs': '',
  '/w/crates/app/Cargo.toml':
    '[package]\nname = "app"\n[[test]]\nname = "own"\npath = "checks/own.rs"\nharness = false\n[lib]\ndoctest = false',
  '/w/crates/app/src/main.rs': '',
  '/w/crates/old/Cargo.toml': '[package]\nname = "old"',
  '/w/crates/old/src/lib.rs': '',
  '/w/tools/lint/Cargo.toml': '[package]\nname = "lint"',
  '/w/rust-toolchain.toml': '[toolchain]\nchannel = "1.85.0"\n',
};

async function found(file: string): Promise<Project> {
  const detection = await detectCargo(file, '/w', createInMemoryFileSystem(workspace));
  assert.ok(detection.found, detection.found ? '' : detection.reason);
  return detection.project;
}

async function command(
  run: Partial<SuiteRun>,
): Promise<{ readonly args: readonly string[]; readonly order: Readonly<Record<string, unknown>> }> {
  const built = cargoCommand(
    await found('/w/crates/core/src/lib.rs'),
    { label: 'a run', coverage: 'none', confinement: 'open', ...run },
    places,
  );
  assert.deepEqual(built.command.args.slice(0, 4), ['/dist/cargo-test-results.mjs', 'cargo', 'test', '--no-fail-fast']);
  return {
    args: built.command.args.slice(4),
    order: JSON.parse(built.command.env['BRANCHLIGHT_CARGO'] ?? '{}') as Record<string, unknown>,
  };
}

describe('a cargo project', () => {
  it('is the workspace around the package of a file', async () => {
    const project = await found('/w/crates/core/src/lib.rs');
    assert.equal(project.root, '/w');
    assert.equal(project.frameworkVersion, '1.85.0');
    const packages = ((project.facts?.['packages'] ?? []) as readonly string[]).map((one) => JSON.parse(one) as { readonly name: string });
    assert.deepEqual(packages.map(({ name }) => name).toSorted(), ['app', 'core-parts', 'lint']);
  });

  it('stands by itself when the workspace excludes it', async () => {
    assert.equal((await found('/w/crates/old/src/lib.rs')).root, '/w/crates/old');
  });

  it('speaks of tests by having some', async () => {
    const fileSystem = createInMemoryFileSystem(workspace);
    const tested = await detectCargo('/w/crates/core/src/lib.rs', '/w', fileSystem);
    assert.ok(tested.found && tested.evidence === 'configured');
    const untested = await detectCargo('/w/crates/old/src/lib.rs', '/w', fileSystem);
    assert.ok(untested.found && untested.evidence === 'language');
  });

  it('is none without a package, and of other languages', async () => {
    const fileSystem = createInMemoryFileSystem({ '/w/src/lib.rs': '' });
    assert.deepEqual(await detectCargo('/w/src/lib.rs', '/w', fileSystem), {
      found: false,
      reason: 'No Cargo.toml with a package stands in a folder from /w/src up to /w. Open the folder of the crate, or run `cargo init`.',
    });
    assert.deepEqual(await detectCargo('/w/a.py', '/w', fileSystem), {
      found: false,
      reason: 'cargo test tests Rust files.',
      otherLanguage: true,
    });
  });

  it('tells test files from sources', async () => {
    const project = await found('/w/crates/core/src/lib.rs');
    assert.equal(cargoTest.isTestFile(project, '/w/crates/core/tests/price.rs'), true);
    assert.equal(cargoTest.isTestFile(project, '/w/crates/core/src/inner/tests.rs'), true);
    assert.equal(cargoTest.isTestFile(project, '/w/crates/core/src/lib.rs'), false);
  });
});

describe('the command of cargo test', () => {
  it('tests the whole workspace with its documentation', async () => {
    const { args, order } = await command({});
    assert.deepEqual(args, ['--workspace', '--tests']);
    assert.deepEqual(order, { results: '/scratch/results', binaries: true, documentation: [] });
  });

  it('builds only what holds the wanted files', async () => {
    const selected = async (...files: readonly string[]): Promise<string> => (await command({ files })).args.join(' ');
    assert.equal(await selected('/w/crates/core/tests/price.rs'), '--package core-parts --test price');
    assert.equal(await selected('/w/crates/core/src/inner.rs'), '--package core-parts --lib');
    assert.equal(await selected('/w/crates/app/checks/own.rs'), '--package app --test own');
    assert.equal(await selected('/w/crates/app/src/main.rs'), '--package app --lib --bins');
    assert.equal(await selected('/w/crates/core/tests/common/mod.rs'), '--package core-parts --tests');
    const { order } = await command({ files: ['/w/crates/core/src/inner.rs'] });
    assert.deepEqual(order['documentation'], ['crates/core/src/inner.rs - ']);
  });

  it('runs one test by its whole name, or one of the documentation', async () => {
    const files = ['/w/crates/core/src/lib.rs'];
    const one = await command({ files, only: { group: 'inner::tests', title: 'names_it' } });
    assert.deepEqual([one.order['exact'], one.order['documentation'], one.order['binaries']], ['inner::tests::names_it', undefined, true]);
    const title = 'crates/core/src/lib.rs - sign (line 7)';
    const documented = await command({ files, only: { title } });
    assert.deepEqual([documented.order['exact'], documented.order['documentation'], documented.order['binaries']], [title, [title], false]);
  });

  it('measures what is asked for', async () => {
    const { order } = await command({ coverage: ['/w/crates/core/src/lib.rs'] });
    assert.deepEqual(order['coverage'], { report: '/scratch/coverage.json', sources: ['/w/crates/core/src/lib.rs'] });
  });

  it('explains what is missing', async () => {
    const project = await found('/w/crates/core/src/lib.rs');
    const said = (code: number, text = ''): string | undefined => cargoTest.explain(project, code, text)?.code;
    assert.equal(said(127), 'suite/runner-missing');
    assert.equal(said(78), 'suite/coverage-missing');
    assert.equal(said(101, 'error: failed to parse manifest at `/w/Cargo.toml`'), 'suite/broken-configuration');
    assert.equal(said(101, 'error: no matching package named `x` found'), 'suite/dependencies');
    assert.equal(said(101, 'error: x'), undefined);
  });
});
