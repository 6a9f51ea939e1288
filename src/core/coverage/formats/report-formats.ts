import { cloverFormat } from './clover.ts';
import { coberturaFormat } from './cobertura.ts';
import { coveragePyFormat } from './coverage-py.ts';
import { coverletFormat } from './coverlet.ts';
import { dotCoverFormat } from './dotcover.ts';
import { dynamicCodeCoverageFormat } from './dynamic-code-coverage.ts';
import { gcovIntermediateFormat } from './gcov-intermediate.ts';
import { gcovJsonFormat } from './gcov-json.ts';
import { gcovTextFormat } from './gcov-text.ts';
import { gcovrFormat } from './gcovr.ts';
import { goCoverprofileFormat } from './go-coverprofile.ts';
import { istanbulSummaryFormat } from './istanbul-summary.ts';
import { istanbulFormat } from './istanbul.ts';
import { jacocoCsvFormat } from './jacoco-csv.ts';
import { jacocoFormat } from './jacoco.ts';
import { lcovFormat } from './lcov.ts';
import { llvmCovSummaryFormat } from './llvm-cov-summary.ts';
import { llvmCovFormat } from './llvm-cov.ts';
import { openCoverFormat } from './opencover.ts';
import { scoverageFormat } from './scoverage.ts';
import { simplecovJsonFormat, simplecovResultsetFormat } from './simplecov.ts';
import { sonarGenericFormat } from './sonar-generic.ts';
import { v8Format } from './v8.ts';
import { xccovArchiveFormat, xccovReportFormat } from './xccov.ts';
import type { ReportFormat } from './report-format.ts';

/** Every known format, the most specific detection first. */
export const reportFormats: readonly ReportFormat[] = [
  llvmCovSummaryFormat,
  llvmCovFormat,
  simplecovResultsetFormat,
  simplecovJsonFormat,
  coverletFormat,
  xccovArchiveFormat,
  xccovReportFormat,
  istanbulSummaryFormat,
  coveragePyFormat,
  istanbulFormat,
  v8Format,
  gcovrFormat,
  gcovJsonFormat,
  gcovTextFormat,
  gcovIntermediateFormat,
  goCoverprofileFormat,
  cloverFormat,
  openCoverFormat,
  scoverageFormat,
  sonarGenericFormat,
  dotCoverFormat,
  dynamicCodeCoverageFormat,
  coberturaFormat,
  jacocoFormat,
  jacocoCsvFormat,
  lcovFormat,
];
