/** What of a `Cargo.toml` tells how its tests are built. */
export interface CargoManifest {
  /** Name of its package; absent in a virtual workspace. */
  readonly package?: string;
  readonly edition?: string;
  /** Members as written; absent: it is no workspace. */
  readonly workspace?: { readonly members: readonly string[]; readonly exclude: readonly string[] };
  /** `[[test]]`, `[[bin]]`, `[[bench]]`, `[[example]]`, `[lib]` with what they say of themselves. */
  readonly targets: readonly {
    readonly kind: string;
    readonly name?: string;
    readonly path?: string;
    readonly harness: boolean;
    readonly doctest: boolean;
  }[];
}

/** Reads the few tables and keys that are looked for; TOML that cargo accepts and writes them in an unusual way is passed over. */
export function readCargoManifest(text: string): CargoManifest {
  const tables = tablesOf(text);
  const workspace = tables.find(({ name }) => name === 'workspace');
  const own = tables.find(({ name }) => name === 'package');
  const named = own === undefined ? undefined : stringOf(own.body, 'name');
  const edition = own === undefined ? undefined : stringOf(own.body, 'edition');
  return {
    ...(named === undefined ? {} : { package: named }),
    ...(edition === undefined ? {} : { edition }),
    ...(workspace === undefined
      ? {}
      : { workspace: { members: stringsOf(workspace.body, 'members'), exclude: stringsOf(workspace.body, 'exclude') } }),
    targets: tables
      .filter(({ name }) => /^(test|bin|bench|example|lib)$/.test(name))
      .map(({ name, body }) => {
        const title = stringOf(body, 'name');
        const path = stringOf(body, 'path');
        return {
          kind: name,
          ...(title === undefined ? {} : { name: title }),
          ...(path === undefined ? {} : { path }),
          harness: !/^\s*harness\s*=\s*false\b/m.test(body),
          doctest: !/^\s*doctest\s*=\s*false\b/m.test(body),
        };
      }),
  };
}

function tablesOf(text: string): readonly { readonly name: string; readonly body: string }[] {
  const plain = text.replaceAll('\r\n', '\n').replaceAll(/^\s*#.*$/gm, '');
  const heads = [...plain.matchAll(/^\s*\[\[?\s*([\w.\-"]+)\s*\]\]?\s*(?:#.*)?$/gm)];
  return heads.map((head, at) => ({ name: head[1] ?? '', body: plain.slice(head.index + head[0].length, heads[at + 1]?.index) }));
}

function stringOf(body: string, key: string): string | undefined {
  const match = new RegExp(`^\\s*${key}\\s*=\\s*(?:"([^"\\n]*)"|'([^'\\n]*)')`, 'm').exec(body);
  return match === null ? undefined : (match[1] ?? match[2]);
}

function stringsOf(body: string, key: string): readonly string[] {
  const list = new RegExp(`^\\s*${key}\\s*=\\s*\\[([^\\]]*)\\]`, 'm').exec(body)?.[1] ?? '';
  return [...list.matchAll(/"([^"\n]*)"|'([^'\n]*)'/g)].map((match) => match[1] ?? match[2] ?? '');
}
