import type { Range } from '../../coverage/coverage-map.ts';

/** `skip`: it does not run; `only`: others do not; `todo`: it is only named yet; `fails`: it passes when its body fails. */
export type Modifier = 'skip' | 'only' | 'todo' | 'fails';

/** A test, or a group of tests, as it stands in a file. */
export interface FoundTest {
  /** A test that has tests of its own (Go, Node) is a test. */
  readonly kind: 'group' | 'test';
  /** As the runner prints it, where the code says it outright; with {@link dynamicTitle} the code that makes it. */
  readonly title: string;
  /** Titles around it from the outside inwards. */
  readonly groups: readonly string[];
  /** All of it, with what is written before it (decorators, attributes, annotations). */
  readonly range: Range;
  /** Where its name stands, 1-based: the line for a mark. */
  readonly line: number;
  /** One place in the code, several tests in a run. */
  readonly parameterised?: true;
  /** The title is only known when it runs. */
  readonly dynamicTitle?: true;
  /** Its own, not those of groups around it; empty: it runs. */
  readonly modifiers: readonly Modifier[];
}
