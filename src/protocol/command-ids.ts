/** Commands that the server names in code actions and hover links. Each takes one argument, typed below. */
export const commandIds = {
  /** {@link CoverArmsArgument} */
  coverBranch: 'branchlight.coverBranch',
  /** {@link CoverFunctionArgument} */
  coverFunction: 'branchlight.coverFunction',
  /** {@link CoverFileArgument} */
  coverFile: 'branchlight.coverFile',
  /** No argument. */
  nextDarkBranch: 'branchlight.nextDarkBranch',
} as const;

export interface CoverArmsArgument {
  readonly uri: string;
  readonly arms: readonly string[];
}

export interface CoverFunctionArgument {
  readonly uri: string;
  /** LSP position inside the function. */
  readonly position: { readonly line: number; readonly character: number };
}

export interface CoverFileArgument {
  readonly uri: string;
}
