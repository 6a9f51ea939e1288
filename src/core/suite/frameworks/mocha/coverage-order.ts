/** What a command tells `src/node/suite/node-coverage.ts`: JSON in the environment variable `BRANCHLIGHT_NODE_COVERAGE`. */
export interface CoverageOrder {
  /** Absolute folder for the reports, one for each process and worker thread. */
  readonly folder: string;
  /** Absolute folder of the project. */
  readonly root: string;
  /** Only these absolute sources; absent: everything below the project, also what no test loads. */
  readonly files?: readonly string[];
}
