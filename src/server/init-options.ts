import type { InitOptions } from '../protocol/messages.ts';

/**
 * What the client says of itself. A client that sends nothing is an editor that knows only LSP: it trusts what it opens,
 * runs no tasks, keeps no secrets and has no commands of ours.
 */
export function readInitOptions(raw: unknown): Required<InitOptions> {
  const given = typeof raw === 'object' && raw !== null ? (raw as Partial<Record<keyof InitOptions, unknown>>) : undefined;
  const flag = (name: keyof InitOptions, absent: boolean): boolean => {
    const value = given?.[name];
    return typeof value === 'boolean' ? value : absent;
  };
  return {
    trusted: flag('trusted', true),
    tasks: flag('tasks', false),
    secrets: flag('secrets', false),
    commands: flag('commands', typeof given?.tasks === 'boolean'),
  };
}
