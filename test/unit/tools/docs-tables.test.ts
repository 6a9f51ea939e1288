import assert from 'node:assert/strict';
import { errorCodesOf } from '../../../.tools/docs/error-codes.ts';
import { commandTable, errorTable, replaceSection, settingsTable } from '../../../.tools/docs/tables.ts';

describe('the generated tables of the README', () => {
  it('replaces what stands between the markers of a section, and nothing else', () => {
    const text = 'a\n<!-- settings:begin -->\nold\n<!-- settings:end -->\nb\n';
    const once = replaceSection(text, 'settings', 'new');
    assert.equal(once, 'a\n<!-- settings:begin -->\nnew\n<!-- settings:end -->\nb\n');
    assert.equal(replaceSection(once, 'settings', 'new'), once);
    assert.throws(() => replaceSection(text, 'errors', 'new'), /has no <!-- errors:begin -->/);
  });

  it('shows default, allowed values and restriction of a setting', () => {
    const text = settingsTable([
      { key: 'mode', schema: { type: 'string', enum: ['a', 'b'], default: 'a' }, doc: 'Chooses.' },
      { key: 'node.path', schema: { type: 'string', default: '' }, doc: 'Runs a | b.', restricted: true },
    ]);
    assert.equal(
      text,
      [
        '| Setting | Default | What it does |',
        '| --- | --- | --- |',
        '| `branchlight.mode` | `"a"` | Chooses. One of `a`, `b`. |',
        '| `branchlight.node.path` | `""` | Runs a \\| b. Ignored in untrusted workspaces. |',
      ].join('\n'),
    );
  });

  it('lists the commands that the palette offers, with their keys', () => {
    const text = commandTable({
      contributes: {
        commands: [
          { command: 'x.cover', title: 'Cover Branch', category: 'Branchlight' },
          { command: 'x.inner', title: 'Inner' },
        ],
        keybindings: [{ command: 'x.cover', key: 'alt+f8', mac: 'cmd+f8' }],
        menus: { commandPalette: [{ command: 'x.inner', when: 'false' }] },
      },
    });
    assert.equal(text, '| Command | Key |\n| --- | --- |\n| Branchlight: Cover Branch | `alt+f8` (macOS `cmd+f8`) |');
  });

  it('finds error codes with message and hint in source code', () => {
    const codes = errorCodesOf(`
      throw new AppError('suite/red', \`\${count} tests fail.\`, { hint: 'Make them pass ' + 'first.', cause });
      return new AppError("file/gone", late ? 'Gone.' : 'Never there.');
      throw new Error('not ours');
    `);
    assert.equal(
      errorTable(codes),
      [
        '| Code | Message | Next step |',
        '| --- | --- | --- |',
        '| `suite/red` | … tests fail. | Make them pass first. |',
        '| `file/gone` | Gone. / Never there. |  |',
      ].join('\n'),
    );
  });
});
