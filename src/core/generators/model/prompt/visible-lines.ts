import type { SourceModel } from '../../../source/source-model.ts';
import type { Target } from '../../../targets/target.ts';
import { pythonStatements } from '../answer/python-statements.ts';

/** A function of at most so many lines is shown whole. */
const wholeFunction = 160;
const aroundDecision = 25;

/**
 * Lines (1-based) of the file that the prompt shows: the functions around the targets, the head and the constructor of their
 * class, imports, and declarations at the margin that the shown code names. What is left out was covered or has nothing to do with the targets.
 */
export async function visibleLines(text: string, targets: readonly Target[], source: SourceModel): Promise<ReadonlySet<number>> {
  const lineCount = text.split('\n').length;
  const visible = new Set<number>();
  const show = (from: number, to: number): void => {
    for (let line = Math.max(1, from); line <= Math.min(lineCount, to); line += 1) visible.add(line);
  };
  if (lineCount <= 120) {
    show(1, lineCount);
    return visible;
  }
  const statements = source.language === 'python' ? pythonMargin(text) : await typescriptMargin(text);
  for (const { branch, enclosing } of targets) {
    const line = branch.line;
    const statement = statements.find(({ first, last }) => first <= line && line <= last);
    const place = enclosing === undefined ? undefined : { first: enclosing.range.start.line, last: enclosing.range.end.line };
    const around = place ?? statement;
    if (around !== undefined && around.last - around.first < wholeFunction) show(around.first, around.last);
    else {
      if (around !== undefined) show(around.first, around.first + 5);
      show(line - aroundDecision, line + aroundDecision);
    }
    if (statement !== undefined && statement.members.length > 0) {
      show(statement.first, statement.first);
      show(statement.last, statement.last);
      for (const member of statement.members) if (member.last - member.first < 40) show(member.first, member.last);
    }
  }
  const lines = text.split('\n');
  for (let grew = true; grew;) {
    grew = false;
    const words = new Set([...visible].flatMap((line) => (lines[line - 1] ?? '').match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []));
    for (const statement of statements) {
      const wanted = statement.isImport || statement.names.some((name) => words.has(name));
      if (!wanted || visible.has(statement.first)) continue;
      // Of a long helper its signature says enough; the model can look up the rest.
      show(statement.first, Math.min(statement.last, statement.first + (statement.isImport ? 30 : 15)));
    }
  }
  return visible;
}

interface MarginStatement {
  readonly first: number;
  readonly last: number;
  readonly names: readonly string[];
  readonly isImport: boolean;
  /** Fields and constructor of a class. */
  readonly members: readonly { readonly first: number; readonly last: number }[];
}

async function typescriptMargin(text: string): Promise<MarginStatement[]> {
  const { default: ts } = await import('typescript');
  const { bindingNames } = await import('../answer/typescript-nodes.ts');
  const file = ts.createSourceFile('source.tsx', text, ts.ScriptTarget.Latest, true);
  const lineOf = (position: number): number => file.getLineAndCharacterOfPosition(position).line + 1;
  return file.statements.map((statement) => ({
    first: lineOf(statement.getStart(file, true)),
    last: lineOf(statement.getEnd()),
    names: bindingNames(ts, statement),
    isImport: ts.isImportDeclaration(statement),
    members: ts.isClassDeclaration(statement)
      ? statement.members
          .filter((member) => ts.isPropertyDeclaration(member) || ts.isConstructorDeclaration(member))
          .map((member) => ({ first: lineOf(member.getStart(file, true)), last: lineOf(member.getEnd()) }))
      : [],
  }));
}

function pythonMargin(text: string): MarginStatement[] {
  return pythonStatements(text).statements.map((statement) => {
    const lines = (of: { readonly line: number; readonly head: string; readonly text: string; readonly body: readonly unknown[] }) => ({
      first: of.line,
      last: of.line + of.text.slice(Math.max(0, of.text.indexOf(of.head))).split('\n').length - 1,
    });
    return {
      ...lines(statement),
      names: /^(?:async\s+)?(?:def|class)\s+(\w+)|^(\w+)\s*(?::[^=]+)?=/.exec(statement.head)?.slice(1).filter(Boolean) ?? [],
      isImport: /^(from|import)\s/.test(statement.head),
      members: statement.head.startsWith('class ')
        ? statement.body.filter(({ head }) => !/^(async\s+)?def\s/.test(head) || /^def\s+__(init|new)__/.test(head)).map(lines)
        : [],
    };
  });
}
