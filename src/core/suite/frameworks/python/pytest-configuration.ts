import type { FileSystem } from '../../../ports.ts';
import { foldersUp } from '../../../paths.ts';
import { readOptional } from './read-optional.ts';
import { hasSection, readIniWords } from './read-ini-value.ts';

/** What a project's own files say of pytest. */
export interface PytestConfiguration {
  /** Some file has settings of pytest. */
  readonly configured: boolean;
  /** Folder of that file. */
  readonly folder: string;
  readonly testpaths: readonly string[];
  readonly pythonpath: readonly string[];
  /** Globs of test files; empty: pytest's own. */
  readonly pythonFiles: readonly string[];
  /** undefined: none are set. */
  readonly addopts: readonly string[] | undefined;
}

/** In pytest's own order (`_pytest.config.findpaths`): its own files count even when they are empty. */
const places: readonly (readonly [name: string, sections: readonly string[]])[] = [
  ['pytest.toml', ['pytest']],
  ['.pytest.toml', ['pytest']],
  ['pytest.ini', ['pytest']],
  ['.pytest.ini', ['pytest']],
  ['pyproject.toml', ['tool.pytest.ini_options', 'tool.pytest']],
  ['tox.ini', ['pytest']],
  ['setup.cfg', ['tool:pytest']],
];

/** The first of pytest's configuration files that counts, from `root` upwards as pytest itself looks for it, but not above the workspace. */
export async function pytestConfiguration(root: string, workspaceRoot: string, fileSystem: FileSystem): Promise<PytestConfiguration> {
  for (const folder of foldersUp(root, workspaceRoot)) {
    const names = new Set((await fileSystem.list(folder)).map((entry) => entry.name));
    for (const [name, sections] of places) {
      if (!names.has(name)) continue;
      const text = await readOptional(folder, name, fileSystem);
      if (text === undefined) continue;
      const section = sections.find((candidate) => hasSection(text, candidate));
      if (section === undefined && !/^\.?pytest\./.test(name)) continue;
      const words = (key: string): readonly string[] | undefined => (section === undefined ? undefined : readIniWords(text, section, key));
      return {
        configured: true,
        folder,
        testpaths: words('testpaths') ?? [],
        pythonpath: words('pythonpath') ?? [],
        pythonFiles: words('python_files') ?? [],
        addopts: words('addopts'),
      };
    }
  }
  return { configured: false, folder: root, testpaths: [], pythonpath: [], pythonFiles: [], addopts: undefined };
}
