import type { RunEvent } from '../../core/run-event.ts';

export interface EventText {
  /** A line for the log. */
  readonly log: string;
  readonly level: 'info' | 'warn' | 'debug';
  /** What the progress notification says from now on; absent: it stays. */
  readonly progress?: string;
  /** 0–1, where a generator says how far it is. */
  readonly fraction?: number;
}

/** What an event of a cover run says to a person. */
export function describeEvent(event: RunEvent): EventText {
  switch (event.kind) {
    case 'started': {
      const targets = event.targets.map((target) => `${target.label} (line ${target.line})`).join(', ');
      return { level: 'info', log: `Cover ${event.file}: ${targets || 'no arms'}`, progress: count(event.targets.length, 'dark arm') };
    }
    case 'baseline-reused': {
      const text = `baseline: reused the run of ${timeOfDay(event.measuredAt)}, nothing has changed since`;
      return { level: 'info', log: text, progress: text };
    }
    case 'suite-started':
      // The task's terminal shows the command, too.
      return { level: 'debug', log: `${event.label}: ${event.command.join(' ')}`, progress: `${event.label}…` };
    case 'suite-finished':
      return {
        level: event.status === 'completed' ? 'info' : 'warn',
        log: `${event.label}: ${suiteWords(event)} in ${seconds(event.durationMs)}`,
      };
    case 'suite-report':
      return { level: 'debug', log: `${event.report.name}: results of ${event.report.label}` };
    case 'generating':
      return {
        level: 'info',
        log: `${event.generator}: looking for tests of ${count(event.targets, 'arm')}`,
        progress: generatorWords(event.generator, event.targets),
      };
    case 'progress':
      return { level: 'debug', log: event.message, progress: event.message, ...fraction(event.done, event.total) };
    case 'generated':
      return {
        level: 'info',
        log: `${event.generator}: ${count(event.candidates, 'candidate')}, ${event.unsolved} unsolved in ${seconds(event.durationMs)}${costWords(event.cost)}`,
      };
    case 'gate':
      return event.result.passed
        ? {
            level: 'debug',
            log: `  ✓ ${event.title}: ${gateName(event.result.gate)}: ${event.result.evidence}`,
            progress: `Proving: ${gateName(event.result.gate)}`,
          }
        : {
            level: 'info',
            log: `  ✗ ${event.title}: ${gateName(event.result.gate)}: ${event.result.reason}`,
            progress: `Proving: ${gateName(event.result.gate)}`,
          };
    case 'verdict':
      return { level: 'info', log: `${event.accepted ? 'Proven' : 'Rejected'}: ${event.title}: ${event.reason}` };
    case 'unsolved':
      return { level: 'info', log: `${event.generator} did not reach ${event.unsolved.arm}: ${event.unsolved.reason}` };
    case 'proposed':
      return { level: 'info', log: `Offered: ${event.proposal.testFile}` };
    case 'accepted':
      return { level: 'info', log: `Written: ${event.testFile}` };
    case 'finished':
      return {
        level: 'info',
        log: `Finished: ${event.covered} of ${count(event.asked, 'arm')} in ${seconds(event.durationMs)}${costWords(event.cost)}`,
      };
  }
}

/** Names of gates as a person reads them. */
export function gateName(gate: string): string {
  switch (gate) {
    case 'well-formed':
      return 'parses and type-checks';
    case 'honest':
      return 'asserts something';
    case 'green-alone':
      return 'alone green';
    case 'takes-the-arm':
      return 'takes the arm';
    case 'stable':
      return 'stable';
    case 'whole-suite':
      return 'whole suite';
    default:
      return gate;
  }
}

/** `12:03`, in the time zone of the machine. */
function timeOfDay(milliseconds: number): string {
  return new Date(milliseconds).toTimeString().slice(0, 5);
}

export function seconds(milliseconds: number): string {
  return milliseconds < 950 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function generatorWords(generator: string, targets: number): string {
  return generator === 'explorer' ? `Searching inputs for ${count(targets, 'arm')}…` : `Asking the model for ${count(targets, 'arm')}…`;
}

function suiteWords(event: Extract<RunEvent, { kind: 'suite-finished' }>): string {
  switch (event.status) {
    case 'completed':
      return event.failed === 0 ? `${event.passed} passed` : `${event.passed} passed, ${event.failed} failed`;
    case 'failed-to-start':
      return 'failed to start';
    case 'timed-out':
      return 'timed out';
    case 'cancelled':
      return 'cancelled';
  }
}

function costWords(cost: { readonly inputTokens: number; readonly outputTokens: number; readonly usd: number }): string {
  const tokens = cost.inputTokens + cost.outputTokens;
  return tokens === 0 ? '' : `, ${tokens} tokens, $${cost.usd.toFixed(4)}`;
}

function fraction(done: number | undefined, total: number | undefined): { readonly fraction?: number } {
  return done === undefined || total === undefined || total <= 0 ? {} : { fraction: Math.min(1, done / total) };
}
