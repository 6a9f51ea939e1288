import type { Project, SuiteRun } from '../../framework.ts';
import { joinPath } from '../../../paths.ts';

/** What `python_run.py` is told to measure. */
export interface WantedCoverage {
  /** coverage.py's data file. */
  readonly data: string;
  /** JSON report. */
  readonly report: string;
  /** Only these; absent: what the project measures. */
  readonly files?: readonly string[];
  /** Folders and packages that the project's own command line names. */
  readonly chosen?: readonly string[];
  /** Folder to measure when nothing of the project says what. */
  readonly default: string;
  /** coverage.py's configuration file, when it is not where coverage.py looks. */
  readonly configuration?: string;
}

/** undefined: nothing is measured. */
export function wantedCoverage(project: Project, run: SuiteRun, scratch: string): WantedCoverage | undefined {
  if (run.coverage === 'none') return undefined;
  const { coverageSources = [], coverageConfiguration } = project.facts ?? {};
  return {
    data: joinPath(scratch, 'coverage.data'),
    report: joinPath(scratch, 'coverage.json'),
    ...(run.coverage === 'all' ? {} : { files: run.coverage }),
    ...(coverageSources.length === 0 ? {} : { chosen: [coverageSources].flat() }),
    default: sourceFolder(project),
    ...(typeof coverageConfiguration === 'string' ? { configuration: coverageConfiguration } : {}),
  };
}

/** The folder of all sources: `src` where the project has that layout, else the project. */
function sourceFolder(project: Project): string {
  const source = joinPath(project.root, 'src');
  return project.habits?.sourceRoots.includes(source) === true ? source : project.root;
}

/** The environment of every run of Python: nothing is written into the project, and output comes as it is printed. */
export function pythonEnvironment(project: Project, run: SuiteRun, scratch: string): Readonly<Record<string, string>> {
  return {
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONUNBUFFERED: '1',
    COVERAGE_FILE: joinPath(scratch, 'coverage.data'),
    CI: '1',
    ...(run.shuffleSeed === undefined ? {} : { BRANCHLIGHT_SHUFFLE_SEED: String(run.shuffleSeed) }),
    ...project.addedEnvironment,
  };
}
