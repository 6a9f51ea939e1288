import type { RunEvent } from '../../core/run-event.ts';
import { plural } from '../plural.ts';

/** What a run does now, for a progress line; undefined for events that change nothing a person waits for. */
export function describeEvent(event: RunEvent): string | undefined {
  switch (event.kind) {
    case 'started':
      return plural(event.targets.length, 'dark arm');
    case 'baseline-reused':
      return 'the suite is measured already: nothing has changed since';
    case 'suite-started':
      return `running: ${event.label}`;
    case 'suite-finished':
      return event.status === 'completed'
        ? `${event.label}: ${event.passed} passed, ${event.failed} failed`
        : `${event.label}: ${event.status}`;
    case 'suite-report':
      return undefined;
    case 'generating':
      return `${event.generator} looks for tests for ${plural(event.targets, 'arm')}`;
    case 'progress':
      return event.message;
    case 'generated':
      return `${event.generator} offers ${plural(event.candidates, 'test')}`;
    case 'gate':
      return `${event.title}: ${event.result.gate} ${event.result.passed ? 'passed' : 'failed'}`;
    case 'verdict':
      return `${event.title}: ${event.accepted ? 'accepted' : event.reason}`;
    case 'unsolved':
    case 'proposed':
    case 'accepted':
    case 'finished':
      return undefined;
  }
}
