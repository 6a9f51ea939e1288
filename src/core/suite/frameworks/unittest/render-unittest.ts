import type { TestSource } from '../../../generators/generator.ts';
import { byGroup, indent, layOutModule } from '../python/lay-out-module.ts';

/** The class around tests that name none. */
export const defaultGroup = 'TestGenerated';

/** A test module of unittest: classes with a method for each test. A test that is a function becomes a method. */
export function renderUnittest(tests: readonly TestSource[], header: readonly string[], ownModules: readonly string[] = []): string {
  const grouped = tests.map((test) => ({ ...test, group: test.group ?? defaultGroup, body: asMethod(test.body) }));
  const definitions = byGroup(grouped).map(({ group, bodies }) => {
    const base = bodies.some((body) => /^async def /m.test(body)) ? 'IsolatedAsyncioTestCase' : 'TestCase';
    return `class ${group ?? defaultGroup}(unittest.${base}):\n${bodies.map(indent).join('\n\n')}`;
  });
  return layOutModule(tests, header, ownModules, definitions, [{ from: 'unittest', names: [] }]);
}

/** With `self` as the first parameter, unless it has it or needs none. */
function asMethod(body: string): string {
  if (/^@staticmethod\b/m.test(body)) return body;
  return body.replace(/^((?:async )?def \w+\()(\s*)([^\s)]?)/m, (whole, start: string, space: string, next: string, offset: number) =>
    /^self\b/.test(body.slice(offset + start.length + space.length)) ? whole : next === '' ? `${start}self` : `${start}self, ${next}`,
  );
}
