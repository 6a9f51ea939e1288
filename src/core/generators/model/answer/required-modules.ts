import type ts from 'typescript';
import type { ImportSpec } from '../../generator.ts';

type Names = ImportSpec['names'];

/**
 * What a statement requires, when it does nothing else: `const { a, b: c } = require('m')`, `const m = require('m')`,
 * `const a = require('m').a`, `require('m')`. undefined for any other statement.
 */
export function requiredModules(typescript: typeof ts, statement: ts.Statement): readonly ImportSpec[] | undefined {
  if (typescript.isExpressionStatement(statement)) {
    const from = requiredBy(typescript, statement.expression);
    return from === undefined ? undefined : [{ from, names: [] }];
  }
  if (!typescript.isVariableStatement(statement)) return undefined;
  const specs: ImportSpec[] = [];
  for (const { name, initializer } of statement.declarationList.declarations) {
    const spec = initializer === undefined ? undefined : requiredAs(typescript, name, initializer);
    if (spec === undefined) return undefined;
    specs.push(spec);
  }
  return specs;
}

function requiredAs(typescript: typeof ts, name: ts.BindingName, value: ts.Expression): ImportSpec | undefined {
  const whole = requiredBy(typescript, value);
  if (whole !== undefined) {
    const names = typescript.isIdentifier(name) ? [{ name: 'default', alias: name.text }] : namesOfPattern(typescript, name);
    return names === undefined ? undefined : { from: whole, names };
  }
  if (!typescript.isPropertyAccessExpression(value) || !typescript.isIdentifier(name)) return undefined;
  const from = requiredBy(typescript, value.expression);
  return from === undefined ? undefined : { from, names: [named(value.name.text, name.text)] };
}

function requiredBy(typescript: typeof ts, value: ts.Expression): string | undefined {
  if (!typescript.isCallExpression(value) || !typescript.isIdentifier(value.expression) || value.expression.text !== 'require')
    return undefined;
  const [module] = value.arguments;
  return module !== undefined && typescript.isStringLiteralLike(module) ? module.text : undefined;
}

function namesOfPattern(typescript: typeof ts, pattern: ts.BindingPattern): Names | undefined {
  const names: Names[number][] = [];
  for (const element of pattern.elements) {
    if (!typescript.isBindingElement(element) || !typescript.isIdentifier(element.name) || element.dotDotDotToken !== undefined)
      return undefined;
    const { propertyName } = element;
    if (propertyName !== undefined && !typescript.isIdentifier(propertyName)) return undefined;
    names.push(named(propertyName?.text ?? element.name.text, element.name.text));
  }
  return names.toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}

function named(name: string, alias: string): Names[number] {
  return name === alias ? { name } : { name, alias };
}
