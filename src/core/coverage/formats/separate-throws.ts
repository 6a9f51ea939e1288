/** An arm of C++ as a report lists it, with what tells a way out of a call from a way that somebody wrote. */
export interface ListedArm {
  /** Taken when something is thrown. */
  readonly throws: boolean;
  /** Control goes on with the next block; undefined where the report does not say. */
  readonly fallthrough?: boolean | undefined;
}

/** Arms that belong together. */
export interface ArmGroup<Listed> {
  readonly arms: readonly Listed[];
  /** The compiler made them: the two ways out of a call, which returns or throws. */
  readonly isThrow: boolean;
}

/**
 * Takes the ways out of calls apart from decisions that somebody wrote. A compiler ends a block behind each call that may
 * throw, and lists its two arms next to each other: normal return, exception. Groups stand in the order of their first arms.
 */
export function separateThrows<Listed extends ListedArm>(arms: readonly Listed[]): readonly ArmGroup<Listed>[] {
  const written = arms.filter((arm) => !arm.throws);
  if (written.length === arms.length) return [{ arms, isThrow: false }];
  if (written.length <= 1) return [{ arms, isThrow: true }];
  const partners = partnersOf(arms);
  const rest = written.filter((arm) => !partners.has(arm));
  // No decision has one arm alone, so what stood beside an exception was an arm of the decision.
  if (rest.length === 1) {
    const thrown = { arms: arms.filter((arm) => arm.throws), isThrow: true };
    const decision = { arms: written, isThrow: false };
    return arms[0]?.throws === true ? [thrown, decision] : [decision, thrown];
  }
  const groups: ArmGroup<Listed>[] = [];
  let decision: Listed[] | undefined;
  const calls = new Map<Listed, Listed[]>();
  for (const arm of arms) {
    const call = partners.get(arm);
    if (call === undefined && !arm.throws) {
      if (decision === undefined) groups.push({ arms: (decision = []), isThrow: false });
      decision.push(arm);
      continue;
    }
    const key = call ?? arm;
    const known = calls.get(key);
    if (known !== undefined) {
      known.push(arm);
      continue;
    }
    const together = [arm];
    calls.set(key, together);
    groups.push({ arms: together, isThrow: true });
  }
  return groups;
}

/** The arm beside each exception that the same call takes when it returns → that exception. */
function partnersOf<Listed extends ListedArm>(arms: readonly Listed[]): ReadonlyMap<Listed, Listed> {
  const partners = new Map<Listed, Listed>();
  for (const [index, arm] of arms.entries()) {
    if (!arm.throws) continue;
    const partner = [arms[index - 1], arms[index + 1]].find(
      (one) => one !== undefined && !one.throws && one.fallthrough !== false && !partners.has(one),
    );
    if (partner !== undefined) partners.set(partner, arm);
  }
  return partners;
}

/** What a person calls an arm of a group that the compiler made. */
export function labelOfThrow(arms: readonly ListedArm[], index: number): string {
  if (arms[index]?.throws !== true) return 'normal return';
  const thrown = arms.flatMap((arm, at) => (arm.throws ? [at] : []));
  return thrown.length === 1 ? 'exception' : `exception ${thrown.indexOf(index) + 1} of ${thrown.length}`;
}
