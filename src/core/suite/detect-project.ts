import { isInside } from '../paths.ts';
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
  return { found: false, reason: reasonOf(answers, chosen) };
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

function reasonOf(answers: readonly Detection[], chosen: ChosenSuite | undefined): string {
  const missed = answers.flatMap((answer) => (answer.found ? [] : [answer]));
  // Only the frameworks of the file's own language have something useful to say.
  const useful = missed.filter((answer) => answer.otherLanguage !== true);
  const reasons = (useful.length > 0 ? useful : missed).map(({ reason }) => reason).join(' ');
  return chosen?.setting.framework === undefined
    ? reasons
    : `The setting branchlight.suites names ${chosen.setting.framework} for ${chosen.folder}. ${reasons}`;
}
