import type { Target } from '../../targets/target.ts';
import type { Finding, Observation } from './exploration.ts';
import { printNumber, printValue, trimArguments, type PrintOptions } from './print-value.ts';
import { partsOf, type Value } from './value.ts';

const longestCondition = 70;
/** A value that is as short as this is shown as it is. */
const longestShown = 30;
const longestCall = 44;
const plain: PrintOptions = { typed: false, quotes: "'", nameOf: (ref) => ref.path.join('.'), typeName: (name) => name };

/** `returns 0 when qty <= 0`: what is seen and the condition of the arm in the source's own words. One line. */
export function titleOf(finding: Finding, target: Target | undefined): string {
  const seen = outcomeOf(finding);
  if (target?.branch.kind === 'default-arg') {
    const name = target.condition?.split('=')[0]?.trim() ?? '';
    return name === '' ? `${seen} when a default applies` : `takes the default of ${shorten(name)} when it is not given`;
  }
  if (finding.clause !== '') return `${seen} ${finding.clause}`;
  const given = argumentsOf(finding);
  return given === undefined ? seen : `${seen} for ${given}`;
}

/** What the call is given, where that is short enough to be read in a title. */
function argumentsOf({ args, receiver }: Finding): string | undefined {
  const shown = trimArguments(args).map((arg) => printValue(arg, plain));
  if (shown.length === 0) return receiver === undefined ? 'no arguments' : undefined;
  const text = shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
  return text.length > longestCall || text.includes('\n') ? undefined : text;
}

function shorten(text: string): string {
  return text.length <= longestCondition ? text : `${text.slice(0, longestCondition - 1).trimEnd()}…`;
}

function outcomeOf(finding: Finding): string {
  const { outcome, async } = finding.observation;
  if (outcome.kind === 'threw') return `${async ? 'rejects with' : 'throws'} ${outcome.className}`;
  if (finding.entry.kind === 'constructor') return 'is made';
  if (finding.observation.quiet === true && effectOf(finding.observation, finding) === undefined)
    return async ? 'resolves' : 'does not throw';
  const effect = effectOf(finding.observation, finding);
  if (outcome.seen.kind === 'value' && outcome.seen.value.kind === 'undefined' && effect !== undefined) return effect;
  const shown =
    outcome.seen.kind === 'value'
      ? nameValue(outcome.seen.value)
      : outcome.seen.kind === 'instance'
        ? `a ${outcome.seen.className}`
        : `a ${outcome.seen.typeName}`;
  if (finding.observation.iterated)
    return `yields ${outcome.seen.kind === 'value' && outcome.seen.value.kind === 'array' && outcome.seen.value.items.length === 0 ? 'nothing' : shown}`;
  return `${async ? 'resolves to' : 'returns'} ${shown}`;
}

function effectOf(observation: Observation, finding: Finding): string | undefined {
  const [field] = observation.receiver;
  if (field?.kept === true) return `leaves ${field.field} as it is`;
  if (field !== undefined && field.field === finding.entry.member && field.after.kind === 'value')
    return `is ${nameValue(field.after.value)}`;
  if (field !== undefined) return `changes ${field.field}`;
  const [argument] = observation.changed;
  if (argument === undefined) return undefined;
  const name = finding.entry.parameters[argument.index]?.name ?? 'its argument';
  return argument.kept === true ? `leaves ${name} as it is` : `changes ${name}`;
}

/** Whether a list or an object says more as it is than in words. */
function isShort(value: Value): boolean {
  const parts = partsOf(value);
  if (parts.length === 0 || parts.some((part) => part.kind === 'function' || part.kind === 'promise' || part.kind === 'global'))
    return false;
  const text = printValue(value, plain);
  return text.length <= longestShown && !text.includes('\n');
}

function nameValue(value: Value): string {
  switch (value.kind) {
    case 'number':
      return printNumber(value.value);
    case 'string':
      return value.value === ''
        ? 'an empty string'
        : value.value.length <= 24 && !/[\n\r\t]/.test(value.value)
          ? `'${value.value}'`
          : 'a string';
    case 'boolean':
      return String(value.value);
    case 'null':
    case 'undefined':
      return value.kind;
    case 'bigint':
      return `${value.value}n`;
    case 'array':
      return isShort(value)
        ? printValue(value, plain)
        : value.items.length === 0
          ? 'an empty array'
          : value.items.length === 1
            ? 'an array of one'
            : `an array of ${value.items.length}`;
    case 'object':
      return isShort(value) ? printValue(value, plain) : value.entries.length === 0 ? 'an empty object' : 'an object';
    case 'date':
      return 'a date';
    case 'map':
    case 'set':
      return `a ${value.kind}`;
    case 'reference':
      return value.ref.path.join('.');
    case 'instance':
      return `a ${value.ref.path.at(-1) ?? 'instance'}`;
    case 'global':
      return `a ${value.name}`;
    case 'regexp':
      return 'a pattern';
    case 'error':
      return 'an Error';
    case 'promise':
      return 'a promise';
    case 'function':
      return 'a function';
    case 'branded':
      return nameValue(value.value);
  }
}
