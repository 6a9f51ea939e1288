/** A Node that is certainly there: the one that runs us, also where it is Electron in disguise. */
export function hostNode(
  execPath: string,
  versions: Readonly<Record<string, string | undefined>>,
): { readonly file: string; readonly env: Readonly<Record<string, string>> } {
  return { file: execPath, env: versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' } };
}
