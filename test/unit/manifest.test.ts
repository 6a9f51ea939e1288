import assert from 'node:assert/strict';
import manifest from '../../package.json' with { type: 'json' };
import { colorIds, commandIds, contextKeys, hoverCommands, taskType, treeViewId, viewContainerId } from '../../src/client/contributions.ts';
import { settingSpecs } from '../../src/core/settings.ts';
import { commandIds as serverCommandIds } from '../../src/protocol/command-ids.ts';

const { contributes, capabilities } = manifest;

function sorted(values: Iterable<string>): readonly string[] {
  return [...values].sort();
}

describe('The manifest', () => {
  it('names the commands that the code registers, all in one category', () => {
    assert.deepEqual(sorted(contributes.commands.map((command) => command.command)), sorted(Object.values(commandIds)));
    assert.deepEqual(new Set(contributes.commands.map((command) => command.category)), new Set(['Branchlight']));
  });

  it('offers in menus, keys and welcome texts only commands that exist', () => {
    const known = new Set<string>(Object.values(commandIds));
    const inMenus = Object.values(contributes.menus).flatMap((entries) =>
      entries.flatMap((entry) => ('command' in entry ? [entry.command] : [])),
    );
    const inKeys = contributes.keybindings.map((key) => key.command);
    const inWelcome = contributes.viewsWelcome.flatMap(({ contents }) =>
      [...contents.matchAll(/command:(branchlight\.\w+)/g)].map((match) => match[1] ?? ''),
    );
    assert.deepEqual(
      [...inMenus, ...inKeys, ...inWelcome].filter((command) => !known.has(command)),
      [],
    );
  });

  it('asks in `when` clauses only for context keys that are set', () => {
    const known = new Set<string>([...Object.values(contextKeys), treeViewId, 'branchlight.editor']);
    const clauses = [
      ...Object.values(contributes.menus).flatMap((entries) => entries.flatMap((entry) => ('when' in entry ? [entry.when] : []))),
      ...contributes.viewsWelcome.map((welcome) => welcome.when),
    ];
    const asked = clauses.flatMap((clause) => clause.match(/branchlight\.\w+/g) ?? []);
    assert.deepEqual(
      asked.filter((key) => !known.has(key)),
      [],
    );
    assert.ok(asked.length > 0);
  });

  it('has exactly the settings of the schema, with the same types, defaults and words', () => {
    const expected = Object.fromEntries(
      settingSpecs.map((spec) => [`branchlight.${spec.key}`, { ...spec.schema, markdownDescription: spec.doc }]),
    );
    const actual = Object.fromEntries(
      Object.entries(contributes.configuration.properties).map(([key, { order: _order, scope: _scope, ...property }]) => [key, property]),
    );
    assert.deepEqual(actual, expected);
  });

  it('restricts settings that name executables or endpoints', () => {
    const restricted = settingSpecs.filter((spec) => spec.restricted).map((spec) => `branchlight.${spec.key}`);
    assert.deepEqual(sorted(capabilities.untrustedWorkspaces.restrictedConfigurations), sorted(restricted));
    assert.equal(capabilities.untrustedWorkspaces.supported, 'limited');
    const scopes = Object.entries(contributes.configuration.properties).filter(([, property]) => property.scope === 'machine-overridable');
    assert.deepEqual(sorted(scopes.map(([key]) => key)), sorted(restricted));
  });

  it('gives every color a value in every kind of theme', () => {
    assert.deepEqual(sorted(contributes.colors.map((color) => color.id)), sorted(Object.values(colorIds)));
    for (const color of contributes.colors)
      assert.deepEqual(Object.keys(color.defaults), ['dark', 'light', 'highContrast', 'highContrastLight']);
  });

  it('places the view, the task type and the commands of the server where the code expects them', () => {
    assert.deepEqual(
      contributes.viewsContainers.activitybar.map((container) => container.id),
      [viewContainerId],
    );
    assert.deepEqual(
      contributes.views.branchlight.map((view) => view.id),
      [treeViewId],
    );
    assert.deepEqual(
      contributes.taskDefinitions.map((task) => task.type),
      [taskType],
    );
    const ofClient: Readonly<Record<string, string>> = commandIds;
    const contributed = new Set<string>(contributes.commands.map(({ command }) => command));
    for (const [name, id] of Object.entries(serverCommandIds)) {
      assert.equal(ofClient[name], id, `${name} has one id in the server and in the client`);
      assert.ok(contributed.has(id), `${id} is in the manifest`);
    }
    const allowed = new Set<string>(hoverCommands);
    assert.deepEqual(
      Object.values(serverCommandIds).filter((command) => !allowed.has(command)),
      [],
    );
  });
});
