import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Project, SuiteResults } from '../../../../../../src/core/suite/framework.ts';
import { findGoTests } from '../../../../../../src/core/suite/frameworks/go-test/find-go-tests.ts';
import { createGoEvents, type GoEvent } from '../../../../../../src/core/suite/frameworks/go-test/go-events.ts';
import { readGoResults } from '../../../../../../src/core/suite/frameworks/go-test/read-go-results.ts';
import type { GoResultLine } from '../../../../../../src/core/suite/frameworks/go-test/result-lines.ts';

const recorded = join(import.meta.dirname, '../../../../../fixtures/suite-results/go-test');

export const goProject: Project = {
  root: '/w',
  framework: 'go-test',
  language: 'go',
  frameworkVersion: 'unknown',
  interpreter: 'go',
  coverageProvider: 'go',
  globals: false,
  facts: { modules: ['example.org/shop=/w'], packages: ['./...'] },
};

export function recordedEvents(): readonly GoEvent[] {
  const text = readFileSync(join(recorded, 'events.jsonl'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as GoEvent);
}

/** What our script writes for events of `go test -json`, and what it shows a person. */
export function condense(events: readonly GoEvent[], exit = 1): { readonly lines: readonly GoResultLine[]; readonly shown: string } {
  const lines: GoResultLine[] = [];
  let shown = '';
  const take = createGoEvents({
    describePackage: (name) => describe(name),
    write: (line) => lines.push(line),
    print: (text) => {
      shown += text;
    },
  });
  for (const event of events) take(event);
  lines.push({ kind: 'exit', code: exit, errors: '' });
  return { lines, shown };
}

export function resultText(lines: readonly GoResultLine[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

export function read(events: readonly GoEvent[], exit = 1): SuiteResults | undefined {
  return readGoResults(goProject, resultText(condense(events, exit).lines));
}

function describe(name: string): Extract<GoResultLine, { readonly kind: 'package' }> {
  const own = basename(name);
  const file = `${own}/${own}_test.go`;
  const { functions, logs } = findGoTests(readText(file));
  const expected = functions.map((one) => one.name).filter((one) => /^(?:Test|Fuzz)/.test(one));
  return { kind: 'package', package: name, folder: dirname(join('/w', file)), files: [{ path: `/w/${file}`, functions, logs }], expected };
}

function readText(file: string): string {
  try {
    return readFileSync(join(recorded, 'project', file), 'utf8');
  } catch {
    return '';
  }
}
