import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';

/** What one `new AppError(…)` of the sources says; `…` stands for what is known only at run time. */
export interface ErrorCode {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** Every error code that is raised below `folder`, sorted, the first message of each. */
export async function findErrorCodes(folder: string): Promise<readonly ErrorCode[]> {
  const found = new Map<string, ErrorCode>();
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts')).sort();
  for (const name of names) {
    for (const each of errorCodesOf(await readFile(join(folder, name), 'utf8'))) if (!found.has(each.code)) found.set(each.code, each);
  }
  return [...found.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** The `new AppError('code', message, { hint })` of one source text, in order. */
export function errorCodesOf(text: string): readonly ErrorCode[] {
  const found: ErrorCode[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'AppError') {
      const [code, message, options] = node.arguments ?? [];
      if (code !== undefined && ts.isStringLiteralLike(code)) {
        found.push({ code: code.text, message: wordsOf(message), hint: wordsOf(hintOf(options)) });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', text, ts.ScriptTarget.ESNext, true));
  return found;
}

function hintOf(options: ts.Expression | undefined): ts.Expression | undefined {
  if (options === undefined || !ts.isObjectLiteralExpression(options)) return undefined;
  const property = options.properties.find((each) => each.name?.getText() === 'hint');
  return property !== undefined && ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

function wordsOf(expression: ts.Expression | undefined): string {
  if (expression === undefined) return '';
  if (ts.isStringLiteralLike(expression)) return expression.text;
  if (ts.isTemplateExpression(expression)) {
    return expression.head.text + expression.templateSpans.map((span) => `…${span.literal.text}`).join('');
  }
  if (ts.isConditionalExpression(expression)) return [expression.whenTrue, expression.whenFalse].map(wordsOf).join(' / ');
  if (ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return wordsOf(expression.left) + wordsOf(expression.right);
  }
  return '…';
}
