import type { FrameworkId } from '../../../suite/framework.ts';
import { defaultGroup } from '../../../suite/frameworks/unittest/render-unittest.ts';
import type { ImportSpec, TestSource } from '../../generator.ts';
import { pythonImports } from './python-imports.ts';
import { dedentStatement, pythonStatements, type PythonStatement } from './python-statements.ts';
import { lastOfEach, type SplitResult } from './split-result.ts';

interface Found {
  readonly statement: PythonStatement;
  readonly group?: string;
}

/**
 * Takes a test module apart into its single test functions and methods with the imports that each needs; under unittest every
 * test is a method of a class. Helpers and
 * fixtures are one text for all tests that need some of them, so that none is declared twice when they are rendered
 * together. Skipped tests are left out.
 */
export function splitPython(code: string, framework: FrameworkId): SplitResult {
  const methods = framework === 'unittest';
  const { statements, problem } = pythonStatements(code);
  if (problem !== undefined) return { status: 'problem', problem: `The file does not parse:\n${problem}` };
  const imports = statements.flatMap((statement) => pythonImports(statement.head) ?? []);
  const setup: PythonStatement[] = [];
  const found: Found[] = [];
  const problems: string[] = [];
  for (const statement of statements) {
    if (pythonImports(statement.head) !== undefined || isMainGuard(statement) || isModuleText(statement)) continue;
    const group = (methods ? /^class\s+(\w+)\s*\([^)]*TestCase\b/ : /^class\s+(Test\w*)/).exec(statement.head)?.[1];
    if (group !== undefined) takeClass(statement, group);
    else if (isTest(statement)) takeTest(methods ? { statement, group: defaultGroup } : { statement });
    else setup.push(statement);
  }
  if (problems.length > 0) return { status: 'problem', problem: problems.join('\n') };
  if (found.length === 0)
    return { status: 'problem', problem: `The file holds no ${methods ? 'method' : 'function'} whose name begins with \`test_\`.` };
  const needed = new Set(found.flatMap((test) => neededSetup(test.statement, setup)));
  const shared = setup.filter((member) => needed.has(member));
  const names = shared.flatMap(declared);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    return { status: 'problem', problem: `\`${twice}\` is declared twice. Declare what tests share once, at the top of the file.` };
  return {
    status: 'tests',
    tests: lastOfEach(found.map((test) => testSource(test, neededSetup(test.statement, setup).length === 0 ? [] : shared, imports))),
  };

  function takeClass(statement: PythonStatement, group: string): void {
    for (const member of statement.body) {
      if (isTest(member)) takeTest({ statement: member, group });
      else if (isModuleText(member) || member.head === 'pass') continue;
      else if (isFixture(member) && !usesSelf(member)) setup.push(member);
      else if (methods)
        problems.push(
          `Line ${member.line}: let \`${group}\` hold test methods only: arrange inside each test, or in functions at the top of the file.`,
        );
      else problems.push(`Line ${member.line}: write plain test functions and module fixtures instead of members of \`${group}\`.`);
    }
  }
  function takeTest(test: Found): void {
    if (test.statement.decorators.some((decorator) => skipMark.test(decorator))) return;
    if (test.statement.decorators.some((decorator) => /^@pytest\.mark\.parametrize\b/.test(decorator))) {
      problems.push(`Line ${test.statement.line}: write single tests instead of \`parametrize\`: each test is judged by itself.`);
      return;
    }
    found.push(test);
  }
}

const skipMark = /^@(pytest\.mark\.(skip|skipif|xfail)|(unittest\.)?(skip|skipIf|skipUnless|expectedFailure))\b/;

function isTest({ head }: PythonStatement): boolean {
  return /^(async\s+)?def\s+test\w*\s*\(/.test(head);
}

function isFixture({ decorators, head }: PythonStatement): boolean {
  return /^(async\s+)?def\s/.test(head) && decorators.some((decorator) => /^@(pytest\.)?fixture\b/.test(decorator));
}

function usesSelf({ text }: PythonStatement): boolean {
  return (text.match(/\bself\b/g) ?? []).length > 1;
}

function isMainGuard({ head }: PythonStatement): boolean {
  return /^if\s+__name__\s*==/.test(head);
}

/** A docstring or another bare string. */
function isModuleText({ head }: PythonStatement): boolean {
  return /^[rRbBuU]*["']/.test(head);
}

function testSource({ statement, group }: Found, needed: readonly PythonStatement[], imports: readonly ImportSpec[]): TestSource {
  const words = new Set([statement, ...needed].flatMap(({ text }) => wordsOf(text)));
  return {
    imports: imports.map((spec) => narrowed(spec, words)).filter((spec) => spec !== undefined),
    setup: needed.map((member) => hoisted(member)).join('\n\n\n'),
    ...(group === undefined ? {} : { group }),
    title: /def\s+(\w+)/.exec(statement.head)?.[1] ?? '',
    body: `${dedentStatement(statement)}\n`,
  };
}

/** A fixture that stood in a class stands in the module: without `self`. */
function hoisted(member: PythonStatement): string {
  const text = dedentStatement(member);
  return member.indent === 0 ? text : text.replace(/\(\s*self\s*,?\s*/, '(');
}

/** Helpers and fixtures that the test names, directly or through one another; fixtures for every test are always needed. */
function neededSetup(test: PythonStatement, setup: readonly PythonStatement[]): PythonStatement[] {
  const needed = new Set(
    setup.filter((member) => member.decorators.some((text) => text.includes('autouse=True')) || declared(member).length === 0),
  );
  const words = new Set([test, ...needed].flatMap(({ text }) => wordsOf(text)));
  for (let grew = true; grew;) {
    grew = false;
    for (const member of setup) {
      if (needed.has(member) || !declared(member).some((name) => words.has(name))) continue;
      needed.add(member);
      for (const word of wordsOf(member.text)) words.add(word);
      grew = true;
    }
  }
  return setup.filter((member) => needed.has(member));
}

/** Names that a statement at the margin binds. */
export function declared({ head }: PythonStatement): string[] {
  const definition = /^(?:async\s+)?(?:def|class)\s+(\w+)/.exec(head)?.[1];
  if (definition !== undefined) return [definition];
  const assignment = /^([\w\s,()*]+?)\s*(?::[^=]+)?=(?!=)/.exec(head)?.[1];
  return assignment === undefined ? [] : (assignment.match(/\w+/g) ?? []);
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
}

function narrowed(spec: ImportSpec, words: ReadonlySet<string>): ImportSpec | undefined {
  // `from x import *` cannot be told by its names; names of the unit are added again where they are used.
  const told = spec.names.filter(({ name, alias }) => name !== '*' || alias !== undefined);
  const names = told.filter(({ name, alias }) => words.has((alias ?? name).split('.')[0] ?? ''));
  return names.length === 0 ? undefined : { ...spec, names };
}
