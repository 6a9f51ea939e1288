/** The value of `-run` that selects one test or subtest and, with them, the subtests below. Source: `go help testflag`, testing/match.go. */
export function patternOfTest(test: { readonly group?: string; readonly title: string }): string {
  const name = test.group === undefined ? test.title : `${test.group}/${test.title}`;
  return name
    .split('/')
    .map((element) => `^${quoteMeta(element)}$`)
    .join('/');
}

/** The value of `-run` that selects these top-level functions and nothing else. */
export function patternOfFunctions(names: readonly string[]): string {
  return names.length === 0 ? '^$' : `^(${names.map(quoteMeta).join('|')})$`;
}

/** As `regexp.QuoteMeta` of Go. */
function quoteMeta(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, String.raw`\$&`);
}
