import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { eventsFile, parseCargoEvents, type CargoEvent } from '../../core/suite/frameworks/cargo-test/cargo-events.ts';

/** Adds events to the run's file; each is on disk when this returns. */
export function writeEvents(results: string, events: readonly CargoEvent[]): void {
  if (events.length > 0) appendFileSync(join(results, eventsFile), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
}

/** The events so far. */
export function readEvents(results: string): readonly CargoEvent[] {
  const path = join(results, eventsFile);
  return statSync(path, { throwIfNoEntry: false }) === undefined ? [] : parseCargoEvents(readFileSync(path, 'utf8'));
}
