import assert from 'node:assert/strict';
import { defaultSettings, readSettings, settingSpecs } from '../../../src/core/settings.ts';

describe('settings', () => {
  it('take what is given and default the rest', () => {
    const { settings, problems } = readSettings({ marks: { gutter: false }, suite: { repeats: 5 } });
    assert.deepEqual(problems, []);
    assert.equal(settings.marks.gutter, false);
    assert.equal(settings.marks.labels, true);
    assert.equal(settings.suite.repeats, 5);
    assert.equal(settings.suite.timeoutSeconds, defaultSettings.suite.timeoutSeconds);
  });

  it('name what is wrong and use the default', () => {
    const { settings, problems } = readSettings({ diagnostics: 'loud', suite: { repeats: 0 }, generators: ['magic'] });
    assert.deepEqual(problems, [
      'branchlight.diagnostics: "loud" is not valid, the default is used.',
      'branchlight.generators: ["magic"] is not valid, the default is used.',
      'branchlight.suite.repeats: 0 is not valid, the default is used.',
    ]);
    assert.deepEqual(settings, defaultSettings);
  });

  it('take what is said of the suites of folders, but nothing that is not known', () => {
    const suites = {
      'services/api': { framework: 'jest', arguments: ['--config', 'a.js'], environment: { TZ: 'UTC' } },
      old: { framework: 'none' },
    };
    assert.deepEqual(readSettings({ suites }).settings.suites, suites);
    for (const wrong of [{ a: { framework: 'karma' } }, { a: { command: 'make' } }, { a: { arguments: 'x' } }, { a: 3 }]) {
      assert.deepEqual(readSettings({ suites: wrong }).problems, [
        `branchlight.suites: ${JSON.stringify(wrong)} is not valid, the default is used.`,
      ]);
    }
  });

  it('are not reached through a prototype', () => {
    const { settings } = readSettings(Object.create({ diagnostics: 'warning' }));
    assert.equal(settings.diagnostics, 'off');
  });

  it('restrict everything that names an executable or an endpoint', () => {
    const restricted = settingSpecs.filter((spec) => spec.restricted === true).map((spec) => spec.key);
    assert.deepEqual(restricted, ['anthropic.baseUrl', 'suites', 'node.path', 'python.path']);
  });
});
