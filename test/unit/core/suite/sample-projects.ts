import type { TestSource } from '../../../../src/core/generators/generator.ts';
import type { Habits, Project, RunPlaces } from '../../../../src/core/suite/framework.ts';

const habits: Habits = {
  testFolder: '/w/tests/generated',
  testWord: 'test',
  include: [],
  importExtension: 'none',
  quote: "'",
  semicolons: true,
  sourceRoots: [],
  caches: [],
};

/** Where a run in a sample project writes to. */
export const places: RunPlaces = {
  scratch: '/tmp/s',
  shipped: (file) => `/dist/${file}`,
  hostNode: { file: '/host/node', env: {} },
};

/** A TypeScript package in `/w` with Vitest 4; `own` is what this test says of its habits. */
export function vitestProject(own: Partial<Habits> = {}, more: Partial<Project> = {}): Project {
  return {
    root: '/w',
    framework: 'vitest',
    language: 'typescript',
    frameworkVersion: '4.0.1',
    interpreter: 'node',
    runner: '/w/node_modules/vitest/vitest.mjs',
    coverageProvider: 'v8',
    globals: false,
    habits: { ...habits, ...own },
    ...more,
  };
}

/** A Python project in `/w` with pytest and its sources in `/w/src`. */
export function pytestProject(own: Partial<Habits> = {}, more: Partial<Project> = {}): Project {
  return {
    root: '/w',
    framework: 'pytest',
    language: 'python',
    frameworkVersion: '9.0.0',
    interpreter: '/w/.venv/bin/python',
    coverageProvider: 'pytest-cov',
    globals: false,
    habits: { ...habits, quote: '"', semicolons: false, sourceRoots: ['/w/src', '/w'], ...own },
    ...more,
  };
}

export function testSource(body: string, more: Partial<TestSource> = {}): TestSource {
  return { imports: [], setup: '', title: 'a title', body, ...more };
}

/** Answers for `taken`: these paths exist. */
export function existing(...paths: readonly string[]): (path: string) => Promise<boolean> {
  return (path) => Promise.resolve(paths.includes(path));
}
