import { dirname, foldersUp } from '../../../paths.ts';
import type { FileSystem } from '../../../ports.ts';
import type { Evidence } from '../../framework.ts';
import { readPackageJson, type PackageJson } from './package-json.ts';
import { scriptsStarting } from './script-commands.ts';

/** What a folder shows of itself. */
export interface FolderSigns {
  readonly folder: string;
  /** Names of all that lies in it. */
  readonly names: ReadonlySet<string>;
  readonly packageJson: PackageJson | undefined;
}

export interface ProjectRoot extends FolderSigns {
  readonly evidence: Evidence;
}

/** How a framework speaks of itself in a folder. */
export interface FrameworkSigns {
  /** The package of the framework. */
  readonly package: string;
  /** Programs that start it. */
  readonly programs: readonly string[];
  readonly isConfigured: (signs: FolderSigns) => Promise<boolean>;
}

/**
 * The project of a framework that a file belongs to: the nearest folder above it that configures the framework or starts
 * it by a script, else the nearest one that depends on it. `chosen`: a folder that the user named, taken as it is.
 */
export async function findRoot(
  file: string,
  workspaceRoot: string,
  fileSystem: FileSystem,
  framework: FrameworkSigns,
  chosen?: string,
): Promise<ProjectRoot | undefined> {
  if (chosen !== undefined) {
    const signs = await readSigns(chosen, fileSystem);
    return { ...signs, evidence: (await evidenceOf(signs, framework)) ?? 'configured' };
  }
  let weaker: ProjectRoot | undefined;
  for (const folder of foldersUp(dirname(file), workspaceRoot)) {
    const signs = await readSigns(folder, fileSystem);
    const evidence = await evidenceOf(signs, framework);
    if (evidence === 'installed') weaker ??= { ...signs, evidence };
    else if (evidence !== undefined) return { ...signs, evidence };
  }
  return weaker;
}

async function readSigns(folder: string, fileSystem: FileSystem): Promise<FolderSigns> {
  const names = new Set((await fileSystem.list(folder)).map((entry) => entry.name));
  return { folder, names, packageJson: names.has('package.json') ? await readPackageJson(folder, fileSystem) : undefined };
}

async function evidenceOf(signs: FolderSigns, framework: FrameworkSigns): Promise<Evidence | undefined> {
  if (await framework.isConfigured(signs)) return 'configured';
  const { packageJson } = signs;
  if (packageJson === undefined) return undefined;
  if (framework.programs.some((program) => scriptsStarting(program, packageJson).length > 0)) return 'scripted';
  return packageJson.dependencies.has(framework.package) ? 'installed' : undefined;
}
