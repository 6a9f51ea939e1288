import type { FileCoverage } from '../coverage-map.ts';
import { isAbsolutePath, joinPath } from '../../paths.ts';
import { createGcovFile } from './gcov-file.ts';
import { readGcovArms, readGcovDecisions, readGcovFunctions } from './gcov-members.ts';
import { indexDecoded } from './indexed-report.ts';
import { endOfValue, skipSpace } from './json-entries.ts';
import { isJson, listOf, readPlaces, type Json } from './json-report.ts';
import { countOf } from './numbers.ts';
import { createProblemList, type ProblemList } from './problem-list.ts';
import type { IndexedReport, ReportFormat } from './report-format.ts';

/**
 * `gcov --json-format` (gcc 9 on), one report for each object file. Fields: gcc's manual, "Invoking gcov". Several reports
 * behind one another, as `gcov --stdout` writes them, are read as one. Relative paths are joined to the folder that the
 * compiler ran in. See {@link createGcovFile} for templates and for arms of exceptions.
 */
export const gcovJsonFormat: ReportFormat = {
  id: 'gcov-json',
  name: 'gcov JSON',
  fidelity: 'ordinal',
  detect: (head) => head.startsWith('{') && /"(?:gcc_version|unexecuted_block)"\s*:/.test(head),
  index: indexGcovJson,
};

function* indexGcovJson(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const files: FileCoverage[] = [];
  for (let at = skipSpace(bytes, 0, bytes.length); at < bytes.length;) {
    const end = endOfValue(bytes, at, bytes.length) ?? bytes.length;
    const from = at;
    const document = bytes.subarray(at, end);
    let folder: string | undefined;
    const found: Json[] = [];
    const steps = readPlaces(document, [['current_working_directory'], ['files', '*']], problems, (place, value) => {
      if (place.keys[0] === 'files' && isJson(value) && typeof value['file'] === 'string') found.push(value);
      else if (place.keys[0] === 'files')
        problems.add('report/foreign-file', 'An entry of "files" is not coverage of gcov; it was left out.', `byte ${from + place.start}`);
      else if (typeof value === 'string') folder = value;
    });
    for (let step = steps.next(); step.done !== true; step = steps.next()) yield from + step.value;
    for (const file of found) files.push(readFile(pathOf(String(file['file']), folder), file, problems));
    yield end;
    at = skipSpace(bytes, Math.max(end, at + 1), bytes.length);
  }
  return indexDecoded(files, problems.all());
}

function pathOf(path: string, folder: string | undefined): string {
  return folder === undefined || folder === '' || isAbsolutePath(path) ? path : joinPath(folder, path);
}

function readFile(path: string, data: Json, problems: ProblemList): FileCoverage {
  const file = createGcovFile(path, problems);
  const places = readGcovFunctions(data['functions'], file);
  for (const line of listOf(data['lines'])) {
    if (!isJson(line)) {
      problems.add('report/bad-record', `${path}: a line is not an object.`);
      continue;
    }
    const { count, exact } = countOf(line['count']);
    if (!exact) problems.add('report/bad-count', `${path}: the count of line ${String(line['line_number'])} is read as ${count}.`);
    file.addLine({
      line: typeof line['line_number'] === 'number' ? line['line_number'] : Number.NaN,
      count,
      place: places.get(String(line['function_name'])) ?? '',
      arms: readGcovArms(line['branches']),
      decisions: readGcovDecisions(line['conditions']),
    });
  }
  return file.finish();
}
