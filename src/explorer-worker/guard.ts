import { createRequire, syncBuiltinESMExports } from 'node:module';

/** Thrown instead of an effect that code under search must not have. */
export class GuardError extends Error {
  override readonly name = 'GuardError';
  readonly effect: string;

  constructor(effect: string) {
    super(`${effect} is not allowed while code is explored.`);
    this.effect = effect;
  }
}

export interface Guard {
  /** Effects that were attempted since the last reset, first first. */
  readonly attempts: readonly string[];
  /** Sets clock and chance to a variant; the same variant is the same world. */
  enter(variant: number): void;
}

/** 2024-01-15T10:30:00Z; every variant is some weeks and hours off. */
const epoch = 1705314600000;
const variantStep = 3_456_789_000;
const zones: readonly string[] = ['UTC', 'Pacific/Auckland', 'America/New_York'];

/**
 * Takes network, processes, exits, output and chance away from this process, by patching. Together with Node's
 * permission model a seat belt, not a jail. Call it once, before any code of the project is loaded.
 */
export function installGuard(): Guard {
  const attempts: string[] = [];
  // A plain function, so that classes of the project may extend what it stands for.
  const forbid = (effect: string) =>
    function forbidden(): never {
      attempts.push(effect);
      throw new GuardError(effect);
    };
  const require = createRequire(import.meta.url);
  // The streams are made on first use, out of what is about to be taken away.
  const silent = (_chunk: unknown, encoding?: unknown, done?: unknown): boolean => {
    const callback = typeof encoding === 'function' ? encoding : done;
    if (typeof callback === 'function') (callback as () => void)();
    return true;
  };
  replace(process.stdout, 'write', silent);
  replace(process.stderr, 'write', silent);
  const deny = (module: string, names: readonly string[]): void => {
    const exports = require(module) as Record<string, unknown>;
    for (const name of names) replace(exports, name, forbid(`${module}.${name}`));
  };
  deny('node:net', ['connect', 'createConnection', 'createServer', 'Socket', 'Server']);
  deny('node:tls', ['connect', 'createServer', 'TLSSocket']);
  deny('node:http', ['request', 'get', 'createServer']);
  deny('node:https', ['request', 'get', 'createServer']);
  deny('node:http2', ['connect', 'createServer', 'createSecureServer']);
  deny('node:dgram', ['createSocket']);
  deny('node:dns', ['lookup', 'resolve', 'resolve4', 'resolve6', 'reverse', 'lookupService']);
  deny('node:child_process', ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']);
  deny('node:worker_threads', ['Worker']);
  deny('node:fs', [
    'writeFile',
    'writeFileSync',
    'appendFile',
    'appendFileSync',
    'rm',
    'rmSync',
    'unlink',
    'unlinkSync',
    'mkdir',
    'mkdirSync',
    'rename',
    'renameSync',
    'rmdir',
    'rmdirSync',
    'createWriteStream',
    'writeSync',
    'write',
    'copyFile',
    'copyFileSync',
    'cpSync',
    'symlinkSync',
    'truncateSync',
    'chmodSync',
    'mkdtempSync',
  ]);
  deny('node:fs/promises', [
    'writeFile',
    'appendFile',
    'rm',
    'unlink',
    'mkdir',
    'rename',
    'rmdir',
    'open',
    'copyFile',
    'cp',
    'symlink',
    'truncate',
    'chmod',
    'mkdtemp',
  ]);
  for (const name of ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']) replace(globalThis, name, forbid(name));
  for (const name of ['exit', 'reallyExit', 'abort', 'kill', 'chdir', 'setuid', 'setgid', 'dlopen', 'binding', '_linkedBinding'])
    replace(process, name, forbid(`process.${name}`));
  process.on('unhandledRejection', () => undefined);

  let now = epoch;
  let chance = 1;
  const nextChance = (): number => {
    chance = (Math.imul(chance, 1664525) + 1013904223) >>> 0;
    return chance / 4294967296;
  };
  installClock(() => now);
  replace(Math, 'random', nextChance);
  replace(require('node:crypto') as object, 'randomUUID', () => {
    const hex = (): string =>
      Math.floor(nextChance() * 65536)
        .toString(16)
        .padStart(4, '0');
    return `${hex()}${hex()}-${hex()}-4${hex().slice(1)}-8${hex().slice(1)}-${hex()}${hex()}${hex()}`;
  });
  replace(globalThis.crypto, 'randomUUID', (require('node:crypto') as { randomUUID: unknown }).randomUUID);
  replace(performance, 'now', () => now - epoch + 1000);
  replace(process, 'uptime', () => 1);
  const hrtime = Object.assign(() => [1, 0], { bigint: () => 1_000_000_000n });
  replace(process, 'hrtime', hrtime);
  syncBuiltinESMExports();
  return {
    attempts,
    enter: (variant) => {
      attempts.length = 0;
      now = epoch + variant * variantStep;
      chance = 12345 + variant * 7919;
      process.env['TZ'] = zones[variant % zones.length] ?? 'UTC';
    },
  };
}

function replace(holder: object, name: string, replacement: unknown): void {
  const current = Object.getOwnPropertyDescriptor(holder, name);
  if (current?.configurable === false && current.writable !== true) return;
  Object.defineProperty(holder, name, { value: replacement, configurable: true, writable: true, enumerable: current?.enumerable ?? true });
}

function installClock(now: () => number): void {
  const real = Date;
  const frozen = new Proxy(real, {
    construct: (target, args: unknown[], newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
    apply: () => new real(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : (Reflect.get(target, key, receiver) as unknown)),
  });
  Object.defineProperty(real.prototype, 'constructor', { value: frozen, configurable: true, writable: true, enumerable: false });
  replace(globalThis, 'Date', frozen);
}
