import type ts from 'typescript';
import type { FrameworkId } from '../../../suite/framework.ts';
import type { ImportSpec, TestSource } from '../../generator.ts';
import { requiredModules } from './required-modules.ts';
import { lastOfEach, type SplitResult } from './split-result.ts';
import { testFunctionsOf, testModules } from './test-functions.ts';
import { bindingNames, dedentedText, identifiersIn, importSpecOf, syntaxErrors, withLeadingComments } from './typescript-nodes.ts';

type TypeScript = typeof ts;

interface Scope {
  readonly titles: readonly string[];
  readonly setup: readonly ts.Statement[];
}

interface Found {
  readonly statement: ts.ExpressionStatement;
  readonly call: ts.CallExpression;
  readonly title: string;
  readonly scope: Scope;
}

/** How the project's own test files are written. */
export interface TestStyle {
  readonly framework: FrameworkId;
  readonly testFunction: 'it' | 'test';
  /** Test files import with `require`. */
  readonly commonJs: boolean;
  /** What a test asserts with where its framework brings nothing, in case its import was forgotten. */
  readonly assertions: readonly ImportSpec[];
}

/**
 * Takes a test file apart into its single `it()` calls with the imports that each needs. Shared code (helpers, constants,
 * hooks) is one text for all tests that need some of it, wherever it stood, so that it is never declared twice when they are
 * rendered together. `.only` is dropped, skipped tests are left out, the functions around and of tests are left to the renderer.
 */
export function splitJavaScript(ts: TypeScript, code: string, fileName: string, style: TestStyle): SplitResult {
  const errors = syntaxErrors(ts, code, fileName);
  if (errors !== undefined) return { status: 'problem', problem: `The file does not parse:\n${errors}` };
  const file = ts.createSourceFile(fileName, code, ts.ScriptTarget.Latest, true);
  const found: Found[] = [];
  const problems: string[] = [];
  const imports = importsOf(ts, file, style);
  collect(
    file.statements.filter((statement) => !ts.isImportDeclaration(statement) && requiredModules(ts, statement) === undefined),
    { titles: [], setup: [] },
  );
  if (problems.length > 0) return { status: 'problem', problem: problems.join('\n') };
  if (found.length === 0) return { status: 'problem', problem: 'The file holds no `it()` call.' };
  const shared = sharedSetup(ts, file, found);
  if (shared.twice !== undefined) {
    return {
      status: 'problem',
      problem: `\`${shared.twice}\` is declared twice. Declare what tests share once, at the top of the file, or inside each test.`,
    };
  }
  return { status: 'tests', tests: lastOfEach(found.map((test) => testSource(ts, file, test, imports, shared.statements, style))) };

  function collect(statements: readonly ts.Statement[], outer: Scope): void {
    const setup = statements.filter((statement) => callKind(ts, statement) === undefined);
    const scope: Scope = { titles: outer.titles, setup: [...outer.setup, ...setup] };
    for (const statement of statements) {
      const kind = callKind(ts, statement);
      if (kind === undefined || kind.modifiers.some((modifier) => ['skip', 'todo', 'skipIf', 'runIf'].includes(modifier))) continue;
      const line = file.getLineAndCharacterOfPosition(statement.getStart(file)).line + 1;
      const title = literalTitle(ts, kind.call);
      if (kind.modifiers.includes('each') || kind.modifiers.includes('for')) {
        problems.push(
          `Line ${line}: write single tests with fixed titles instead of \`${kind.name}.each\`: each test is judged by itself.`,
        );
      } else if (title === undefined) {
        problems.push(`Line ${line}: the title of \`${kind.name}\` must be a plain string.`);
      } else if (groupWords.includes(kind.name)) {
        collect(bodyStatements(ts, kind.call), { titles: [...scope.titles, title], setup: scope.setup });
      } else {
        found.push({ statement: statement as ts.ExpressionStatement, call: kind.call, title, scope });
      }
    }
  }
}

/** What the file imports or requires; test functions from the framework's own module, what was forgotten added. */
function importsOf(ts: TypeScript, file: ts.SourceFile, style: TestStyle): readonly ImportSpec[] {
  const { from, rendered, others } = testFunctionsOf(style.framework);
  const imports: ImportSpec[] = [];
  for (const statement of file.statements) {
    const specs = ts.isImportDeclaration(statement)
      ? [importSpecOf(ts, statement)]
      : (requiredModules(ts, statement) ?? []).map((spec) => (style.commonJs || isBuiltIn(spec.from) ? spec : asNamespace(spec)));
    for (const spec of specs) {
      if (!testModules.has(spec.from)) imports.push(spec);
      else imports.push({ from, names: spec.names.filter(({ name }) => others.includes(name) && !rendered.has(name)) });
    }
  }
  const bound = new Set([
    ...imports.flatMap((spec) => spec.names.map(({ name, alias }) => alias ?? name)),
    ...file.statements.flatMap((statement) => bindingNames(ts, statement)),
  ]);
  imports.push({ from, names: others.filter((name) => !bound.has(name)).map((name) => ({ name })) });
  for (const spec of style.assertions) {
    const names = spec.names.filter(({ name, alias }) => !bound.has(alias ?? name));
    if (names.length > 0) imports.push({ ...spec, names });
  }
  return imports;
}

/** In a module `require` of all stands for its namespace: it may have no default export. */
function asNamespace(spec: ImportSpec): ImportSpec {
  return { ...spec, names: spec.names.map((entry) => (entry.name === 'default' ? { ...entry, name: '*' } : entry)) };
}

function isBuiltIn(module: string): boolean {
  return module.startsWith('node:') || /^assert(\/strict)?$/.test(module);
}

const groupWords: readonly string[] = ['describe', 'suite', 'context'];
const testWords: readonly string[] = ['it', 'test', 'specify'];

/** `describe`, `it` or `test` call with its modifiers (`it.only` → `only`); undefined for any other statement. */
function callKind(
  ts: TypeScript,
  statement: ts.Statement,
): { readonly name: string; readonly modifiers: readonly string[]; readonly call: ts.CallExpression } | undefined {
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return undefined;
  const modifiers: string[] = [];
  let callee: ts.Expression = statement.expression.expression;
  for (;;) {
    if (ts.isCallExpression(callee)) callee = callee.expression;
    else if (ts.isTaggedTemplateExpression(callee)) callee = callee.tag;
    else if (ts.isPropertyAccessExpression(callee)) {
      modifiers.push(callee.name.text);
      callee = callee.expression;
    } else break;
  }
  if (!ts.isIdentifier(callee) || ![...groupWords, ...testWords].includes(callee.text)) return undefined;
  return { name: callee.text, modifiers, call: statement.expression };
}

function literalTitle(ts: TypeScript, call: ts.CallExpression): string | undefined {
  const [title] = call.arguments;
  return title !== undefined && ts.isStringLiteralLike(title) ? title.text : undefined;
}

function bodyStatements(ts: TypeScript, call: ts.CallExpression): readonly ts.Statement[] {
  const body = call.arguments.find((argument) => ts.isArrowFunction(argument) || ts.isFunctionExpression(argument));
  if (body === undefined || !(ts.isArrowFunction(body) || ts.isFunctionExpression(body))) return [];
  return ts.isBlock(body.body) ? body.body.statements : [];
}

/** Everything that some test needs of the code around the tests, in the order of the file. */
function sharedSetup(
  ts: TypeScript,
  file: ts.SourceFile,
  found: readonly Found[],
): { readonly statements: readonly ts.Statement[]; readonly twice: string | undefined } {
  const needed = new Set(found.flatMap((test) => neededSetup(ts, test.statement, test.scope.setup)));
  const statements = [...needed].toSorted((a, b) => a.getStart(file) - b.getStart(file));
  const names = statements.flatMap((statement) => bindingNames(ts, statement));
  return { statements, twice: names.find((name, index) => names.indexOf(name) !== index) };
}

function testSource(
  ts: TypeScript,
  file: ts.SourceFile,
  test: Found,
  imports: readonly ImportSpec[],
  shared: readonly ts.Statement[],
  style: TestStyle,
): TestSource {
  const setup = neededSetup(ts, test.statement, test.scope.setup).length === 0 ? [] : shared;
  const used = new Set([test.statement, ...setup].flatMap((statement) => identifiersIn(ts, statement)));
  return {
    imports: imports.map((spec) => narrowed(spec, used, style)).filter((spec) => spec !== undefined),
    setup: setup.map((statement) => dedentedText(ts, file, withLeadingComments(ts, file, statement), statement)).join('\n\n'),
    ...(test.scope.titles.length === 0 ? {} : { group: test.scope.titles.join(' ') }),
    title: test.title,
    body: plainTest(ts, file, test, style.testFunction),
  };
}

/** Statements that the test needs: every hook and call, and the declarations that any of these or the test refers to. */
function neededSetup(ts: TypeScript, test: ts.Statement, setup: readonly ts.Statement[]): ts.Statement[] {
  const needed = new Set<ts.Statement>(setup.filter((statement) => ts.isExpressionStatement(statement)));
  const names = new Set([test, ...needed].flatMap((statement) => identifiersIn(ts, statement)));
  for (let grew = true; grew;) {
    grew = false;
    for (const statement of setup) {
      if (needed.has(statement) || !bindingNames(ts, statement).some((name) => names.has(name))) continue;
      needed.add(statement);
      for (const name of identifiersIn(ts, statement)) names.add(name);
      grew = true;
    }
  }
  return setup.filter((statement) => needed.has(statement));
}

/** The spec with only the names that are used; undefined when none is. An import for its effect alone is kept. */
function narrowed(spec: ImportSpec, used: ReadonlySet<string>, style: TestStyle): ImportSpec | undefined {
  if (spec.names.length === 0) return spec.from === testFunctionsOf(style.framework).from ? undefined : spec;
  const names = spec.names.filter((name) => used.has(name.alias ?? name.name));
  return names.length === 0 ? undefined : { ...spec, names };
}

/** The call under the project's own name for it, with the comments above it; `.only` would silence the rest of the file. */
function plainTest(ts: TypeScript, file: ts.SourceFile, { statement, call }: Found, testFunction: 'it' | 'test'): string {
  const from = withLeadingComments(ts, file, statement);
  const comments = file.text.slice(from, statement.getStart(file)).replaceAll(/^[ \t]+/gm, '');
  const callee = call.expression.getText(file);
  const text = dedentedText(ts, file, statement.getStart(file), statement).slice(callee.length);
  return `${comments}${callee.replace(/^(?:it|test|specify)\b/, testFunction).replace(/\.only\b/, '')}${text}\n`;
}
