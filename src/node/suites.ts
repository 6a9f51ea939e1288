import { AppError } from '../core/errors.ts';
import type { FileSystem } from '../core/ports.ts';
import type { Settings } from '../core/settings.ts';
import { detectProject, type DetectionSettings } from '../core/suite/detect-project.ts';
import { findSuites } from '../core/suite/find-suites.ts';
import type { Project, Suite } from '../core/suite/framework.ts';
import { frameworkOf } from '../core/suite/frameworks/frameworks.ts';

/** The test suites of one workspace folder, found anew at each question: files and settings change. */
export interface Suites {
  /** The suite that tests a file. @throws AppError `suite/not-found`, with what was looked for */
  of(file: string): Promise<Suite>;
  /** Of a file its own suite, of a folder all suites below it, outer ones first; at least one. @throws AppError `suite/not-found` */
  near(path: string): Promise<readonly Suite[]>;
}

export function createSuites(options: {
  /** Absolute. */
  readonly root: string;
  readonly settings: () => Settings;
  readonly fileSystem: FileSystem;
  /** How a path is named to a person. */
  readonly shown: (path: string) => string;
}): Suites {
  const { root, fileSystem, shown } = options;

  function detectionSettings(): DetectionSettings {
    const { node, python, suites } = options.settings();
    return {
      ...(node.path === '' ? {} : { node: node.path }),
      ...(python.path === '' ? {} : { python: python.path }),
      suites,
      environment: process.env,
    };
  }

  function notFound(path: string, reason: string): AppError {
    return new AppError('suite/not-found', `No test suite was found for ${shown(path)}.`, { hint: reason });
  }

  async function of(file: string): Promise<Suite> {
    const detection = await detectProject(file, root, fileSystem, detectionSettings());
    if (!detection.found) throw notFound(file, detection.reason);
    return suiteOf(detection.project);
  }

  return {
    of,
    async near(path) {
      if ((await fileSystem.stat(path))?.kind !== 'directory') return [await of(path)];
      const { projects, reason } = await findSuites(path, root, fileSystem, detectionSettings());
      if (projects.length === 0) throw notFound(path, reason);
      return projects.map(suiteOf);
    },
  };
}

function suiteOf(project: Project): Suite {
  return { project, framework: frameworkOf(project.framework) };
}
