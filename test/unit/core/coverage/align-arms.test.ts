import assert from 'node:assert/strict';
import typescript from 'typescript';
import { alignArms } from '../../../../src/core/coverage/align-arms.ts';
import type { Branch, FileCoverage } from '../../../../src/core/coverage/coverage-map.ts';
import { analyseTypeScript } from '../../../../src/core/source/analyse-typescript.ts';

const text = `if (a) {
  b();
}
// why
else if (c) {
  d();
}
/* else, then */ else if (e) {
  f();
}
`;

/** What Vitest's V8 provider writes: the `if` after a comment is led back to the brace before its `else`. */
function coverageWith(...starts: readonly (readonly [line: number, column: number])[]): FileCoverage {
  return {
    path: '/a.ts',
    branches: starts.map(([line, column]): Branch => ({
      kind: 'if',
      certainty: 'exact',
      line,
      range: { start: { line, column }, end: { line: 10, column: 1 } },
      arms: [0, 1].map((arm) => ({ key: `if@${line}:${column}/${arm}`, label: arm === 0 ? 'if' : 'else', state: 'hit' })),
    })),
    functions: [],
    lines: new Map(),
  };
}

function align(coverage: FileCoverage): { readonly keys: readonly string[]; readonly problems: number } {
  const aligned = alignArms(coverage, analyseTypeScript(typescript, '/a.ts', text, 'typescript'));
  return { keys: aligned.coverage.branches.map((branch) => branch.arms[0]?.key ?? ''), problems: aligned.problems.length };
}

describe('aligning an else if', () => {
  it('takes the brace before the else for it, however many lines above', () => {
    assert.deepEqual(align(coverageWith([1, 0], [3, 0], [7, 0])), { keys: ['if@1:0/0', 'if@5:5/0', 'if@8:22/0'], problems: 0 });
  });

  it('takes its own place when the report has it', () => {
    assert.deepEqual(align(coverageWith([1, 0], [5, 5], [8, 22])), { keys: ['if@1:0/0', 'if@5:5/0', 'if@8:22/0'], problems: 0 });
  });

  it('does not take what stands elsewhere in the arm', () => {
    assert.deepEqual(align(coverageWith([1, 0], [2, 2])), { keys: ['if@1:0/0', 'if@2:2~/0'], problems: 1 });
  });
});
