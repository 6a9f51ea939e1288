import { describeArm } from '../coverage/describe-arm.ts';
import { placeOf } from '../coverage/place-of.ts';
import type { Target } from '../targets/target.ts';

/** A target as the stream of events names it; the line is where its mark is drawn. */
export function announceTarget(target: Target): { readonly arm: string; readonly line: number; readonly label: string } {
  const { branch, arm } = target;
  return { arm: arm.key, line: placeOf(branch, arm).start.line, label: describeArm(branch, arm) };
}
