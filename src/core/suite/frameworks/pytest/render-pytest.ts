import type { TestSource } from '../../../generators/generator.ts';
import { byGroup, indent, layOutModule } from '../python/lay-out-module.ts';

/** A test module of pytest: functions, and classes around those with a group. */
export function renderPytest(tests: readonly TestSource[], header: readonly string[], ownModules: readonly string[] = []): string {
  const definitions = byGroup(tests).map(({ group, bodies }) =>
    group === undefined ? bodies.join('\n\n\n') : `class ${group}:\n${bodies.map(indent).join('\n\n')}`,
  );
  return layOutModule(tests, header, ownModules, definitions);
}
