/**
 * `npm run docs`: rewrites the generated tables of README.md (between `<!-- name:begin -->` and `<!-- name:end -->`).
 * `--check` changes nothing and fails when a table is out of date.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { settingSpecs } from '../src/core/settings.ts';
import { findErrorCodes } from './docs/error-codes.ts';
import { reportFormats } from '../src/core/coverage/formats/report-formats.ts';
import { commandTable, errorTable, formatTable, replaceSection, settingsTable, type Manifest } from './docs/tables.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const readme = join(root, 'README.md');
const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
const sections: readonly (readonly [string, string])[] = [
  ['commands', commandTable(manifest)],
  ['formats', formatTable(reportFormats)],
  ['settings', settingsTable(settingSpecs)],
  ['errors', errorTable(await findErrorCodes(join(root, 'src')))],
];

const current = await readFile(readme, 'utf8');
const stale: string[] = [];
let next = current;
for (const [name, table] of sections) {
  const replaced = replaceSection(next, name, table);
  if (replaced !== next) stale.push(name);
  next = replaced;
}

if (stale.length === 0) console.log('README.md is up to date.');
else if (process.argv.includes('--check')) {
  console.error(`README.md: the tables of ${stale.join(', ')} are out of date. Run: npm run docs`);
  process.exitCode = 1;
} else {
  await writeFile(readme, next);
  console.log(`README.md: rewrote ${stale.join(', ')}.`);
}
