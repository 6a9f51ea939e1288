import type { FileSystem } from '../../../ports.ts';
import type { Detection, Project } from '../../framework.ts';
import { readGoModules, type GoModule } from '../../../coverage/go-modules.ts';
import { dirname, extension, foldersUp, joinPath, relativePath } from '../../../paths.ts';

/** Finds the module that holds `file`; within a `go.work` that uses it, the whole workspace of modules. */
export async function detectGoTest(file: string, workspaceRoot: string, fileSystem: FileSystem): Promise<Detection> {
  if (extension(file) !== '.go') return { found: false, reason: 'go test tests Go files.', otherLanguage: true };
  const start = dirname(file);
  const folder = await findUp('go.mod', start, workspaceRoot, fileSystem);
  const [module] = folder === undefined ? [] : await readGoModules(fileSystem, [joinPath(folder, 'go.mod')]);
  if (folder === undefined || module === undefined) {
    const looked = folder === undefined ? `No go.mod was found in ${start} or above it.` : `${joinPath(folder, 'go.mod')} names no module.`;
    return { found: false, reason: `${looked} Run \`go mod init\` in the folder of the module.` };
  }
  const work = await findUp('go.work', folder, workspaceRoot, fileSystem);
  const used = work === undefined ? [] : await usedModules(work, fileSystem);
  const inWork = work !== undefined && used.some((one) => one.folder === folder);
  const project: Project = {
    root: inWork ? work : folder,
    framework: 'go-test',
    language: 'go',
    frameworkVersion: 'unknown',
    interpreter: 'go',
    coverageProvider: 'go',
    globals: false,
    facts: {
      modules: (inWork ? used : [module]).map((one) => `${one.module}=${one.folder}`),
      packages: inWork ? used.map((one) => allBelow(work, one.folder)) : ['./...'],
      // Go refuses to work in a module that the go.work above it does not use.
      ...(work !== undefined && !inWork ? { workspace: 'off' } : {}),
    },
  };
  return { found: true, evidence: 'language', project };
}

async function findUp(name: string, start: string, stop: string, fileSystem: FileSystem): Promise<string | undefined> {
  for (const folder of foldersUp(start, stop)) {
    if ((await fileSystem.stat(joinPath(folder, name)))?.kind === 'file') return folder;
  }
  return undefined;
}

/** Modules that a `go.work` uses, in its own order. Format: go.dev/ref/mod, go-work-file. */
async function usedModules(folder: string, fileSystem: FileSystem): Promise<readonly GoModule[]> {
  const text = (await fileSystem.readText(joinPath(folder, 'go.work'))).replace(/\/\/[^\n]*/g, '');
  const places = [...text.matchAll(/^[ \t]*use\b[ \t]*(?:\(([^)]*)\)|([^\n]*))/gm)].flatMap(
    ([, block, single]) => (block ?? single ?? '').match(/"[^"]*"|`[^`]*`|[^\s]+/g) ?? [],
  );
  const modules: GoModule[] = [];
  for (const place of places) {
    const used = joinPath(folder, place.replace(/^["`]|["`]$/g, ''));
    modules.push(...(await readGoModules(fileSystem, [joinPath(used, 'go.mod')])));
  }
  return modules;
}

/** The pattern for all packages below a folder. */
function allBelow(root: string, folder: string): string {
  const place = relativePath(root, folder);
  return place === '' ? './...' : `./${place}/...`;
}
