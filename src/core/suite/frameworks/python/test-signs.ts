import type { FileSystem } from '../../../ports.ts';
import { dirname, joinPath } from '../../../paths.ts';
import { readOptional } from './read-optional.ts';

/** What a project's files say of its test framework, beside configuration of pytest. */
export interface TestSigns {
  /** A task of the project starts it. */
  readonly scripted: { readonly pytest: boolean; readonly unittest: boolean };
  /** Words after `-m unittest` of such a task. */
  readonly unittestArguments: readonly string[];
  /** A test file imports it, or has tests that only pytest finds. */
  readonly imported: { readonly pytest: boolean; readonly unittest: boolean };
  /** A list of dependencies names pytest. */
  readonly declaresPytest: boolean;
  /** A `conftest.py` stands where the tests are. */
  readonly hasConftest: boolean;
  /** A Django project whose tests run through `manage.py test`. */
  readonly isDjango: boolean;
}

const taskFiles = [
  'tox.ini',
  'Makefile',
  'makefile',
  'GNUmakefile',
  'noxfile.py',
  'justfile',
  'Justfile',
  'Taskfile.yml',
  'pyproject.toml',
  '.gitlab-ci.yml',
  '.travis.yml',
  'azure-pipelines.yml',
];
const dependencyFiles =
  /^(pyproject\.toml|setup\.(cfg|py)|Pipfile|tox\.ini|environment\.ya?ml|.*requirements.*\.(txt|in)|(dev|test)s?\.txt)$/;
/** Test files read at most. */
const most = 40;

/** Reads the project's tasks, lists of dependencies and a bounded number of its tests. */
export async function readTestSigns(root: string, file: string, testpaths: readonly string[], fileSystem: FileSystem): Promise<TestSigns> {
  const names = (await fileSystem.list(root)).filter((entry) => entry.kind === 'file').map((entry) => entry.name);
  const workflows = (await fileSystem.list(joinPath(root, '.github', 'workflows'))).map((entry) =>
    joinPath('.github', 'workflows', entry.name),
  );
  const texts = async (chosen: readonly string[]): Promise<string> =>
    (await Promise.all(chosen.map((name) => readOptional(root, name, fileSystem)))).map((text) => text ?? '').join('\n');
  const tasks = (await texts([...names.filter((name) => taskFiles.includes(name)), ...workflows])).split(/\r?\n/).filter(isCommand);
  const folders = [...new Set([...testpaths.filter((name) => !/[*?[]/.test(name)), 'tests', 'test'].map((name) => joinPath(root, name)))];
  const tests = await readTests([...folders, joinPath(dirname(file), 'tests'), dirname(file), root], fileSystem);
  const all = tests.texts.join('\n');
  const lines = tasks.map((line) => /-m["',\s]+unittest\b["',]*(.*)$/.exec(line)?.[1]).filter((rest) => rest !== undefined);
  return {
    scripted: { pytest: tasks.some((line) => /(^|[\s"'=/])(pytest|py\.test)([\s"',\]]|$)/.test(line)), unittest: lines.length > 0 },
    unittestArguments: (lines[0] ?? '')
      .replace(/\$[({].*?[)}]|[;&|>#].*$/g, '')
      .split(/["',\s[\]()]+/)
      .filter((word) => word !== ''),
    imported: {
      pytest: /^\s*(import pytest\b|from pytest\b)/m.test(all) || /^(async )?def test\w*\(/m.test(all),
      unittest: /^\s*(import unittest\b|from unittest(\.\w+)? import\b(?!.*\bmock\b))/m.test(all) || /^class \w+\(.*TestCase\)/m.test(all),
    },
    declaresPytest: /(^|["'\s])pytest\s*(\[|[<>=~!;"',\]\s]|$)/m.test(
      withoutTables(await texts(names.filter((name) => dependencyFiles.test(name)))),
    ),
    hasConftest: tests.hasConftest,
    isDjango: names.includes('manage.py') && /DJANGO_SETTINGS_MODULE/.test(await texts(['manage.py'])),
  };
}

/** Not a line that installs or lists packages. */
function isCommand(line: string): boolean {
  return (
    !/\b(pip3?|install|add|deps|dependencies|requires)\b/.test(line) &&
    !/^\s*[#;]/.test(line) &&
    !/^\s*["']?[\w-]+["']?\s*[<>~=!]=/.test(line) &&
    !/^\s*["'][^"']*["'],?\s*$/.test(line) &&
    !/^\s*pytest[\w-]*\s*[=:]/.test(line) &&
    !/^\s*\[/.test(line)
  );
}

function withoutTables(text: string): string {
  return text.replace(/^\s*\[[^\]\n]*\]\s*$/gm, '');
}

async function readTests(
  folders: readonly string[],
  fileSystem: FileSystem,
): Promise<{ readonly texts: readonly string[]; readonly hasConftest: boolean }> {
  const texts: string[] = [];
  const seen = new Set<string>();
  let hasConftest = false;
  const queue = folders.map((folder, index) => ({ folder, depth: index < folders.length - 2 ? 3 : 0 }));
  while (queue.length > 0 && texts.length < most) {
    const { folder, depth } = queue.shift() ?? { folder: '', depth: 0 };
    if (seen.has(folder)) continue;
    seen.add(folder);
    for (const { name, kind } of await fileSystem.list(folder)) {
      if (kind === 'directory' && depth > 0 && !/^[._]/.test(name)) queue.push({ folder: joinPath(folder, name), depth: depth - 1 });
      if (name === 'conftest.py') hasConftest = true;
      if (kind === 'file' && texts.length < most && /^(tests?.*|.*_tests?)\.py$/.test(name))
        texts.push(await fileSystem.readText(joinPath(folder, name)));
    }
  }
  return { texts, hasConftest };
}
