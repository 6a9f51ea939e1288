/** A line of a Java stack trace. */
export interface JavaFrame {
  readonly className: string;
  readonly fileName: string;
  /** 1-based. */
  readonly line: number;
}

/** Frames of what was thrown, from the innermost outwards, causes after what they caused. Source: `Throwable.printStackTrace`. */
export function readFrames(stack: string): readonly JavaFrame[] {
  return [...stack.matchAll(/^\s*at (?:[^\s/()]*\/)*([\w.$]+)\.[^.()\n]+\(([^():\n]+\.\w+):(\d+)\)/gm)].map((match) => ({
    className: match[1] ?? '',
    fileName: match[2] ?? '',
    line: Number(match[3]),
  }));
}
