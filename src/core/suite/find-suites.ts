import { isInside, joinPath } from '../paths.ts';
import type { FileSystem } from '../ports.ts';
import { skippedFolders } from '../coverage/find-reports.ts';
import { detectProject, type DetectionSettings } from './detect-project.ts';
import type { Detection, Evidence, FrameworkId, Project } from './framework.ts';
import type { SuiteSettings } from './suite-settings.ts';

/** Files by which a folder shows that code of a language is kept there, and the name of a file of that language. */
const markers: readonly { readonly names: RegExp; readonly example: string }[] = [
  { names: /^package\.json$/, example: 'any.ts' },
  { names: /^(pyproject\.toml|setup\.(py|cfg)|\.?pytest\.(ini|toml)|tox\.ini|requirements\.txt|conftest\.py)$/, example: 'any.py' },
  { names: /^go\.mod$/, example: 'any.go' },
  { names: /^Cargo\.toml$/, example: 'src/any.rs' },
  { names: /^(pom\.xml|build\.gradle(\.kts)?|settings\.gradle(\.kts)?)$/, example: 'src/main/java/Any.java' },
];
/** Folders with code that is no suite of this project: built, copied, or there to be looked at by tests. */
const notOwn: ReadonlySet<string> = new Set([
  'dist',
  'build',
  'out',
  'target',
  'coverage',
  'vendor',
  'testdata',
  'fixtures',
  '__fixtures__',
]);
const mostFolders = 20_000;
/** Suites of which one run in the outer folder also runs what stands in folders below it. */
const inclusive: ReadonlySet<Project['framework']> = new Set([
  'vitest',
  'jest',
  'pytest',
  'unittest',
  'cargo-test',
  'junit-maven',
  'junit-gradle',
]);

export interface FoundSuites {
  readonly projects: readonly Project[];
  /** What was looked for, when nothing was found. */
  readonly reason: string;
}

/**
 * Every project below a folder that tests can be run of, outer folders first. Where a project that is configured to be
 * run as a whole holds others of the same framework, only the outer one is named: it runs them too.
 */
export async function findSuites(
  folder: string,
  workspaceRoot: string,
  fileSystem: FileSystem,
  settings: DetectionSettings,
): Promise<FoundSuites> {
  const found: Found[] = [];
  const reasons: string[] = [];
  const examples = [...(await examplesBelow(folder, fileSystem)), ...examplesOf(settings.suites ?? {}, workspaceRoot)];
  for (const example of examples.filter((path) => isInside(folder, path))) {
    const detection = await detectProject(example, workspaceRoot, fileSystem, settings);
    if (!detection.found) reasons.push(detection.reason);
    else if (!found.some(({ project }) => isSame(project, detection.project))) found.push(detection);
  }
  const projects = withoutDoubles(found).map(({ project }) => project);
  return { projects, reason: [...new Set(reasons)].join(' ') };
}

/** Folders that the user names, whatever stands in them. */
function examplesOf(suites: SuiteSettings, workspaceRoot: string): readonly string[] {
  return Object.entries(suites).flatMap(([folder, { framework }]) =>
    framework === undefined || framework === 'none' ? [] : [joinPath(workspaceRoot, folder, exampleOf(framework))],
  );
}

function exampleOf(framework: FrameworkId): string {
  switch (framework) {
    case 'vitest':
    case 'jest':
    case 'mocha':
    case 'node-test':
      return 'any.ts';
    case 'pytest':
    case 'unittest':
      return 'any.py';
    case 'go-test':
      return 'any.go';
    case 'cargo-test':
      return 'src/any.rs';
    case 'junit-maven':
    case 'junit-gradle':
      return 'src/main/java/Any.java';
  }
}

type Found = Extract<Detection, { readonly found: true }>;

function isSame(a: Project, b: Project): boolean {
  return a.root === b.root && a.framework === b.framework;
}

function withoutDoubles(found: readonly Found[]): readonly Found[] {
  const runsAsAWhole: readonly Evidence[] = ['configured', 'scripted'];
  const isAround = (outer: Found, inner: Found): boolean =>
    outer.project.framework === inner.project.framework &&
    inclusive.has(outer.project.framework) &&
    outer.project.root !== inner.project.root &&
    isInside(outer.project.root, inner.project.root);
  return found.filter((one) => {
    const isHeld = found.some((other) => isAround(other, one) && runsAsAWhole.includes(other.evidence));
    const onlyHolds = !runsAsAWhole.includes(one.evidence) && found.some((other) => isAround(one, other));
    return !isHeld && !onlyHolds;
  });
}

/** One path for each language that a folder below shows to be its own; of the folder itself one for every language that any file shows. */
async function examplesBelow(top: string, fileSystem: FileSystem): Promise<readonly string[]> {
  const examples: string[] = [];
  const pending = [top];
  for (let at = 0; at < pending.length && at < mostFolders; at += 1) {
    const folder = pending[at] ?? top;
    const entries = await fileSystem.list(folder);
    if (folder !== top && entries.some(({ name }) => name === 'pyvenv.cfg')) continue;
    const files = entries.filter(({ kind }) => kind === 'file').map(({ name }) => name);
    for (const { names, example } of markers) {
      if (files.some((name) => names.test(name))) examples.push(joinPath(folder, example));
    }
    if (folder === top && files.some((name) => name.endsWith('.py'))) examples.push(joinPath(folder, 'any.py'));
    for (const { name, kind } of entries) {
      if (kind === 'directory' && !skippedFolders.has(name) && !notOwn.has(name)) pending.push(joinPath(folder, name));
    }
  }
  return examples.length > 0 ? [...new Set(examples)] : markers.map(({ example }) => joinPath(top, example));
}
