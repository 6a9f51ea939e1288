/** Every id that the manifest and the code share. A test holds the manifest to this file. */

export const extensionName = 'Branchlight';

export const commandIds = {
  coverBranch: 'branchlight.coverBranch',
  coverFunction: 'branchlight.coverFunction',
  coverFile: 'branchlight.coverFile',
  measure: 'branchlight.measure',
  runSuite: 'branchlight.runSuite',
  runTestsOfFile: 'branchlight.runTestsOfFile',
  cancelCover: 'branchlight.cancelCover',
  nextDarkBranch: 'branchlight.nextDarkBranch',
  previousDarkBranch: 'branchlight.previousDarkBranch',
  goToArm: 'branchlight.goToArm',
  refresh: 'branchlight.refresh',
  filterTree: 'branchlight.filterTree',
  clearFilter: 'branchlight.clearFilter',
  revealInTree: 'branchlight.revealInTree',
  whyNoCoverage: 'branchlight.whyNoCoverage',
  showMenu: 'branchlight.showMenu',
  showLog: 'branchlight.showLog',
  restartServer: 'branchlight.restartServer',
  setApiKey: 'branchlight.setApiKey',
  deleteApiKey: 'branchlight.deleteApiKey',
  showProposals: 'branchlight.showProposals',
  acceptProposal: 'branchlight.acceptProposal',
  rejectProposal: 'branchlight.rejectProposal',
  regenerateProposal: 'branchlight.regenerateProposal',
  showEvidence: 'branchlight.showEvidence',
} as const;

export type CommandId = (typeof commandIds)[keyof typeof commandIds];

/** Commands that a hover from the server may link to. */
export const hoverCommands: readonly CommandId[] = [
  commandIds.coverBranch,
  commandIds.coverFunction,
  commandIds.coverFile,
  commandIds.nextDarkBranch,
  commandIds.whyNoCoverage,
  commandIds.goToArm,
];

export const viewContainerId = 'branchlight';
export const treeViewId = 'branchlight.branches';
export const taskType = 'branchlight';
/** Names of the matchers that find failures in what a test framework prints. */
export function problemMatchers(framework: string): string[] {
  const own = `$branchlight-${framework}`;
  return framework.startsWith('junit-') ? [own, '$branchlight-junit-frames'] : [own];
}

export const proposalScheme = 'branchlight-proposal';
/** The language of evidence, and the ending of its files. */
export const receiptLanguage = 'branchlight-receipt';
export const pageScheme = 'branchlight-page';
export const secretName = 'branchlight.anthropicApiKey';

/** Keys for `when` clauses. */
export const contextKeys = {
  /** State of the coverage, see `Status.state`. */
  state: 'branchlight.state',
  /** A tree filter is set. */
  filtered: 'branchlight.filtered',
  /** 1-based lines with dark arms in the active editor. */
  darkLines: 'branchlight.darkLines',
  /** The cursor's line has a dark arm. */
  onDarkLine: 'branchlight.onDarkLine',
  /** At least one proposal waits. */
  proposalWaits: 'branchlight.proposalWaits',
  /** A cover run is under way. */
  covering: 'branchlight.covering',
} as const;

export const colorIds = {
  notTaken: 'branchlight.notTakenForeground',
  neverEvaluated: 'branchlight.neverEvaluatedForeground',
  unknown: 'branchlight.countOnlyForeground',
  stale: 'branchlight.staleForeground',
  evidence: 'branchlight.evidenceForeground',
  notTakenRuler: 'branchlight.notTakenRuler',
  neverEvaluatedRuler: 'branchlight.neverEvaluatedRuler',
} as const;
