import type { ArmKey } from '../coverage/coverage-map.ts';
import type { SourceModel } from '../source/source-model.ts';
import type { AuthoringProject } from '../suite/framework.ts';
import type { Target } from '../targets/target.ts';
import type { RunEvent } from '../run-event.ts';

export type GeneratorId = 'explorer' | 'anthropic';

export interface ImportSpec {
  /** Module specifier as it stands in the test file, e.g. `../../src/price.ts` or `shop.price`. */
  readonly from: string;
  /**
   * Names imported from it, sorted; `default` and `*` allowed as keys of aliases. `typeOnly`: as TypeScript's `import type`.
   * In a CommonJS test `default` and `*` are both what `require` gives: `const alias = require('…')`.
   */
  readonly names: readonly { readonly name: string; readonly alias?: string; readonly typeOnly?: true }[];
}

/** One test as source, apart from the file it will stand in, so that each can be judged and kept by itself. */
export interface TestSource {
  readonly imports: readonly ImportSpec[];
  /** Shared helper code between the imports and the tests; usually empty. */
  readonly setup: string;
  /** Title of the `describe` (or Python class) around it; absent: top level. */
  readonly group?: string;
  /** Title that the runner prints; for Python the function's name. Unique within its candidate file. */
  readonly title: string;
  /** The `it(…)` call or `def test_…` itself, not indented, ends with a newline. */
  readonly body: string;
}

/** Test code not yet judged. */
export interface Candidate {
  /** Unique within one cover run. */
  readonly id: string;
  readonly generator: GeneratorId;
  /** Arms it was made for. */
  readonly arms: readonly ArmKey[];
  readonly test: TestSource;
  /** What the generator already knows from running it, one line a fact, for the receipt. */
  readonly notes: readonly string[];
}

/** A candidate that failed a gate, handed back as a counter-example. */
export interface Counterexample {
  readonly candidate: Candidate;
  readonly gate: string;
  readonly reason: string;
}

export interface GenerationRequest {
  readonly project: AuthoringProject;
  /** Absolute path and text of the file under test. */
  readonly file: string;
  readonly text: string;
  readonly source: SourceModel;
  /** Dark arms of this file that are wanted. */
  readonly targets: readonly Target[];
  /** Absolute path where the accepted tests will stand; does not exist yet. */
  readonly testFile: string;
  /** How a test in `testFile` imports `file`. */
  readonly importSpecifier: string;
  readonly counterexamples: readonly Counterexample[];
  /** What models have cost in this cover run before this request, in US dollars: counts against `anthropic.maxCostUsd`. Absent: nothing. */
  readonly spentUsd?: number;
  /** The same seed gives the same candidates (explorer) or is only recorded (models). */
  readonly seed: number;
}

export interface Cost {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly usd: number;
}

export const noCost: Cost = { inputTokens: 0, outputTokens: 0, usd: 0 };

export interface Unsolved {
  readonly arm: ArmKey;
  /** Stable: `plateau`, `not-exported`, `refused-effects`, `timeout`, `budget`, `no-key`, `prose`, … */
  readonly code: string;
  /** One sentence for a person: why, and what would help. */
  readonly reason: string;
}

export interface GenerationResult {
  readonly candidates: readonly Candidate[];
  readonly unsolved: readonly Unsolved[];
  readonly cost: Cost;
}

export interface Unavailable {
  /** `no-key`: a person can change it by setting a key. `unsupported`: not for this file. */
  readonly code: 'no-key' | 'unsupported';
  /** A sentence for a person. */
  readonly reason: string;
}

/** Turns targets into candidates. Expected failures are `unsolved`; it rejects only for bugs, AppErrors a person must fix, and aborts by resolving early. */
export interface Generator {
  readonly id: GeneratorId;
  /** Why this generator cannot work on this request at all, else undefined. */
  unavailable(request: GenerationRequest): Promise<Unavailable | undefined>;
  generate(
    request: GenerationRequest,
    context: { readonly signal: AbortSignal; readonly emit: (event: RunEvent) => void },
  ): Promise<GenerationResult>;
}
