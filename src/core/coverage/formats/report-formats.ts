import { coveragePyFormat } from './coverage-py.ts';
import { istanbulFormat } from './istanbul.ts';
import { lcovFormat } from './lcov.ts';
import type { ReportFormat } from './report-format.ts';

/** Every known format, the most specific detection first. */
export const reportFormats: readonly ReportFormat[] = [coveragePyFormat, istanbulFormat, lcovFormat];
