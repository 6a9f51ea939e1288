import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type ts from 'typescript';
import { loadTypeScript } from '../core/suite/load-typescript.ts';
import type { TypeChecker } from '../core/verify/verify-ports.ts';

/**
 * Complaints that say how the checker sees the project rather than what is wrong with the test: modules that another
 * resolver finds, endings of imports, names that nobody uses. Whether imports resolve is proved by running the test.
 */
const ignored = new Set([2307, 2691, 2792, 2834, 2835, 2876, 5097, 6133, 6192, 6196, 6198, 7016, 1295, 1286, 1287, 1541, 1542, 1543]);

/**
 * "Cannot find name …, do you need to install type definitions": the project has none for its test runner or for Node. Its
 * own tests have the same complaint, and run.
 */
const missingDefinitions = new Set([2580, 2582, 2591, 2593]);

/** What test runners make global, of which the compiler does not say that definitions are missing. */
const runnerGlobals = new Set(
  (
    'after afterAll afterEach before beforeAll beforeEach context describe expect it jest setup specify suite suiteSetup ' +
    'suiteTeardown teardown test vi xit xdescribe assert'
  ).split(' '),
);

/** Checks with the compiler that ships with Branchlight, under the options of the project's own tsconfig. */
export function createTypeChecker(): TypeChecker {
  const sources = new Map<string, { readonly version: string; readonly file: ts.SourceFile | undefined }>();
  const programs = new Map<string, ts.Program>();
  return {
    async check(projectRoot, files) {
      const [first] = files.keys();
      if (first === undefined) return new Map();
      const config = findConfig(dirname(first), projectRoot);
      if (config === undefined) return undefined;
      const typescript = await loadTypeScript();
      const { options, declarations } = readConfig(typescript, config);
      const host = createHost(typescript, options, files, sources);
      const earlier = programs.get(config);
      const program = typescript.createProgram({
        rootNames: [...files.keys(), ...declarations],
        options,
        host,
        ...(earlier === undefined ? {} : { oldProgram: earlier }),
      });
      programs.set(config, program);
      return new Map([...files.keys()].flatMap((path) => entryOf(typescript, program, path)));
    },
  };
}

function entryOf(typescript: typeof ts, program: ts.Program, path: string): readonly (readonly [string, readonly string[]])[] {
  const file = program.getSourceFile(path);
  const complaints = program
    .getSemanticDiagnostics(file)
    .filter((diagnostic) => diagnostic.category === typescript.DiagnosticCategory.Error && !ignored.has(diagnostic.code))
    .filter((diagnostic) => !missingDefinitions.has(diagnostic.code) && !isUnknownGlobal(diagnostic))
    .map((diagnostic) => describe(typescript, diagnostic));
  return complaints.length === 0 ? [] : [[path, complaints]];
}

/** "Cannot find name …", with or without a guess at what was meant. */
function isUnknownGlobal({ code, file, start, length }: ts.Diagnostic): boolean {
  if ((code !== 2304 && code !== 2552) || file === undefined || start === undefined || length === undefined) return false;
  return runnerGlobals.has(file.text.slice(start, start + length));
}

function describe(typescript: typeof ts, diagnostic: ts.Diagnostic): string {
  const message = typescript.flattenDiagnosticMessageText(diagnostic.messageText, ' ').slice(0, 500);
  if (diagnostic.file === undefined || diagnostic.start === undefined) return `it does not type-check: ${message}`;
  const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start);
  const text = (diagnostic.file.text.split('\n')[line] ?? '').trim().slice(0, 120);
  return `it does not type-check: ${message} at "${text}" (TS${diagnostic.code})`;
}

/** The nearest tsconfig.json from the test upwards, within the project. */
function findConfig(from: string, projectRoot: string): string | undefined {
  let folder = from;
  for (;;) {
    const path = join(folder, 'tsconfig.json');
    if (existsSync(path)) return path;
    if (folder === projectRoot || dirname(folder) === folder) return undefined;
    folder = dirname(folder);
  }
}

function readConfig(
  typescript: typeof ts,
  path: string,
): { readonly options: ts.CompilerOptions; readonly declarations: readonly string[] } {
  const json: unknown = typescript.readConfigFile(path, (file) => typescript.sys.readFile(file)).config ?? {};
  const parsed = typescript.parseJsonConfigFileContent(json, typescript.sys, dirname(path), undefined, path);
  const options: ts.CompilerOptions = {
    ...parsed.options,
    noEmit: true,
    skipLibCheck: true,
    incremental: false,
    composite: false,
    declaration: false,
    declarationMap: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
    isolatedDeclarations: false,
  };
  // Emitting is what these are about.
  for (const name of ['tsBuildInfoFile', 'rootDir', 'outDir', 'outFile', 'emitDeclarationOnly']) delete options[name];
  return { options, declarations: parsed.fileNames.filter((file) => /\.d\.[cm]?ts$/.test(file)) };
}

/** The disk, with the candidates laid over it. Parsed files are kept as long as they do not change. */
function createHost(
  typescript: typeof ts,
  options: ts.CompilerOptions,
  files: ReadonlyMap<string, string>,
  sources: Map<string, { readonly version: string; readonly file: ts.SourceFile | undefined }>,
): ts.CompilerHost {
  const host = typescript.createCompilerHost(options, true);
  return {
    ...host,
    fileExists: (path) => files.has(path) || host.fileExists(path),
    readFile: (path) => files.get(path) ?? host.readFile(path),
    getSourceFile(path, languageOrOptions, onError) {
      const text = files.get(path);
      const settings = JSON.stringify(languageOrOptions);
      const version = text ?? `${typescript.sys.getModifiedTime?.(path)?.getTime() ?? 0}:${settings}`;
      const known = sources.get(path);
      if (known?.version === version) return known.file;
      const file =
        text === undefined
          ? host.getSourceFile(path, languageOrOptions, onError)
          : typescript.createSourceFile(path, text, languageOrOptions, true);
      if (text === undefined) sources.set(path, { version, file });
      return file;
    },
  };
}
