import { escapeGlob } from '../../../glob.ts';
import { dirname, isInside, joinPath, relativePath } from '../../../paths.ts';
import type { CommandLine } from '../../../ports.ts';
import type { Project, RunPlaces, SuiteCommand, SuiteRun } from '../../framework.ts';
import { isAtLeast } from '../javascript/find-package.ts';
import { jestFacts } from './jest-facts.ts';
import { shortOptions } from './script-arguments.ts';

/**
 * The command of one run of Jest 27 to 30. Source of the options: `jest --help`. Results come from a processor of ours,
 * because `--reporters` would replace those of the project. Tests are shuffled from 29.5 on; before, only their files are,
 * and only in a confined run. Babel measures, whatever the project has: what Jest makes of V8's ranges names no arms.
 * An option that the user adds takes the place of ours.
 */
export function jestCommand(project: Project, run: SuiteRun, places: RunPlaces): SuiteCommand {
  const { scratch, shipped } = places;
  const facts = jestFacts(project);
  const results = joinPath(scratch, 'results.json');
  const coverageFolder = joinPath(scratch, 'coverage');
  const measured = run.coverage !== 'none';
  const added = project.addedArguments ?? [];
  const isAdded = (option: string): boolean => added.some((argument) => nameOf(argument) === nameOf(option));
  const options = [
    ...facts.arguments,
    '--ci',
    '--watchAll=false',
    '--notify=false',
    '--passWithNoTests',
    '--testLocationInResults',
    `--testResultsProcessor=${shipped('jest-results.cjs')}`,
    ...only(run),
    // Tests that are on trial must not sink each other, whatever the project does at the first failure.
    ...(run.files === undefined ? [] : ['--bail=0']),
    ...shuffle(project, run),
    ...(run.confinement === 'confined' ? ['--runInBand', '--watchman=false', `--testSequencer=${shipped('jest-confined.cjs')}`] : []),
    ...(measured ? coverage(project, run.coverage, coverageFolder) : ['--coverage=false']),
  ];
  const args = [
    ...facts.nodeArguments,
    project.runner ?? 'jest',
    ...(run.files === undefined ? facts.patterns : [...run.files, '--runTestsByPath']),
    // Jest refuses most options that are given twice.
    ...options.filter((option) => !isAdded(option)),
    ...added,
  ];
  const order = { results, root: project.root, ...(facts.processor === undefined ? {} : { processor: facts.processor }) };
  const command: CommandLine = {
    file: project.interpreter,
    args,
    cwd: project.root,
    env: {
      ...facts.environment,
      CI: '1',
      BRANCHLIGHT_JEST: JSON.stringify(order),
      ...(run.shuffleSeed === undefined ? {} : { BRANCHLIGHT_SHUFFLE_SEED: String(run.shuffleSeed) }),
      ...project.addedEnvironment,
    },
    runtime: 'node',
  };
  const artefacts = { results: [results] };
  return { command, artefacts: measured ? { ...artefacts, coverage: [joinPath(coverageFolder, 'coverage-final.json')] } : artefacts };
}

/** `config` of `--config=x`, `-c` and `--no-config`. */
function nameOf(argument: string): string | undefined {
  const name = /^--?(?:no-)?([A-Za-z][\w-]*)/.exec(argument)?.[1];
  return name === undefined ? undefined : (shortOptions[name] ?? name);
}

/** Jest matches a regular expression against the titles from the outermost group inwards, joined by a space. */
function only(run: SuiteRun): readonly string[] {
  if (run.only === undefined) return [];
  const titles = run.only.group === undefined ? [run.only.title] : [run.only.group, run.only.title];
  return [`--testNamePattern=^${titles.map(escaped).join(' ')}$`];
}

function escaped(title: string): string {
  return title.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

/** A seed is a signed number of 32 bits. */
function shuffle(project: Project, { shuffleSeed }: SuiteRun): readonly string[] {
  if (shuffleSeed === undefined || !isAtLeast(project.frameworkVersion, 29, 5)) return [];
  // oxlint-disable-next-line unicorn/prefer-math-trunc -- the bits that fit are wanted
  return ['--randomize', `--seed=${shuffleSeed | 0}`];
}

function coverage(project: Project, what: 'all' | readonly string[], folder: string): readonly string[] {
  return [
    '--coverage',
    '--coverageProvider=babel',
    '--coverageReporters=json',
    `--coverageDirectory=${folder}`,
    '--coverageThreshold={}',
    ...(what === 'all' ? [] : what.flatMap((file) => globsFor(project, file)).map((glob) => `--collectCoverageFrom=${glob}`)),
  ];
}

/**
 * Jest holds globs against paths relative to a `rootDir`: the one that is known, else that of any folder between the
 * project and the file.
 */
function globsFor(project: Project, file: string): readonly string[] {
  const { rootFolder } = jestFacts(project);
  if (rootFolder !== undefined) return [escapeGlob(relativePath(rootFolder, file))];
  const globs: string[] = [];
  for (let folder = dirname(file); isInside(project.root, folder); folder = dirname(folder)) {
    globs.push(escapeGlob(relativePath(folder, file)));
    if (folder === project.root) break;
  }
  return globs.length > 0 ? globs : [escapeGlob(relativePath(project.root, file))];
}
