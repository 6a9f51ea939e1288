import { dirname, foldersUp, joinPath } from '../../../paths.ts';
import type { FileSystem } from '../../../ports.ts';
import type { Detection, Evidence, FrameworkSettings, Project } from '../../framework.ts';
import { loadTypeScript } from '../../load-typescript.ts';
import { readPackageJson, type PackageJson } from '../javascript/package-json.ts';
import { readHabits } from '../javascript/read-habits.ts';
import { isScript, languageOf } from '../javascript/source-files.ts';
import { findNodeTestScript } from './node-test-arguments.ts';
import { isNamedNodeTest, isNodeTest } from './node-test-files.ts';

/** How many folders and test files are looked at for an import of `node:test`. */
const visitedAtMost = 60;
const readAtMost = 12;
const skipped = new Set(['node_modules', 'dist', 'build', 'coverage', 'out']);

interface Found {
  readonly root: string;
  readonly evidence: Evidence;
  readonly packageJson: PackageJson | undefined;
}

/**
 * Finds the package whose tests run under Node's own test runner: the nearest folder above `file` with a script that
 * starts it, else the nearest package of which a test file imports `node:test`.
 */
export async function detectNodeTest(
  file: string,
  workspaceRoot: string,
  fileSystem: FileSystem,
  settings: FrameworkSettings,
): Promise<Detection> {
  if (!isScript(file)) return { found: false, reason: "Node's test runner tests JavaScript and TypeScript files.", otherLanguage: true };
  const found = await findRoot(file, workspaceRoot, fileSystem, settings.root);
  if (found === undefined) {
    return {
      found: false,
      nothing: true,
      reason: `No package.json between ${dirname(file)} and ${workspaceRoot} starts \`node --test\`, and no test file there imports node:test.`,
    };
  }
  const { root, evidence, packageJson } = found;
  const script = packageJson === undefined ? undefined : findNodeTestScript(packageJson);
  const project: Project = {
    root,
    framework: 'node-test',
    language: languageOf(file),
    frameworkVersion: 'unknown',
    interpreter: settings.node === undefined || settings.node === '' ? 'node' : settings.node,
    coverageProvider: 'v8',
    globals: false,
    facts: {
      options: script?.options ?? [],
      reporters: (script?.reporters ?? []).map(({ name, destination }) => `${name}=${destination}`),
      specs: script?.specs ?? [],
      environment: Object.entries(script?.environment ?? {}).map(([name, value]) => `${name}=${value}`),
    },
  };
  const { habits, testTexts } = await readHabits(root, fileSystem, await loadTypeScript(), {
    include: [],
    caches: [],
    isTest: (path) => isNodeTest(project, path),
  });
  const imports = testTexts.some((text) => /^\s*import\b/m.test(text));
  const required = !imports && packageJson?.type !== 'module' ? ({ modules: 'commonjs' } as const) : {};
  return { found: true, evidence, project: { ...project, habits: { ...habits, ...required } } };
}

async function findRoot(
  file: string,
  workspaceRoot: string,
  fileSystem: FileSystem,
  chosen: string | undefined,
): Promise<Found | undefined> {
  if (chosen !== undefined) return { root: chosen, evidence: 'configured', packageJson: await readPackageJson(chosen, fileSystem) };
  let nearest: Omit<Found, 'evidence'> | undefined;
  for (const folder of foldersUp(dirname(file), workspaceRoot)) {
    const packageJson = await readPackageJson(folder, fileSystem);
    if (packageJson === undefined) continue;
    if (findNodeTestScript(packageJson) !== undefined) return { root: folder, evidence: 'scripted', packageJson };
    nearest ??= { root: folder, packageJson };
  }
  const root = nearest?.root ?? workspaceRoot;
  return (await importsNodeTest(root, fileSystem)) ? { root, evidence: 'imported', packageJson: nearest?.packageJson } : undefined;
}

/** Whether one of the first test files below a folder imports `node:test`. */
async function importsNodeTest(root: string, fileSystem: FileSystem): Promise<boolean> {
  const queue = [root];
  let read = 0;
  for (let visited = 0; visited < visitedAtMost && visited < queue.length; visited += 1) {
    const folder = queue[visited] ?? root;
    for (const { name, kind } of await fileSystem.list(folder)) {
      const path = joinPath(folder, name);
      if (kind === 'directory' && !skipped.has(name) && !name.startsWith('.')) queue.push(path);
      if (kind !== 'file' || !isNamedNodeTest(root, path) || read >= readAtMost) continue;
      read += 1;
      if (/(?:from|require\(|import\()\s*['"]node:test['"]|^\s*import\s+['"]node:test['"]/m.test(await fileSystem.readText(path)))
        return true;
    }
  }
  return false;
}
