/** The package ships no types of its own. */
declare module '@bcoe/v8-coverage' {
  interface MergedScript {
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly isBlockCoverage: boolean;
      readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[];
    }[];
  }

  /** Sums the counts of several runs of one script. May change what it is given. */
  export function mergeScriptCovs(scripts: readonly MergedScript[]): MergedScript | undefined;
}
