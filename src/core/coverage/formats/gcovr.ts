import type { FileCoverage } from '../coverage-map.ts';
import { createGcovFile } from './gcov-file.ts';
import { readGcovArms, readGcovDecisions, readGcovFunctions } from './gcov-members.ts';
import { indexDecoded } from './indexed-report.ts';
import { isJson, listOf, readPlaces, type Json } from './json-report.ts';
import { countOf } from './numbers.ts';
import { createProblemList, shortened, type ProblemList } from './problem-list.ts';
import type { IndexedReport, ReportFormat } from './report-format.ts';

/**
 * `gcovr --json`, of every version of the format. Lines and arms that gcovr was told to leave out are left out;
 * `gcovr/decision` is not read, because gcovr itself calls its true and false guesses that may be the wrong way round.
 * Fields: gcovr's manual, "JSON Output". See {@link createGcovFile} for templates and for arms of exceptions.
 */
export const gcovrFormat: ReportFormat = {
  id: 'gcovr',
  name: 'gcovr JSON',
  fidelity: 'ordinal',
  detect: (head) =>
    head.startsWith('{') &&
    /"files"\s*:/.test(head) &&
    !/"(?:gcc_version|unexecuted_block|line_total|meta)"\s*:/.test(head) &&
    (/"gcovr\//.test(head) || (/"line_number"\s*:/.test(head) && /"branches"\s*:/.test(head))),
  index: indexGcovr,
};

function* indexGcovr(bytes: Uint8Array): Generator<number, IndexedReport> {
  const problems = createProblemList();
  const files: FileCoverage[] = [];
  yield* readPlaces(bytes, [['files', '*']], problems, (place, value) => {
    if (isJson(value) && typeof value['file'] === 'string' && Array.isArray(value['lines']))
      files.push(readFile(value['file'], value, problems));
    else problems.add('report/foreign-file', 'An entry of "files" is not coverage of gcovr; it was left out.', `byte ${place.start}`);
  });
  return indexDecoded(files, problems.all());
}

function readFile(path: string, data: Json, problems: ProblemList): FileCoverage {
  const file = createGcovFile(path, problems);
  const places = readGcovFunctions(data['functions'], file);
  for (const line of listOf(data['lines'])) {
    if (!isJson(line)) {
      problems.add('report/bad-record', `${path}: a line is not an object: ${shortened(String(line))}`);
      continue;
    }
    // `noncode` was written until gcovr 6, for lines of which gcov speaks without reason.
    if (line['gcovr/excluded'] === true || line['gcovr/noncode'] === true) continue;
    const { count, exact } = countOf(line['count']);
    if (!exact) problems.add('report/bad-count', `${path}: the count of line ${String(line['line_number'])} is read as ${count}.`);
    const name = line['function_name'];
    file.addLine({
      line: typeof line['line_number'] === 'number' ? line['line_number'] : Number.NaN,
      count,
      // A function that is not described has no place to share with others.
      place: typeof name === 'string' ? (places.get(name) ?? '') : '',
      arms: readGcovArms(line['branches']),
      decisions: readGcovDecisions(line['conditions']),
    });
  }
  return file.finish();
}
