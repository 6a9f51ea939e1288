import { loadTypeScript } from '../../suite/load-typescript.ts';

/** The first syntax error of JavaScript or TypeScript source, in a sentence; undefined when it parses. */
export async function syntaxErrorOf(path: string, text: string): Promise<string | undefined> {
  const typescript = await loadTypeScript();
  const { diagnostics = [] } = typescript.transpileModule(text, {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: {
      target: typescript.ScriptTarget.ESNext,
      module: typescript.ModuleKind.ESNext,
      allowJs: true,
      jsx: typescript.JsxEmit.Preserve,
    },
  });
  const [first] = diagnostics;
  if (first === undefined) return undefined;
  const message = typescript.flattenDiagnosticMessageText(first.messageText, ' ');
  if (first.file === undefined || first.start === undefined) return `it does not parse: ${message}`;
  const { line } = first.file.getLineAndCharacterOfPosition(first.start);
  return `it does not parse: ${message} at "${(text.split('\n')[line] ?? '').trim().slice(0, 120)}"`;
}
