import { joinPath } from '../../../paths.ts';
import type { Project, RunPlaces, SuiteCommand } from '../../framework.ts';

/** What `junit-results.mjs` is asked to do, in its environment as JSON: {@link orderVariable}. */
export interface JunitOrder {
  /** Decides how what the build prints of compile errors is read. */
  readonly tool: 'maven' | 'gradle';
  /** Absolute folder that results are written to; made by the script. */
  readonly results: string;
  /** Absolute folders that the build writes JUnit XML to. */
  readonly reports: readonly string[];
  /** Absolute folder with a folder of JUnit XML for each task, and beside it `<name>.module` with the module's folder. */
  readonly reportsBelow?: string;
  /** Absolute folders of modules, for their sources. */
  readonly modules: readonly string[];
  /** A file that is written before the build starts. */
  readonly script?: { readonly path: string; readonly text: string };
}

export const orderVariable = 'BRANCHLIGHT_JUNIT';

/** Exit code of the script when the program is not there; shells use the same. */
export const programMissing = 127;

/** The command that runs a build tool under the script that gathers its results. */
export function junitRun(
  project: Project,
  { scratch, shipped, hostNode }: RunPlaces,
  build: Pick<JunitOrder, 'tool' | 'reports' | 'reportsBelow' | 'modules' | 'script'> & { readonly args: readonly string[] },
  measured: { readonly coverage?: readonly string[] },
): SuiteCommand {
  const results = joinPath(scratch, 'results');
  const { args, tool, reports, reportsBelow, script } = build;
  const order: JunitOrder = {
    tool,
    results,
    reports,
    ...(reportsBelow === undefined ? {} : { reportsBelow }),
    modules: build.modules.map((module) => joinPath(project.root, module)),
    ...(script === undefined ? {} : { script }),
  };
  return {
    command: {
      file: hostNode.file,
      args: [shipped('junit-results.mjs'), project.interpreter, ...args],
      cwd: project.root,
      env: { ...hostNode.env, CI: '1', ...project.addedEnvironment, [orderVariable]: JSON.stringify(order) },
    },
    artefacts: { results: [results], ...measured },
  };
}
