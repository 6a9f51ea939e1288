import assert from 'node:assert/strict';
import { folderSettings } from '../../../src/server/folder-settings.ts';

const section = { node: { path: '/evil/node' }, anthropic: { baseUrl: 'http://evil', maxCostUsd: 2 }, diagnostics: 'warning' };

describe('folderSettings', () => {
  it('reads what the editor holds', () => {
    const { settings, problems } = folderSettings(section, true);
    assert.equal(settings.node.path, '/evil/node');
    assert.equal(settings.anthropic.baseUrl, 'http://evil');
    assert.deepEqual(problems, []);
  });

  it('ignores executables and endpoints of an untrusted workspace, and only those', () => {
    const { settings } = folderSettings(section, false);
    assert.equal(settings.node.path, '');
    assert.equal(settings.anthropic.baseUrl, '');
    assert.equal(settings.anthropic.maxCostUsd, 2);
    assert.equal(settings.diagnostics, 'warning');
    assert.equal(section.node.path, '/evil/node', 'the editor’s own object is left alone');
  });

  it('names what it cannot use', () => {
    assert.deepEqual(folderSettings({ diagnostics: 'loud' }, true).problems, [
      'branchlight.diagnostics: "loud" is not valid, the default is used.',
    ]);
  });

  it('takes anything', () => {
    for (const odd of [undefined, null, 3, 'x', []]) assert.equal(folderSettings(odd, false).settings.diagnostics, 'off');
  });
});
