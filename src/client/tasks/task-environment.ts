/**
 * The environment of a task. VS Code lays it over the terminal's own and cannot remove a variable, so what the process must
 * not see is emptied: a secret of the editor's environment does not reach the suite.
 */
export function taskEnvironment(
  wanted: Readonly<Record<string, string>>,
  inherited: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(inherited)) {
    if (value !== undefined && value !== '' && !Object.hasOwn(wanted, name)) result[name] = '';
  }
  return { ...result, ...wanted };
}
