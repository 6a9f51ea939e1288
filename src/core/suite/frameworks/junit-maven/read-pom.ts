import { dirname, joinPath } from '../../../paths.ts';
import type { FileSystem } from '../../../ports.ts';
import { parseXml } from '../junit/parse-xml.ts';

/** An element of a POM as parsed: children by name, `#text`. */
type Node = { readonly [name: string]: Node | readonly Node[] | string | undefined };

export interface PomPlugin {
  readonly artifactId: string;
  readonly version?: string;
  readonly goals: readonly string[];
  /** Single values of its configuration, also of its executions. */
  readonly configuration: Readonly<Record<string, string>>;
}

/** What of a `pom.xml` tells how its tests run. Values are as written, with `${…}` in them. */
export interface Pom {
  /** Absolute path of the file. */
  readonly path: string;
  /** Of its own and of its profiles, as written. */
  readonly modules: readonly string[];
  readonly properties: Readonly<Record<string, string>>;
  readonly dependencies: readonly { readonly groupId: string; readonly artifactId: string; readonly version?: string }[];
  /** Of `build`, without those of `pluginManagement`. */
  readonly plugins: readonly PomPlugin[];
  readonly managedPlugins: readonly PomPlugin[];
  readonly buildDirectory?: string;
  readonly testSourceDirectory?: string;
  /** Path of the parent's POM as far as the files tell; absent: none is named. */
  readonly parent?: string;
}

const lists = ['module', 'dependency', 'plugin', 'execution', 'goal', 'profile'];

/** undefined: there is no such file, or it is no XML. */
export async function readPom(path: string, fileSystem: FileSystem): Promise<Pom | undefined> {
  if ((await fileSystem.stat(path))?.kind !== 'file') return undefined;
  const document = parseXml(await fileSystem.readText(path), lists) as { readonly project?: Node } | undefined;
  const project = document?.project;
  if (typeof project !== 'object') return undefined;
  const build = child(project, 'build');
  const profiles = all(child(project, 'profiles'), 'profile');
  const managed = child(project, 'dependencyManagement');
  const buildDirectory = text(build, 'directory');
  const testSourceDirectory = text(build, 'testSourceDirectory');
  const parent = child(project, 'parent');
  return {
    path,
    modules: [project, ...profiles].flatMap((from) => all(child(from, 'modules'), 'module').map(textOf)).filter((name) => name !== ''),
    properties: Object.fromEntries(
      Object.entries(child(project, 'properties') ?? {}).flatMap(([name, value]) =>
        name.startsWith('#') || value === undefined || Array.isArray(value) ? [] : [[name, textOf(value as Node | string)]],
      ),
    ),
    dependencies: [project, managed].flatMap((from) =>
      all(child(from, 'dependencies'), 'dependency').map((one) => {
        const version = text(one, 'version');
        return {
          groupId: text(one, 'groupId') ?? '',
          artifactId: text(one, 'artifactId') ?? '',
          ...(version === undefined ? {} : { version }),
        };
      }),
    ),
    plugins: pluginsOf(build),
    managedPlugins: pluginsOf(child(build, 'pluginManagement')),
    ...(buildDirectory === undefined ? {} : { buildDirectory }),
    ...(testSourceDirectory === undefined ? {} : { testSourceDirectory }),
    ...(parent === undefined ? {} : await parentOf(path, text(parent, 'relativePath'), fileSystem)),
  };
}

/** `relativePath` names a file or a folder; absent it is `../pom.xml`, empty it is none. Source: Maven's model reference. */
async function parentOf(path: string, relative: string | undefined, fileSystem: FileSystem): Promise<{ readonly parent?: string }> {
  if (relative === '') return {};
  const named = joinPath(dirname(path), relative ?? '../pom.xml');
  const kind = (await fileSystem.stat(named))?.kind;
  if (kind === 'directory') return { parent: joinPath(named, 'pom.xml') };
  return kind === 'file' ? { parent: named } : {};
}

function pluginsOf(build: Node | undefined): readonly PomPlugin[] {
  return all(child(build, 'plugins'), 'plugin').map((plugin) => {
    const executions = all(child(plugin, 'executions'), 'execution');
    const version = text(plugin, 'version');
    return {
      artifactId: text(plugin, 'artifactId') ?? '',
      ...(version === undefined ? {} : { version }),
      goals: executions.flatMap((one) => all(child(one, 'goals'), 'goal').map(textOf)),
      configuration: Object.assign({}, ...[...executions, plugin].map((one) => valuesOf(child(one, 'configuration')))) as Record<
        string,
        string
      >,
    };
  });
}

/** Also of elements within elements: names are unique enough for what is looked for. */
function valuesOf(configuration: Node | undefined): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(configuration ?? {})) {
    if (/^[#@]/.test(name) || value === undefined || Array.isArray(value)) continue;
    const written = textOf(value as Node | string);
    if (written !== '') values[name] = written;
    else if (typeof value === 'object') Object.assign(values, valuesOf(value as Node));
  }
  return values;
}

function child(node: Node | undefined, name: string): Node | undefined {
  const value = node?.[name];
  return typeof value === 'object' && !Array.isArray(value) ? (value as Node) : undefined;
}

function all(node: Node | undefined, name: string): readonly Node[] {
  const value = node?.[name];
  return Array.isArray(value) ? (value as readonly Node[]) : [];
}

function text(node: Node | undefined, name: string): string | undefined {
  const value = node?.[name];
  return value === undefined || Array.isArray(value) ? undefined : textOf(value as Node | string);
}

function textOf(value: Node | string): string {
  if (typeof value === 'string') return value.trim();
  const inner = value['#text'];
  return typeof inner === 'string' ? inner.trim() : '';
}
