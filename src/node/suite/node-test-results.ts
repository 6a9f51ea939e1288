/**
 * A reporter for Node's test runner (20 and later) that runs beside the project's own: what every test came to, as a line of
 * JSON. Source of the events: https://nodejs.org/api/test.html#class-testsstream. It ships beside the bundles and runs inside
 * the user's Node.
 */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NodeTest, NodeTestOrder, NodeTestRecord } from '../../core/suite/frameworks/node-test/node-test-record.ts';
import { describeThrown, type Thrown } from '../describe-thrown.ts';

interface TestEvent {
  readonly type: string;
  readonly data: {
    readonly name?: string;
    readonly nesting?: number;
    readonly file?: string;
    /** The test file that the test was started from, where its code stands in another one; from Node 24 on. */
    readonly entryFile?: string;
    readonly line?: number;
    readonly message?: string;
    readonly skip?: string | boolean;
    readonly todo?: string | boolean;
    readonly details?: {
      readonly duration_ms?: number;
      readonly type?: string;
      readonly error?: { readonly message?: string; readonly failureType?: string; readonly cause?: unknown };
    };
  };
}

/** Kinds of failure that the runner counts as cancelled. Source: `lib/internal/test_runner/test.js`. */
const cancelled = new Set(['cancelledByParent', 'testAborted', 'testTimeoutFailure']);
/** How much of what a file printed is kept to tell why it could not be loaded. */
const mostPrinted = 4000;

const order = JSON.parse(process.env['BRANCHLIGHT_NODE_TEST'] ?? '{}') as Partial<NodeTestOrder>;
guardThisProcess();

export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  yield line({ event: 'begin' });
  /** Names of what is begun, by how deep it stands: tests are told of in the order in which they are written. */
  const names: string[] = [];
  const printed = new Map<string, string>();
  for await (const { type, data } of events) {
    switch (type) {
      case 'test:start':
        names.length = data.nesting ?? 0;
        names.push(data.name ?? '');
        break;
      case 'test:stderr': {
        const file = resolve(data.file ?? '');
        printed.set(file, ((printed.get(file) ?? '') + (data.message ?? '')).slice(-mostPrinted));
        break;
      }
      case 'test:pass':
      case 'test:fail': {
        const record = describe(type === 'test:pass', data, names.slice(0, data.nesting ?? 0).join(' '), printed);
        if (record !== undefined && isWanted(record)) yield line(record);
        break;
      }
      default:
        break;
    }
  }
  yield line({ event: 'end' });
}

/** Where tests run in the process of the runner itself, the guard of a confined run has spared it. */
function guardThisProcess(): void {
  if (!process.execArgv.some((argument) => /^--(?:experimental-)?test-isolation=none$/.test(argument))) return;
  const guard: unknown = (process as unknown as Record<symbol, unknown>)[Symbol.for('branchlight.guard')];
  if (typeof guard === 'function') guard();
}

function line(record: NodeTestRecord): string {
  return `${JSON.stringify(record)}\n`;
}

/** The runner also takes tests whose own name is that of the wanted one. */
function isWanted(record: NodeTestRecord): boolean {
  if (order.only === undefined || record.event === 'begin' || record.event === 'end') return true;
  const { group, title } = order.only;
  if (record.event === 'suite-failed') return group === record.title || group.startsWith(`${record.title} `);
  return record.isFile === true ? record.outcome === 'failed' : record.group === group && record.title === title;
}

function describe(
  passed: boolean,
  data: TestEvent['data'],
  group: string,
  printed: ReadonlyMap<string, string>,
): NodeTestRecord | undefined {
  const { name = '', nesting = 0, details = {} } = data;
  const file = pathOf(data.file ?? data.entryFile ?? (nesting === 0 ? name : ''));
  const isFile = nesting === 0 && resolve(name) === file;
  const failure = passed ? undefined : describeFailure(details.error, isFile ? printed.get(file) : undefined);
  if (details.type === 'suite') {
    // A suite also fails where a test in it did, which is told of already.
    if (failure === undefined || details.error?.failureType === 'subtestsFailed') return undefined;
    return { event: 'suite-failed', file, title: [group, name].filter(Boolean).join(' '), error: failure };
  }
  return {
    event: 'test',
    file,
    ...(isFile || data.line === undefined ? {} : { line: data.line }),
    group,
    title: name,
    outcome: outcomeOf(passed, data),
    durationMs: details.duration_ms ?? 0,
    ...(isFile ? { isFile } : {}),
    ...reasonOf(data),
    ...(failure === undefined ? {} : { error: failure }),
  };
}

/** As the runner counts: what is skipped or left to do is no failure, whatever became of it. */
function outcomeOf(passed: boolean, data: TestEvent['data']): NodeTest['outcome'] {
  if (data.skip !== undefined && data.skip !== false) return 'skipped';
  if (data.todo !== undefined && data.todo !== false) return 'todo';
  if (passed) return 'passed';
  return cancelled.has(data.details?.error?.failureType ?? '') ? 'cancelled' : 'failed';
}

function reasonOf({ skip, todo }: TestEvent['data']): { readonly reason?: string } {
  const reason = [skip, todo].find((one) => typeof one === 'string' && one !== '');
  return typeof reason === 'string' ? { reason } : {};
}

/** The runner wraps what was thrown; of a file that could not be run it only knows what that printed. */
function describeFailure(error: NonNullable<TestEvent['data']['details']>['error'], printed: string | undefined): Thrown {
  const cause = error?.cause;
  const thrown = typeof cause === 'object' && cause !== null ? cause : (error ?? 'failed');
  const told = describeThrown(thrown);
  const own = error?.message ?? '';
  if (printed !== undefined && printed !== '') return { ...told, assertion: false, message: `${own}\n${printed}`.trim() };
  const around = error?.failureType === 'hookFailed' && !own.includes(told.message) ? `${own}: ${told.message}` : told.message;
  return { ...told, message: around, assertion: told.assertion && error?.failureType !== 'hookFailed' };
}

function pathOf(file: string): string {
  return file.startsWith('file://') ? fileURLToPath(file) : resolve(file);
}
