/** The one schema of all settings. The manifest, the README table, the server and the command line are held to it by a test. */
import type { GeneratorId } from './generators/generator.ts';
import { suiteSettingSchema, type SuiteSettings } from './suite/suite-settings.ts';

export interface Settings {
  readonly reports: { readonly globs: readonly string[]; readonly exceptionArms: 'hide' | 'show' };
  /** Beginnings of paths in reports → folders. */
  readonly pathMappings: Readonly<Record<string, string>>;
  readonly marks: {
    readonly gutter: boolean;
    readonly labels: boolean;
    readonly overviewRuler: boolean;
    readonly clickableGutter: boolean;
  };
  readonly diagnostics: 'off' | 'information' | 'warning';
  readonly nativeCoverage: boolean;
  readonly generators: readonly GeneratorId[];
  readonly explorer: { readonly budgetSeconds: number };
  readonly anthropic: { readonly model: string; readonly baseUrl: string; readonly maxCostUsd: number };
  readonly suite: { readonly timeoutSeconds: number; readonly repeats: number };
  /** Folders → what the user says of their suites. */
  readonly suites: SuiteSettings;
  readonly node: { readonly path: string };
  readonly python: { readonly path: string };
}

export interface SettingSpec {
  /** Dotted, below `branchlight.`. */
  readonly key: string;
  readonly schema: Readonly<Record<string, unknown>> & { readonly default: unknown };
  /** One or two sentences for a user, Markdown. */
  readonly doc: string;
  /** Names an executable or an endpoint: ignored in untrusted workspaces. */
  readonly restricted?: true;
}

export const settingSpecs: readonly SettingSpec[] = [
  {
    key: 'reports.globs',
    schema: {
      type: 'array',
      items: { type: 'string' },
      default: [
        '**/coverage-final.json',
        '**/coverage-summary.json',
        '**/{lcov,coverage}.info',
        '**/*.lcov',
        '**/{coverage,.coverage,.resultset}.json',
        '**/{*cobertura*,coverage,clover,*jacoco*,*opencover*,scoverage,sonar-coverage}.xml',
        '**/{cover,coverage,c}.out',
        '**/*.{coverprofile,gcov,gcov.json,gcov.json.gz}',
        '**/*{llvm-cov,gcovr,coverlet,xccov}*.json',
        '**/coverage/tmp/coverage-*.json',
      ],
    },
    doc: 'Where coverage reports are looked for, relative to the workspace folder. `node_modules`, `.git` and virtual environments are never searched.',
  },
  {
    key: 'reports.exceptionArms',
    schema: { type: 'string', enum: ['hide', 'show'], default: 'hide' },
    doc: 'C and C++: whether the ways out of calls that may throw are arms. The compiler made them, nobody wrote them; gcov, gcovr and LCOV report them as branches.',
  },
  {
    key: 'pathMappings',
    schema: { type: 'object', additionalProperties: { type: 'string' }, default: {} },
    doc: 'Where files of a report stand when the paths in it are of another machine: the beginning of the path in the report → a folder, relative to the workspace folder. Example: `{"/builds/app/": "services/app"}`.',
  },
  { key: 'marks.gutter', schema: { type: 'boolean', default: true }, doc: 'Draw a marker in the gutter of every line with a dark arm.' },
  { key: 'marks.labels', schema: { type: 'boolean', default: true }, doc: 'Name the dark arms at the end of their line.' },
  { key: 'marks.overviewRuler', schema: { type: 'boolean', default: true }, doc: 'Show dark arms in the overview ruler.' },
  {
    key: 'marks.clickableGutter',
    schema: { type: 'boolean', default: true },
    doc: 'Put a run icon on lines with dark arms: a click covers the branch. Off: use the line-number menu, light bulb, hover, tree or palette.',
  },
  {
    key: 'diagnostics',
    schema: { type: 'string', enum: ['off', 'information', 'warning'], default: 'off' },
    doc: 'Also list dark arms of open files in the Problems view, with this severity.',
  },
  {
    key: 'nativeCoverage',
    schema: { type: 'boolean', default: true },
    doc: "Publish the reports to VS Code's own Test Coverage view, with a label for every arm.",
  },
  {
    key: 'generators',
    schema: {
      type: 'array',
      items: { type: 'string', enum: ['explorer', 'anthropic'] },
      uniqueItems: true,
      default: ['explorer', 'anthropic'],
    },
    doc: 'Generators in the order in which they are asked. `explorer` needs no key and no network; `anthropic` is only asked for what is left, and only if a key is set.',
  },
  {
    key: 'explorer.budgetSeconds',
    schema: { type: 'number', minimum: 0.5, maximum: 60, default: 3 },
    doc: 'Longest search per function, in seconds.',
  },
  { key: 'anthropic.model', schema: { type: 'string', default: '' }, doc: "Anthropic model to ask. Empty: the extension's default." },
  {
    key: 'anthropic.baseUrl',
    schema: { type: 'string', default: '' },
    doc: "Endpoint of the Messages API. Empty: Anthropic's own.",
    restricted: true,
  },
  {
    key: 'anthropic.maxCostUsd',
    schema: { type: 'number', minimum: 0, default: 0.5 },
    doc: 'Hard stop: the most that one cover run may spend on models, in US dollars.',
  },
  { key: 'suite.timeoutSeconds', schema: { type: 'number', minimum: 5, default: 300 }, doc: 'Longest run of the test suite, in seconds.' },
  {
    key: 'suite.repeats',
    schema: { type: 'integer', minimum: 1, maximum: 20, default: 3 },
    doc: 'How many repeated, shuffled runs a new test must survive.',
  },
  {
    key: 'suites',
    schema: { type: 'object', additionalProperties: suiteSettingSchema, default: {} },
    doc: 'How folders are tested, where what is found is not what you want: folder, relative to the workspace folder → `framework` (`vitest`, `jest`, `mocha`, `node-test`, `pytest`, `unittest`, `go-test`, `cargo-test`, `junit-maven`, `junit-gradle`, `none`), `interpreter`, `arguments`, `environment`. Example: `{"services/api": {"framework": "jest", "arguments": ["--config", "jest.unit.js"]}}`.',
    restricted: true,
  },
  {
    key: 'node.path',
    schema: { type: 'string', default: '' },
    doc: 'Node that runs the suite and the explorer. Empty: `node` on PATH.',
    restricted: true,
  },
  {
    key: 'python.path',
    schema: { type: 'string', default: '' },
    doc: "Python that runs pytest. Empty: the project's virtual environment, else `python3` on PATH.",
    restricted: true,
  },
];

/** Settings from whatever a host holds (`{ "marks": { "gutter": true } }`); anything missing or of the wrong type takes its default and is named in `problems`. */
export function readSettings(raw: unknown): { readonly settings: Settings; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const result: Record<string, unknown> = {};
  for (const spec of settingSpecs) {
    const value = lookUp(raw, spec.key);
    const usable = value === undefined || value === null ? undefined : fits(value, spec.schema);
    if (usable === false) problems.push(`branchlight.${spec.key}: ${JSON.stringify(value)} is not valid, the default is used.`);
    assign(result, spec.key, usable === true ? value : spec.schema.default);
  }
  return { settings: result as unknown as Settings, problems };
}

export const defaultSettings: Settings = readSettings(undefined).settings;

function lookUp(raw: unknown, key: string): unknown {
  let value = raw;
  for (const part of key.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

function assign(target: Record<string, unknown>, key: string, value: unknown): void {
  const parts = key.split('.');
  const last = parts.pop() ?? key;
  let place = target;
  for (const part of parts) {
    place[part] ??= {};
    place = place[part] as Record<string, unknown>;
  }
  place[last] = value;
}

function fits(value: unknown, schema: Readonly<Record<string, unknown>>): boolean {
  const allowed = schema['enum'];
  if (Array.isArray(allowed) && !allowed.includes(value)) return false;
  switch (schema['type']) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return Number.isInteger(value) && inBounds(value as number, schema);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) && inBounds(value, schema);
    case 'array':
      return Array.isArray(value) && value.every((item) => fits(item, schema['items'] as Record<string, unknown>));
    case 'object':
      return (
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        Object.entries(value).every(([key, item]) => fitsProperty(key, item, schema))
      );
    default:
      return false;
  }
}

function fitsProperty(key: string, value: unknown, schema: Readonly<Record<string, unknown>>): boolean {
  const { properties = {}, additionalProperties = true } = schema as {
    properties?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    additionalProperties?: boolean | Readonly<Record<string, unknown>>;
  };
  const own = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
  return typeof own === 'object' ? fits(value, own) : own === true;
}

function inBounds(value: number, schema: Readonly<Record<string, unknown>>): boolean {
  const { minimum, maximum } = schema as { minimum?: number; maximum?: number };
  return (minimum === undefined || value >= minimum) && (maximum === undefined || value <= maximum);
}
