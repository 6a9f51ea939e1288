import { extname } from 'node:path';
import type { FileSystem } from '../../../ports.ts';
import type { SourceAnalyser } from '../../../source/source-model.ts';
import type { GenerationRequest, TestSource } from '../../generator.ts';
import { assertionStyleOf, dialectOf } from '../../explorer/dialects/dialect-of.ts';
import { exportedNames, moduleNames } from './exported-names.ts';
import { normaliseImports, type UnitExports } from './normalise-imports.ts';
import { declared, splitPython } from './split-python.ts';
import { pythonStatements } from './python-statements.ts';
import type { SplitResult } from './split-result.ts';
import { splitJavaScript } from './split-javascript.ts';
import { allBindingNames, identifiersIn } from './typescript-nodes.ts';

export interface AnswerPorts {
  readonly fileSystem: FileSystem;
  readonly analyser: SourceAnalyser;
}

/**
 * The single tests of a test file that a model wrote, each with its own imports and setup, imports repaired by rule; or a
 * sentence for the model about what is wrong with the file. Never rejects on bad code.
 */
export async function parseAnswer(code: string, request: GenerationRequest, ports: AnswerPorts): Promise<SplitResult> {
  return request.project.language === 'python' ? parsePython(code, request, ports) : parseTypeScript(code, request, ports);
}

async function parseTypeScript(code: string, request: GenerationRequest, ports: AnswerPorts): Promise<SplitResult> {
  const { default: ts } = await import('typescript');
  const { project } = request;
  const split = splitJavaScript(ts, code, `answer${extname(request.testFile) || '.ts'}`, {
    framework: project.framework,
    testFunction: project.habits?.testFunction ?? 'it',
    commonJs: project.language === 'javascript' && project.habits?.modules === 'commonjs',
    assertions: dialectOf(assertionStyleOf(project)).imports,
  });
  if (split.status === 'problem') return split;
  const unit: UnitExports = {
    exported: exportedNames(ts, request.text, request.file),
    namesOf(test) {
      const file = ts.createSourceFile(request.testFile, `${test.setup}\n${test.body}`, ts.ScriptTarget.Latest, true);
      return { used: identifiersIn(ts, file), declared: allBindingNames(ts, file) };
    },
  };
  return normalised(split.tests, request, unit, ports.fileSystem);
}

async function parsePython(code: string, request: GenerationRequest, ports: AnswerPorts): Promise<SplitResult> {
  const split = splitPython(code, request.project.framework);
  if (split.status === 'problem') return split;
  const model = await ports.analyser.analyse(request.testFile, code);
  if (model?.syntaxError !== undefined) return { status: 'problem', problem: `The file does not parse:\n${model.syntaxError}` };
  const unit: UnitExports = {
    exported: moduleNames(request.text),
    namesOf(test) {
      const text = `${test.setup}\n${test.body}`;
      const names = pythonStatements(text).statements.flatMap(declared);
      const bound = [...text.matchAll(/(?:\bas|\bfor|^\s*def|^\s*class)\s+(\w+)|^\s*(\w+)\s*(?::[^=\n]+)?=(?!=)/gm)];
      const parameters = [...text.matchAll(/def\s+\w+\s*\(([^)]*)\)/g)].flatMap(([, list]) => (list ?? '').match(/\w+/g) ?? []);
      return { used: callsAndNames(text), declared: new Set([...names, ...bound.flatMap(([, a, b]) => a ?? b ?? []), ...parameters]) };
    },
  };
  return normalised(split.tests, request, unit, ports.fileSystem);
}

/** Names in Python text that are not members of something and stand outside of strings and comments. */
function callsAndNames(text: string): string[] {
  const code = text.replaceAll(/("""|''')[^]*?\1|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#.*$/gm, ' ');
  return [...code.matchAll(/(?<![\w.])([\p{L}_][\p{L}\p{N}_]*)(?!\s*=(?!=))/gu)].map(([name]) => name);
}

async function normalised(
  tests: readonly TestSource[],
  request: GenerationRequest,
  unit: UnitExports,
  fileSystem: FileSystem,
): Promise<SplitResult> {
  return { status: 'tests', tests: await Promise.all(tests.map((test) => normaliseImports(test, request, unit, fileSystem))) };
}
