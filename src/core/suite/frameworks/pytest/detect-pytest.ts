import type { FileSystem } from '../../../ports.ts';
import type { Detection, Evidence, FrameworkSettings } from '../../framework.ts';
import { extension, isAbsolutePath, joinPath } from '../../../paths.ts';
import { findPythonEnvironment } from '../python/find-environment.ts';
import { isMissing, type InstalledPackages } from '../python/installed-packages.ts';
import { findPythonRoot } from '../python/project-root.ts';
import { pytestConfiguration, type PytestConfiguration } from '../python/pytest-configuration.ts';
import { readPythonHabits } from '../python/read-habits.ts';
import { readTestSigns, type TestSigns } from '../python/test-signs.ts';
import { joinOptions, readOwnOptions } from './own-options.ts';

/** Finds the Python project that tests `file` with pytest. */
export async function detectPytest(
  file: string,
  workspaceRoot: string,
  fileSystem: FileSystem,
  settings: FrameworkSettings,
): Promise<Detection> {
  if (extension(file) !== '.py') return { found: false, reason: 'pytest tests Python files.', otherLanguage: true };
  const root = settings.root ?? (await findPythonRoot(file, workspaceRoot, fileSystem));
  const { python, packages } = await findPythonEnvironment(root, workspaceRoot, fileSystem, settings);
  const configuration = await pytestConfiguration(root, workspaceRoot, fileSystem);
  const testpaths = configuration.folder === root ? configuration.testpaths : [];
  const signs = await readTestSigns(root, file, testpaths, fileSystem);
  const evidence = settings.root === undefined ? evidenceOf(configuration, signs, packages) : 'configured';
  if (evidence === undefined) {
    return {
      found: false,
      reason: `pytest is not installed for ${python}, and nothing in ${root} names it (no settings of it, no task, no test that imports it). Run \`${python} -m pip install pytest coverage\` to use it.`,
    };
  }
  const options = configuration.addopts === undefined ? undefined : readOwnOptions(configuration.addopts);
  return {
    found: true,
    evidence,
    project: {
      root,
      framework: 'pytest',
      language: 'python',
      frameworkVersion: packages?.versions.get('pytest') ?? 'unknown',
      interpreter: python,
      ...(isMissing('coverage', packages) ? {} : { coverageProvider: 'coverage.py' }),
      globals: false,
      habits: await readPythonHabits(
        root,
        file,
        {
          testpaths,
          pythonpath: configuration.pythonpath.map((path) => joinPath(configuration.folder, path)),
          ...(options === undefined ? {} : { addedArguments: joinOptions(options.kept) }),
        },
        fileSystem,
      ),
      facts: {
        pythonFiles: configuration.pythonFiles,
        coverageSources: options?.sources ?? [],
        ...(options?.coverageConfiguration === undefined
          ? {}
          : { coverageConfiguration: absolute(options.coverageConfiguration, configuration.folder) }),
      },
    },
  };
}

function absolute(path: string, folder: string): string {
  return isAbsolutePath(path) ? path : joinPath(folder, path);
}

/** undefined: nothing speaks for pytest, and it is not there. */
function evidenceOf(configuration: PytestConfiguration, signs: TestSigns, packages: InstalledPackages | undefined): Evidence | undefined {
  if (configuration.configured || signs.hasConftest) return 'configured';
  if (signs.scripted.pytest) return 'scripted';
  if (signs.imported.pytest) return 'imported';
  if (packages?.versions.has('pytest') === true || signs.declaresPytest) return 'installed';
  return isMissing('pytest', packages) ? undefined : 'language';
}
