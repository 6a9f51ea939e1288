/** What the runner outside tells the runner inside the extension host. */
export interface HostRun {
  /** Name of the file below `suites`. */
  readonly suite: string;
  /** Before every line of the reporter, to tell it from what extensions log. */
  readonly mark: string;
  /** Absolute: where the numbers go. */
  readonly summary: string;
}
