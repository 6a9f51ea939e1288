import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

export interface ProjectTypes {
  readonly checker: ts.TypeChecker;
  readonly file: ts.SourceFile;
  readonly options: ts.CompilerOptions;
  /** Sources of the project that the file imports, itself first. */
  readonly sources: readonly ts.SourceFile[];
}

/** The checker's view of one file with the project's own compiler options. Reads the disk; the text of the file is the given one. */
export function readProjectTypes(file: string, text: string, projectRoot: string): ProjectTypes {
  const options: ts.CompilerOptions = {
    ...withoutUnusedDom(readOptions(file, projectRoot), text),
    noEmit: true,
    allowJs: true,
    checkJs: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    composite: false,
    incremental: false,
  };
  const host = ts.createCompilerHost(options, true);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, languageVersion, onError, fresh) =>
    name === file ? ts.createSourceFile(name, text, languageVersion, true) : read(name, languageVersion, onError, fresh);
  const program = ts.createProgram({ rootNames: [file], options, host });
  const checker = program.getTypeChecker();
  const own = program.getSourceFile(file);
  if (own === undefined) throw new Error(`TypeScript cannot read ${file}.`);
  const others = program
    .getSourceFiles()
    .filter((each) => each !== own && !each.isDeclarationFile && !each.fileName.includes('/node_modules/'));
  return { checker, file: own, options, sources: [own, ...others] };
}

const domNames =
  /\b(HTML\w*|SVG\w*|Element|Document|Event|EventTarget|Node|Window|Request|Response|Headers|Blob|File|FormData|URL|URLSearchParams|AbortSignal|ReadableStream|TextEncoder|TextDecoder|Storage|document|window)\b/;

/** Reading the browser's types takes longer than everything else: left out when the file names none of them. */
function withoutUnusedDom(options: ts.CompilerOptions, text: string): ts.CompilerOptions {
  if (domNames.test(text)) return options;
  const lib = options.lib?.filter((name) => !/lib\.(dom|webworker|scripthost)/.test(name)) ?? ['lib.esnext.d.ts'];
  return { ...options, lib: lib.length === 0 ? ['lib.esnext.d.ts'] : lib };
}

function readOptions(file: string, projectRoot: string): ts.CompilerOptions {
  const path = findConfig(dirname(file), projectRoot);
  const fallback: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
  };
  if (path === undefined) return fallback;
  const config = ts.readConfigFile(path, (name) => ts.sys.readFile(name));
  if (config.error !== undefined) return fallback;
  // `files` keeps the parser from listing the whole project: only the options matter here.
  const parsed = ts.parseJsonConfigFileContent(
    { ...(config.config as object), files: [file], include: undefined, references: undefined },
    ts.sys,
    dirname(path),
    undefined,
    path,
  );
  const { outDir: _outDir, rootDir: _rootDir, declaration: _declaration, ...options } = parsed.options;
  return {
    ...options,
    strict: options.strict ?? true,
    ...(options.module === undefined ? { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler } : {}),
  };
}

function findConfig(from: string, projectRoot: string): string | undefined {
  for (let directory = from; ; directory = dirname(directory)) {
    for (const name of ['tsconfig.json', 'jsconfig.json']) if (existsSync(join(directory, name))) return join(directory, name);
    if (directory === projectRoot || dirname(directory) === directory) return undefined;
  }
}
