import type { AssertionStyle, Project } from '../../../suite/framework.ts';
import { assertDialect } from './node-assert.ts';
import { chaiDialect } from './chai.ts';
import type { Dialect } from './dialect.ts';
import { expectDialect } from './expect.ts';

/** What users of Mocha and of Node's runner can always write: it comes with Node. */
const nodes: AssertionStyle = { library: 'assert', from: 'node:assert/strict', imported: 'default', plain: false };

/** What tests of a JavaScript project assert with: as its own tests do, else as users of its framework most often do. */
export function assertionStyleOf(project: Pick<Project, 'framework' | 'habits'>): AssertionStyle {
  // Their runners bring `expect`, and their own imports name it.
  if (project.framework === 'vitest' || project.framework === 'jest') return { library: 'expect' };
  return project.habits?.assertions ?? nodes;
}

export function dialectOf(style: AssertionStyle): Dialect {
  switch (style.library) {
    case 'expect':
      return expectDialect(style.from);
    case 'assert':
      return assertDialect(style);
    case 'chai':
      return chaiDialect(style);
  }
}
