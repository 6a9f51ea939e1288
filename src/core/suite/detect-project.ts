import { dirname, isInside } from '../paths.ts';
import type { FileSystem } from '../ports.ts';
import { frameworks } from './frameworks/frameworks.ts';
import type { Detection, Evidence, Framework, FrameworkSettings } from './framework.ts';
import { chosenSuite, withSetting, type ChosenSuite, type SuiteSettings } from './suite-settings.ts';

/** What the user chose. */
export interface DetectionSettings extends FrameworkSettings {
  readonly suites?: SuiteSettings;
}

const strength: Readonly<Record<Evidence, number>> = { configured: 4, scripted: 3, imported: 2, installed: 1, language: 0 };

/**
 * The project that tests `file`: what the user says, else of all frameworks that claim the file the one whose project is
 * nearest to it, and of several in one folder the one that most speaks for. When there is none: what was looked for.
 */
export async function detectProject(
  file: string,
  workspaceRoot: string,
  fileSystem: FileSystem,
  settings: DetectionSettings,
  known: readonly Framework[] = frameworks,
): Promise<Detection> {
  const chosen = chosenSuite(file, workspaceRoot, settings.suites ?? {});
  if (chosen?.setting.framework === 'none') {
    return { found: false, reason: `The setting branchlight.suites says that nothing in ${chosen.folder} is tested.` };
  }
  const asked = known.filter(({ id }) => chosen?.setting.framework === undefined || id === chosen.setting.framework);
  const answers = await Promise.all(asked.map((framework) => ask(framework, file, workspaceRoot, fileSystem, settings, chosen)));
  const [best] = answers.filter((answer) => answer.found).toSorted(better);
  if (best !== undefined) return chosen === undefined ? best : { ...best, project: withSetting(best.project, chosen.setting) };
  const named = asked.map((framework, index) => ({ name: framework.name, answer: answers[index] }));
  return { found: false, reason: reasonOf(named, chosen, dirname(file), workspaceRoot) };
}

/** With a framework that the user chose for a folder, that folder is where it is looked for first. */
async function ask(
  framework: Framework,
  file: string,
  workspaceRoot: string,
  fileSystem: FileSystem,
  settings: DetectionSettings,
  chosen: ChosenSuite | undefined,
): Promise<Detection> {
  const forced = chosen?.setting.framework === framework.id ? { ...settings, root: chosen.folder } : settings;
  return framework.detect(file, workspaceRoot, fileSystem, forced);
}

type Found = Extract<Detection, { readonly found: true }>;

/** The deeper folder first; in one folder the stronger evidence; else the order of the frameworks, which sorting keeps. */
function better(a: Found, b: Found): number {
  if (a.project.root !== b.project.root) return isInside(a.project.root, b.project.root) ? 1 : -1;
  return strength[b.evidence] - strength[a.evidence];
}

interface Answer {
  readonly name: string;
  readonly answer: Detection | undefined;
}

function reasonOf(answers: readonly Answer[], chosen: ChosenSuite | undefined, folder: string, workspaceRoot: string): string {
  const missed = answers.flatMap(({ name, answer }) => (answer === undefined || answer.found ? [] : [{ name, ...answer }]));
  // Only the frameworks of the file's own language have something useful to say, and of these the ones that are half there.
  const useful = missed.filter(({ otherLanguage }) => otherLanguage !== true);
  const traces = useful.filter(({ nothing }) => nothing !== true);
  const reasons = (traces.length > 0 ? traces : useful).map(({ reason }) => reason);
  if (useful.length === 0) return [...new Set(missed.map(({ reason }) => reason))].join(' ');
  const text =
    traces.length === 0 && useful.length > 1
      ? `Nothing between ${folder} and ${workspaceRoot} names a test framework. Looked for ${listed(useful.map(({ name }) => name))}: configuration files, scripts and dependencies of package.json, imports of tests. Add one, or name yours in the setting branchlight.suites.`
      : reasons.join(' ');
  return chosen?.setting.framework === undefined
    ? text
    : `The setting branchlight.suites names ${chosen.setting.framework} for ${chosen.folder}. ${text}`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
