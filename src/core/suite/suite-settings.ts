import { isInside, joinPath } from '../paths.ts';
import { frameworkIds, type FrameworkId, type Project } from './framework.ts';

/** What the user says of the suite of a folder: the setting `branchlight.suites`. Everything absent is found as usual. */
export interface SuiteSetting {
  /** `none`: nothing in this folder is tested. */
  readonly framework?: FrameworkId | 'none';
  /** Program that starts the runner. */
  readonly interpreter?: string;
  /** Added to every command line. */
  readonly arguments?: readonly string[];
  /** Added to the environment of every run. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Folders, relative to the workspace folder, with what is said of them. */
export type SuiteSettings = Readonly<Record<string, SuiteSetting>>;

/** Schema of one value of the setting. */
export const suiteSettingSchema: Readonly<Record<string, unknown>> = {
  type: 'object',
  additionalProperties: false,
  properties: {
    framework: { type: 'string', enum: [...frameworkIds, 'none'], description: 'Test framework of the folder; `none`: it has no tests.' },
    interpreter: { type: 'string', description: 'Program that starts the runner: a `node`, `python`, `go`, `cargo`, `mvn` or `gradle`.' },
    arguments: { type: 'array', items: { type: 'string' }, description: 'Added to every command line of the runner.' },
    environment: { type: 'object', additionalProperties: { type: 'string' }, description: 'Added to the environment of every run.' },
  },
};

/** A folder that the setting names. */
export interface ChosenSuite {
  /** Absolute. */
  readonly folder: string;
  readonly setting: SuiteSetting;
}

/** What is said of the deepest named folder around `file`. */
export function chosenSuite(file: string, workspaceRoot: string, settings: SuiteSettings): ChosenSuite | undefined {
  return Object.entries(settings)
    .map(([folder, setting]): ChosenSuite => ({ folder: joinPath(workspaceRoot, folder), setting }))
    .filter(({ folder }) => file === folder || isInside(folder, file))
    .toSorted((a, b) => b.folder.length - a.folder.length)[0];
}

/** A project as the user wants it. */
export function withSetting(project: Project, { interpreter, arguments: added, environment }: SuiteSetting): Project {
  return {
    ...project,
    ...(interpreter === undefined || interpreter === '' ? {} : { interpreter }),
    ...(added === undefined ? {} : { addedArguments: added }),
    ...(environment === undefined ? {} : { addedEnvironment: environment }),
  };
}
