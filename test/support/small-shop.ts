import { makeProject, type Project } from './project.ts';

const price = `/** Price of an order in cents. */
export function price(cents: number, member: boolean): number {
  if (cents < 0) {
    return 0;
  }
  return member ? cents - 10 : cents;
}

export function size(pieces: number): string {
  if (pieces > 10) {
    return 'large';
  }
  return 'small';
}
`;

const label = `export function label(name?: string): string {
  const shown = name ?? 'nobody';
  return \`Ship to \${shown}\`;
}
`;

const priceTest = `import { expect, test } from 'vitest';
import { price } from '../src/price';

test('guests pay the full price', () => {
  expect(price(100, false)).toBe(100);
});
`;

const labelTest = `import { expect, test } from 'vitest';
import { label } from '../src/label';

test('labels carry the name', () => {
  expect(label('Ada')).toBe('Ship to Ada');
});
`;

const config = `import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['tests/**/*.test.ts'], coverage: { provider: 'istanbul', include: ['src/**/*.ts'], reporter: ['json'] } },
});
`;

/**
 * A project of two modules with five dark arms, measured: `src/price.ts` line 3 (the `if` never taken), line 6 (the
 * first side of `?:` never taken), line 10 (both never evaluated); `src/label.ts` line 2 (right of `??` never evaluated).
 */
export async function makeSmallShop(): Promise<Project> {
  const project = await makeProject();
  await project.write(
    'package.json',
    '{ "name": "small-shop", "type": "module", "scripts": { "test": "vitest run" }, "devDependencies": { "vitest": "^4.1.0" } }\n',
  );
  await project.write(
    'tsconfig.json',
    '{ "compilerOptions": { "strict": true, "module": "esnext", "moduleResolution": "bundler", "noEmit": true } }\n',
  );
  await project.write('vitest.config.ts', config);
  await project.write('src/price.ts', price);
  await project.write('src/label.ts', label);
  await project.write('tests/price.test.ts', priceTest);
  await project.write('tests/label.test.ts', labelTest);
  project.measure();
  return project;
}
