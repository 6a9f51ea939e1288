import type { JunitEvent } from './junit-events.ts';

/** What of a build tool's own log belongs to results, because no report has it: compile errors and processes that died. */
export interface BuildLog {
  /** Events that a line completes. */
  line(text: string): readonly JunitEvent[];
  /** What the end of the log completes. */
  end(): readonly JunitEvent[];
}
