const dayMs = 24 * 60 * 60 * 1000;

/** A moment in local time as a person reads it: `12:03`; with the day when it is not today's: `19 Nov 12:03`. */
export function describeTime(milliseconds: number, now: number): string {
  const moment = new Date(milliseconds);
  const time = moment.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const sameDay = Math.abs(now - milliseconds) < dayMs && moment.getDate() === new Date(now).getDate();
  return sameDay ? time : `${moment.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${time}`;
}
