import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** What a run of tests came to. */
export interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Writes the file that the environment names in BRANCHLIGHT_TEST_SUMMARY, so that several runs can be added up; without it: nothing. */
export function writeSummary(summary: Summary): void {
  const file = process.env['BRANCHLIGHT_TEST_SUMMARY'];
  if (file === undefined || file === '') return;
  writeFileSync(file, `${JSON.stringify(summary)}\n`);
}

export function readSummary(file: string): Summary | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Summary) : undefined;
}
