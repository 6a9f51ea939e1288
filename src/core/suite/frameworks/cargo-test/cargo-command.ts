import { isInside, joinPath, relativePath } from '../../../paths.ts';
import type { Project, RunPlaces, SuiteCommand, SuiteRun } from '../../framework.ts';
import { orderVariable, type CargoOrder } from './cargo-events.ts';
import { insidePackage, type CargoPackage } from './detect-cargo.ts';

/** The command of one run of `cargo test`, around it the script that writes what each test came to. */
export function cargoCommand(project: Project, run: SuiteRun, { scratch, shipped, hostNode }: RunPlaces): SuiteCommand {
  const packages = packagesOf(project);
  const results = joinPath(scratch, 'results');
  const report = joinPath(scratch, 'coverage.json');
  const measured = run.coverage !== 'none';
  const documented = isDocumentation(run.only?.title);
  const { only } = run;
  const documentation = documentationOf(project, run, packages);
  const order: CargoOrder = {
    results,
    binaries: !documented,
    ...(run.files === undefined ? {} : { files: run.files }),
    ...(only === undefined ? {} : { exact: only.group === undefined ? only.title : `${only.group}::${only.title}` }),
    ...(documentation === undefined ? {} : { documentation }),
    ...(measured ? { coverage: { report, ...(typeof run.coverage === 'string' ? {} : { sources: run.coverage }) } } : {}),
  };
  return {
    command: {
      file: hostNode.file,
      args: [
        shipped('cargo-test-results.mjs'),
        project.interpreter,
        'test',
        '--no-fail-fast',
        ...selection(run, packages),
        ...(project.addedArguments ?? []),
      ],
      cwd: project.root,
      env: { ...hostNode.env, CI: '1', ...project.addedEnvironment, [orderVariable]: JSON.stringify(order) },
    },
    artefacts: { results: [results], ...(measured ? { coverage: [report] } : {}) },
  };
}

function packagesOf(project: Project): readonly CargoPackage[] {
  const facts = project.facts?.['packages'] ?? [];
  return (typeof facts === 'string' ? [facts] : facts).map((fact) => JSON.parse(fact) as CargoPackage);
}

/** rustdoc's names of tests hold a path and a line, which no function's name does. */
function isDocumentation(title: string | undefined): boolean {
  return title !== undefined && / - .*\(line \d+\)/.test(title);
}

/** Filters of documentation tests; undefined: none are run. */
function documentationOf(project: Project, { files, only }: SuiteRun, packages: readonly CargoPackage[]): readonly string[] | undefined {
  if (only !== undefined) return isDocumentation(only.title) ? [only.title] : undefined;
  if (files === undefined) return packages.some(({ documentation }) => documentation) ? [] : undefined;
  const inLibraries = files.filter((file) => {
    const one = packageOf(file, packages);
    return one?.documentation === true && insidePackage(one, file).startsWith('src/');
  });
  return inLibraries.length === 0 ? undefined : inLibraries.map((file) => `${relativePath(project.root, file)} - `);
}

function packageOf(file: string, packages: readonly CargoPackage[]): CargoPackage | undefined {
  return packages
    .filter(({ folder }) => isInside(folder, file))
    .reduce<CargoPackage | undefined>(
      (inner, one) => (inner === undefined || one.folder.length > inner.folder.length ? one : inner),
      undefined,
    );
}

/** The packages and targets that hold the wanted files: nothing else is built. Source: https://doc.rust-lang.org/cargo/commands/cargo-test.html */
function selection({ files }: SuiteRun, packages: readonly CargoPackage[]): readonly string[] {
  if (files === undefined) return ['--workspace', '--tests'];
  const named = new Set<string>();
  const targets = new Set<string>();
  for (const file of files) {
    const one = packageOf(file, packages);
    if (one === undefined) return ['--workspace', '--tests'];
    named.add(one.name);
    for (const target of targetsOf(file, one)) targets.add(target);
  }
  const wide = targets.has('--tests');
  return [
    ...[...named].flatMap((name) => ['--package', name]),
    ...(wide ? ['--tests'] : [...targets].flatMap((target) => target.split(' '))),
  ];
}

function targetsOf(file: string, one: CargoPackage): readonly string[] {
  const path = insidePackage(one, file);
  const named = one.tests[file] ?? /^tests\/([^/]+)(?:\.rs|\/main\.rs)$/.exec(path)?.[1];
  if (named !== undefined) return [`--test ${named}`];
  if (path.startsWith('src/') && (one.library || one.binaries))
    return [...(one.library ? ['--lib'] : []), ...(one.binaries ? ['--bins'] : [])];
  if (path.startsWith('examples/')) return ['--examples'];
  // A module that several tests share: whoever of them has tests from it.
  return ['--tests'];
}
