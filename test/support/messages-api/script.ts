/** What a scripted Messages API server answers, turn by turn. Plain data, so that a script can stand in a JSON file. */

export type ScriptedBlock =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly thinking: string; readonly signature: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: unknown };

export interface ScriptedUsage {
  readonly input_tokens: number;
  readonly cache_creation_input_tokens: number;
  readonly cache_read_input_tokens: number;
  readonly output_tokens: number;
}

export type ScriptedTurn =
  /** A whole answer. `delayMs` waits before every event: a slow stream. */
  | {
      readonly kind: 'answer';
      readonly content: readonly ScriptedBlock[];
      readonly stopReason?: string;
      readonly stopDetails?: { readonly type: 'refusal'; readonly category: string | null; readonly explanation: string | null };
      readonly usage?: Partial<ScriptedUsage>;
      readonly delayMs?: number;
    }
  /** An error response before any stream, e.g. 401 `authentication_error`, 429 with `retry-after`, 529 `overloaded_error`. */
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly type: string;
      readonly message: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** An `error` event after the answer began. */
  | { readonly kind: 'error-event'; readonly type: string; readonly message: string }
  /** The stream ends cleanly, or the connection is reset, after so many events of the answer. */
  | { readonly kind: 'broken'; readonly how: 'end' | 'reset'; readonly afterEvents: number; readonly content: readonly ScriptedBlock[] }
  /** Accepts the request, begins the answer and then only pings (`pings: true`) or says nothing at all until the client leaves. */
  | { readonly kind: 'hang'; readonly pings: boolean };

/** An answer that hands in one test file through the `submit_tests` tool. `covers` names the arms by their numbers in the prompt. */
export function answerWithTests(
  code: string,
  covers: readonly { readonly test: string; readonly arms: readonly string[] }[] = [],
): ScriptedTurn {
  return {
    kind: 'answer',
    content: [
      { type: 'thinking', thinking: '', signature: 'c2lnbmVk' },
      { type: 'tool_use', id: 'toolu_submit', name: 'submit_tests', input: { code, covers } },
    ],
    stopReason: 'tool_use',
  };
}

/** An answer in plain text, which may hold fenced code. */
export function answerWithText(text: string): ScriptedTurn {
  return { kind: 'answer', content: [{ type: 'text', text }] };
}

/** An answer that looks up symbols before it goes on. */
export function answerWithLookUps(...names: readonly string[]): ScriptedTurn {
  return {
    kind: 'answer',
    content: names.map((name, index) => ({ type: 'tool_use', id: `toolu_look_${index}_${name}`, name: 'look_up_symbol', input: { name } })),
    stopReason: 'tool_use',
  };
}

export function answerWithRefusal(explanation: string): ScriptedTurn {
  return { kind: 'answer', content: [], stopReason: 'refusal', stopDetails: { type: 'refusal', category: null, explanation } };
}

const errorTypes: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/** An error response with the body that the API sends for this status. */
export function answerWithError(status: number, message: string, headers: Readonly<Record<string, string>> = {}): ScriptedTurn {
  return { kind: 'error', status, type: errorTypes[status] ?? 'api_error', message, headers };
}
