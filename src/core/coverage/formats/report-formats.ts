import { coveragePyFormat } from './coverage-py.ts';
import { goCoverprofileFormat } from './go-coverprofile.ts';
import { istanbulFormat } from './istanbul.ts';
import { lcovFormat } from './lcov.ts';
import { llvmCovFormat } from './llvm-cov.ts';
import type { ReportFormat } from './report-format.ts';

/** Every known format, the most specific detection first. */
export const reportFormats: readonly ReportFormat[] = [llvmCovFormat, coveragePyFormat, istanbulFormat, goCoverprofileFormat, lcovFormat];
