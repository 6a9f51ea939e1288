/** What a `submit_tests` call says, as far as it has the right form. */
export interface Submission {
  readonly code: string;
  readonly covers: readonly { readonly test: string; readonly arms: readonly string[] }[];
  readonly infeasible: readonly { readonly arm: string; readonly reason: string }[];
}

/** undefined when there is no code in it and no infeasible arm: then there is nothing to go on with. */
export function readSubmission(input: unknown): Submission | undefined {
  if (!isRecord(input)) return undefined;
  const code = typeof input['code'] === 'string' ? unfenced(input['code']) : '';
  const covers = records(input['covers']).flatMap(({ test, arms }) =>
    typeof test === 'string' && Array.isArray(arms) ? [{ test, arms: arms.filter((arm) => typeof arm === 'string') }] : [],
  );
  const infeasible = records(input['infeasible']).flatMap(({ arm, reason }) =>
    typeof arm === 'string' ? [{ arm, reason: typeof reason === 'string' ? reason : '' }] : [],
  );
  return code.trim() === '' && infeasible.length === 0 ? undefined : { code, covers, infeasible };
}

/** Some models put a fence around code even inside an argument. */
function unfenced(code: string): string {
  return /^\s*```[\w+-]*\n([^]*?)\n?```\s*$/.exec(code)?.[1] ?? code;
}

function records(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
