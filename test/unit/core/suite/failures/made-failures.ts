import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../../../src/core/errors.ts';
import { describeDiagnosis } from '../../../../../src/core/suite/failures/describe-diagnosis.ts';
import { diagnose } from '../../../../../src/core/suite/failures/diagnose.ts';
import type { Diagnosis } from '../../../../../src/core/suite/failures/diagnosis.ts';
import type { Project, Suite, SuiteOutcome } from '../../../../../src/core/suite/framework.ts';
import { vitest } from '../../../../../src/core/suite/frameworks/vitest.ts';

const fixtures = join(import.meta.dirname, '../../../../fixtures/failures');

/** As `make.ts` of the fixtures writes it. */
interface Made {
  readonly case: string;
  readonly outcome: {
    readonly status: SuiteOutcome['status'];
    readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
    readonly errorsByFile?: Readonly<Record<string, readonly string[]>>;
  };
}

/** A suite as far as diagnoses look at it: its language, where it stands, and how its framework is called. */
export function suiteIn(language: Project['language'], name = 'Vitest'): Suite {
  return {
    framework: { ...vitest, name },
    project: { root: '/project', framework: 'vitest', language, frameworkVersion: '1', interpreter: '', globals: false },
  };
}

/** What real tools reported of the broken tests in `fixtures/failures`; the key is the name of a case. */
export function madeOutcomes(folder: string, framework: string): ReadonlyMap<string, SuiteOutcome> {
  const made = JSON.parse(readFileSync(join(fixtures, folder, `${framework}.json`), 'utf8')) as readonly Made[];
  return new Map(made.map((each) => [each.case, revive(each.outcome)]));
}

function revive(outcome: Made['outcome']): SuiteOutcome {
  const { error, errorsByFile } = outcome;
  const whole = {
    ...outcome,
    ...(error === undefined
      ? {}
      : { error: new AppError(error.code, error.message, error.hint === undefined ? {} : { hint: error.hint }) }),
    ...(errorsByFile === undefined ? {} : { errorsByFile: new Map(Object.entries(errorsByFile)) }),
  };
  return whole as unknown as SuiteOutcome;
}

/** The text of a file of the fixture; undefined when there is none. */
export function fixtureText(folder: string): (file: string) => string | undefined {
  return (file) => {
    try {
      return readFileSync(join(fixtures, folder, file.replace('/project/', '')), 'utf8');
    } catch {
      return undefined;
    }
  };
}

export function diagnosesOf(folder: string, language: Project['language'], framework: string, name: string): readonly Diagnosis[] {
  const outcome = madeOutcomes(folder, framework).get(name);
  if (outcome === undefined) throw new Error(`${framework} made no case ${name}`);
  return diagnose(outcome, suiteIn(language), { text: fixtureText(folder), ...(folder === 'java' ? { files: javaFiles } : {}) });
}

const javaFiles = ['/project/src/main/java/shop/Price.java', '/project/src/test/java/shop/PriceTest.java'];

/** The lines that a person reads. */
export function linesOf(diagnoses: readonly Diagnosis[]): readonly string[] {
  return diagnoses.map((each) => describeDiagnosis(each, '/project').line);
}
