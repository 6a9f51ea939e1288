import type { Framework, FrameworkId } from '../framework.ts';
import { cargoTest } from './cargo-test.ts';
import { goTest } from './go-test.ts';
import { jest } from './jest.ts';
import { junitGradle } from './junit-gradle.ts';
import { junitMaven } from './junit-maven.ts';
import { mocha } from './mocha.ts';
import { nodeTest } from './node-test.ts';
import { pytest } from './pytest.ts';
import { unittest } from './unittest.ts';
import { vitest } from './vitest.ts';

/** Every framework that is known, in the order in which they are asked. */
export const frameworks: readonly Framework[] = [
  vitest,
  jest,
  mocha,
  nodeTest,
  pytest,
  unittest,
  goTest,
  cargoTest,
  junitMaven,
  junitGradle,
];

/** @throws Error for an id without a framework: ids come from {@link frameworks} */
export function frameworkOf(id: FrameworkId): Framework {
  const framework = frameworks.find((one) => one.id === id);
  if (framework === undefined) throw new Error(`No framework ${id}`);
  return framework;
}
