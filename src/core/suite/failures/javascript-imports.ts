import type { Failure, Finding } from './failure.ts';

const builtin = /^(?:node:.+|bun:.+)$/;

/** A module or a name of a module that is not there; undefined: it is something else. */
export function importProblem({ text }: Failure): Finding | undefined {
  return missingModule(text) ?? missingExport(text) ?? wrongKind(text);
}

function missingModule(text: string): Finding | undefined {
  const match =
    /Cannot find (?:module|package) ['"]([^'"]+)['"]/.exec(text) ??
    /Failed to (?:resolve import|load url) ["']?([^"'\s]+)["']?/.exec(text) ??
    /Could not resolve ["']([^"']+)["']/.exec(text) ??
    /No such built-in module: (\S+)/.exec(text) ??
    /ERR_PACKAGE_PATH_NOT_EXPORTED[^\n]*?Package subpath '([^']+)'/.exec(text) ??
    /Package subpath '([^']+)' is not defined by "exports"/.exec(text);
  if (match === null) return undefined;
  const subject = (match[1] ?? '').replace(/^file:\/\//, '');
  if (/Package subpath/.test(match[0])) {
    return {
      kind: 'import',
      message: `the package does not export \`${subject}\``,
      hint: 'Import what the field "exports" of the package names.',
      subject,
    };
  }
  if (builtin.test(subject)) {
    return {
      kind: 'environment',
      message: `this runtime has no module \`${subject}\``,
      hint: `Use a version of Node that has \`${subject}\`: choose it in the setting branchlight.node.path.`,
      subject,
    };
  }
  if (/^(?:\.|\/|[A-Za-z]:[\\/])/.test(subject)) {
    return { kind: 'import', message: `there is no file \`${subject}\``, hint: `Correct the path \`${subject}\` in the import.`, subject };
  }
  if (/^[#~]|^@\//.test(subject)) {
    return {
      kind: 'import',
      message: `\`${subject}\` leads to no file`,
      hint: 'Check the path, and that the test runner knows the alias as the compiler does (`paths` of tsconfig.json, `imports` of package.json).',
      subject,
    };
  }
  const name = packageName(subject);
  return {
    kind: 'import',
    message: `the package \`${name}\` is not installed`,
    hint: `Install the missing package \`${name}\` with \`npm i -D ${name}\`, or correct its name.`,
    subject: name,
  };
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function missingExport(text: string): Finding | undefined {
  const match =
    /(?:The requested module|module) ['"]([^'"]+)['"] does not provide an export named ['"]?([\w$]+)/.exec(text) ??
    /["']([\w$]+)["'] is not exported by ["']([^"']+)["']/.exec(text) ??
    /No matching export in ["']([^"']+)["'] for import ["']([\w$]+)["']/.exec(text) ??
    /\[vitest\] No ["']([\w$]+)["'] export is defined on the ["']([^"']+)["'] mock/.exec(text);
  if (match !== null) {
    const nameFirst = /is not exported by|export is defined on/.test(match[0]);
    const [name = '', module = ''] = nameFirst ? [match[1], match[2]] : [match[2], match[1]];
    return {
      kind: 'import',
      message: `\`${module}\` has no export named \`${name}\``,
      hint: `Export \`${name}\` from \`${module}\`, or import a name that it has.`,
      subject: name,
    };
  }
  // Compiled imports are members of an object that stands for the module: what it lacks is undefined.
  const called = /TypeError: \(0 ?, ?([\w$]+)\.([\w$]+)\)(?: is not a (?:function|constructor)|$)/m.exec(text);
  if (called === null) return undefined;
  const subject = called[2] ?? '';
  return {
    kind: 'import',
    message: `the imported module has no function named \`${subject}\``,
    hint: `Export \`${subject}\` from the module, or import a name that it has.`,
    subject,
  };
}

function wrongKind(text: string): Finding | undefined {
  if (
    !/Cannot use import statement outside a module|Must use import to load ES Module|ERR_REQUIRE_ESM|require\(\) of ES Module|Unexpected token '?export'?/.test(
      text,
    )
  ) {
    return undefined;
  }
  return {
    kind: 'import',
    message: 'an ES module was loaded as CommonJS',
    hint: 'Let the test runner compile the file (a transform), or make the package an ES module with `"type": "module"`.',
  };
}
