/** What the process exits with; documented in the README. */
export const exitCodes = {
  /** Everything that was asked is done: listed, or every asked arm covered. */
  done: 0,
  /** At least one asked arm stays dark. */
  leftDark: 1,
  /** A test of the project is red. */
  red: 1,
  /** The command line was not understood. */
  usage: 2,
  /** Something a person must fix first; the message says what and how. */
  needsAction: 3,
  /** A bug of ours. */
  bug: 70,
  /** Interrupted by a signal. */
  cancelled: 130,
} as const;
