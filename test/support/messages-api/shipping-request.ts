/** A small request that unit and HTTP tests share: two nested dark arms of one function. */
import { join } from 'node:path';
import type { ArmState, BranchKind } from '../../../src/core/coverage/coverage-map.ts';
import type { GenerationRequest } from '../../../src/core/generators/generator.ts';
import type { SourceModel } from '../../../src/core/source/source-model.ts';
import type { AuthoringProject } from '../../../src/core/suite/framework.ts';
import type { Target } from '../../../src/core/targets/target.ts';

export const root = '/project';

export const shippingText = `import { zoneOf } from './zones.ts';

/** Price of a parcel. */
export function shippingCost(weight: number, country: string): number {
  if (weight <= 0) throw new RangeError('weight must be positive');
  const zone = zoneOf(country);
  if (zone > 3) {
    return weight > 20 ? 99 : 32;
  }
  return 11.5;
}
`;

export const zonesText = `const ZONES: Record<string, number> = { DE: 1, CH: 4 };

/** Zone of a country, 5 for the rest of the world. */
export function zoneOf(country: string): number {
  return ZONES[country] ?? 5;
}
`;

export const shippingSource: SourceModel = {
  language: 'typescript',
  functions: [{ name: 'shippingCost', range: { start: { line: 4, column: 0 }, end: { line: 11, column: 1 } }, exported: 'named' }],
  branches: [
    {
      kind: 'if',
      condition: 'zone > 3',
      range: { start: { line: 7, column: 2 }, end: { line: 9, column: 3 } },
      arms: [
        { key: 'if@7:2/0', label: 'then', range: { start: { line: 7, column: 16 }, end: { line: 9, column: 3 } } },
        { key: 'if@7:2/1', label: 'else' },
      ],
    },
  ],
};

export function target(
  line: number,
  key: string,
  options: {
    readonly label: string;
    readonly condition: string;
    readonly kind?: BranchKind;
    readonly state?: ArmState;
    readonly column?: number;
  },
): Target {
  const at = { line, column: options.column ?? 2 };
  const arm = { key, label: options.label, state: options.state ?? ('not-taken' as const) };
  return {
    file: join(root, 'src/shipping.ts'),
    branch: {
      kind: options.kind ?? 'if',
      certainty: 'exact',
      line,
      range: { start: at, end: { line, column: at.column + 10 } },
      arms: [arm],
    },
    arm,
    condition: options.condition,
    enclosing: shippingSource.functions[0],
  };
}

export const vitestProject: AuthoringProject = {
  root,
  framework: 'vitest',
  language: 'typescript',
  frameworkVersion: '4.1.12',
  interpreter: 'node',
  runner: '/project/node_modules/vitest/vitest.mjs',
  coverageProvider: 'istanbul',
  globals: false,
};

export const shippingFiles: Readonly<Record<string, string>> = {
  '/project/src/shipping.ts': shippingText,
  '/project/src/zones.ts': zonesText,
  '/project/tests/shipping.test.ts': `import { expect, it } from 'vitest';
import { shippingCost } from '../src/shipping.ts';

it('charges the flat price near by', () => {
  expect(shippingCost(1, 'DE')).toBe(11.5);
});
`,
  '/project/.env': 'SECRET=do-not-send-me',
};

export const shippingRequest: GenerationRequest = {
  project: vitestProject,
  file: '/project/src/shipping.ts',
  text: shippingText,
  source: shippingSource,
  targets: [
    target(7, 'if@7:2/0', { label: 'then', condition: 'zone > 3' }),
    target(8, 'cond-expr@8:11/0', { label: 'true', condition: 'weight > 20', kind: 'cond-expr', state: 'never-evaluated', column: 11 }),
  ],
  testFile: '/project/tests/generated/shipping.test.ts',
  importSpecifier: '../../src/shipping.ts',
  counterexamples: [],
  seed: 1,
};

export const shippingTests = `import { describe, expect, it } from 'vitest';
import { shippingCost } from '../src/shipping';

describe('shippingCost', () => {
  it('asks 32 for a light parcel to a far country', () => {
    expect(shippingCost(1, 'CH')).toBe(32);
  });

  it('asks 99 for a heavy parcel to a far country', () => {
    expect(shippingCost(21, 'CH')).toBe(99);
  });
});
`;
