import type { FileSystem } from '../../../ports.ts';
import type { Detection, Evidence, FrameworkSettings } from '../../framework.ts';
import { extension, joinPath } from '../../../paths.ts';
import { findPythonEnvironment } from '../python/find-environment.ts';
import { isMissing } from '../python/installed-packages.ts';
import { findPythonRoot } from '../python/project-root.ts';
import { pytestConfiguration } from '../python/pytest-configuration.ts';
import { readPythonHabits } from '../python/read-habits.ts';
import { readTestSigns } from '../python/test-signs.ts';
import { djangoTestFolder, findDiscovery } from './find-discovery.ts';

/**
 * Finds the Python project that tests `file` with unittest. It comes with Python, so it is always found; where pytest is
 * configured, installed or declared, pytest runs such tests too and has more to say for it, unless a task starts unittest.
 */
export async function detectUnittest(
  file: string,
  workspaceRoot: string,
  fileSystem: FileSystem,
  settings: FrameworkSettings,
): Promise<Detection> {
  if (extension(file) !== '.py') return { found: false, reason: 'unittest tests Python files.', otherLanguage: true };
  const root = settings.root ?? (await findPythonRoot(file, workspaceRoot, fileSystem));
  const { python, packages } = await findPythonEnvironment(root, workspaceRoot, fileSystem, settings);
  const { configured } = await pytestConfiguration(root, workspaceRoot, fileSystem);
  const signs = await readTestSigns(root, file, [], fileSystem);
  const pytest =
    configured || signs.hasConftest || signs.declaresPytest || signs.imported.pytest || packages?.versions.has('pytest') === true;
  const evidence: Evidence =
    settings.root !== undefined
      ? 'configured'
      : signs.scripted.unittest || signs.isDjango
        ? 'scripted'
        : signs.imported.unittest && !pytest
          ? 'imported'
          : 'language';
  const { testFolder, ...discovery } = await findDiscovery(root, signs.unittestArguments, fileSystem);
  const habits = await readPythonHabits(
    root,
    file,
    { testpaths: [], pythonpath: [joinPath(root, discovery.topLevelDirectory ?? '.')] },
    fileSystem,
  );
  return {
    found: true,
    evidence,
    project: {
      root,
      framework: 'unittest',
      language: 'python',
      // It has no version of its own, and which Python this is only a run could tell.
      frameworkVersion: 'unknown',
      interpreter: python,
      ...(isMissing('coverage', packages) ? {} : { coverageProvider: 'coverage.py' }),
      globals: false,
      habits: { ...habits, testFolder: signs.isDjango ? await djangoTestFolder(root, file, fileSystem) : testFolder },
      facts: { ...discovery, ...(signs.isDjango ? { django: 'manage.py' } : {}) },
    },
  };
}
