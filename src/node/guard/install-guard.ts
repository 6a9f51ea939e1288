/** Replaces the calls of Node that reach out of the process by ones that refuse. */
export interface GuardOptions {
  readonly require: NodeJS.Require;
  readonly mayWrite: (path: unknown) => boolean;
  /** File that every refusal is appended to. */
  readonly log: string | undefined;
  readonly syncExports: () => void;
}

type Call = (this: unknown, ...args: unknown[]) => unknown;
type Holder = Record<string, unknown>;

/** Which arguments of a call of `fs` are paths that it changes. */
const changes: Readonly<Record<string, readonly number[]>> = {
  appendFile: [0],
  chmod: [0],
  chown: [0],
  lchmod: [0],
  lchown: [0],
  lutimes: [0],
  copyFile: [1],
  cp: [1],
  link: [0, 1],
  mkdir: [0],
  mkdtemp: [0],
  mkdtempDisposable: [0],
  rename: [0, 1],
  rm: [0],
  rmdir: [0],
  symlink: [1],
  truncate: [0],
  unlink: [0],
  utimes: [0],
  writeFile: [0],
  createWriteStream: [0],
};

export function installGuard(options: GuardOptions): void {
  const fs = options.require('node:fs') as Holder & { promises: Holder };
  const append = fs['appendFileSync'] as (path: string, text: string) => void;

  function refuse(what: string): never {
    if (options.log !== undefined && !isRunnersOwn(new Error('refused').stack)) append(options.log, `${what}\n`);
    throw Object.assign(new Error(`Refused by Branchlight: a test that is being judged may not ${what}.`), {
      code: 'ERR_BRANCHLIGHT_REFUSED',
    });
  }

  guardFiles(fs, options.mayWrite, refuse);
  guardProcesses(options.require('node:child_process') as Holder, refuse);
  guardNetwork(options.require, refuse);
  guardSelf(refuse);
  options.syncExports();
}

/**
 * Whether only the test runner's own code led to a call: tinypool counts processors with a shell command when a worker
 * starts. It is refused all the same, which the runner expects, but no test is blamed for it.
 */
function isRunnersOwn(stack: unknown): boolean {
  const frames = String(stack)
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && !line.includes('node:') && !line.includes(__filename));
  return frames.length > 0 && frames.every((frame) => /[\\/]node_modules[\\/](tinypool|vitest|@vitest|vite|vite-node)[\\/]/.test(frame));
}

function guardFiles(fs: Holder & { promises: Holder }, mayWrite: (path: unknown) => boolean, refuse: (what: string) => never): void {
  const check = (name: string, paths: readonly unknown[]): void => {
    for (const path of paths) {
      // A number is a file descriptor, which was checked when it was opened.
      if (typeof path !== 'number' && !isFileHandle(path) && !mayWrite(path))
        refuse(`write outside its scratch folder: ${name}(${String(path)})`);
    }
  };
  for (const holder of [fs, fs.promises]) {
    for (const [name, positions] of Object.entries(changes)) {
      for (const variant of [name, `${name}Sync`]) {
        wrap(holder, variant, (args) =>
          check(
            variant,
            positions.map((position) => args[position]),
          ),
        );
      }
    }
    for (const variant of ['open', 'openSync']) {
      wrap(holder, variant, (args) => {
        if (opensForWriting(args[1])) check(variant, [args[0]]);
      });
    }
  }
  wrap(fs, 'WriteStream', (args) => check('WriteStream', [args[0]]));
}

function isFileHandle(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'fd' in value && typeof value.fd === 'number';
}

/** Flags of open(2) in their symbolic (`w`, `a+`, `r+`) and numeric form. */
function opensForWriting(flags: unknown): boolean {
  if (typeof flags === 'string') return /[wa+]/.test(flags);
  // O_WRONLY 1, O_RDWR 2, O_CREAT 0o100 (0x200 on macOS), O_TRUNC 0o1000 (0x400), O_APPEND 0o2000 (8).
  return typeof flags === 'number' && flags !== 0 && (flags & 3) !== 0;
}

function guardProcesses(childProcess: Holder, refuse: (what: string) => never): void {
  for (const name of ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']) {
    wrap(childProcess, name, (args) => refuse(`start programs: ${name}(${JSON.stringify(args[0])})`));
  }
  const prototype = (childProcess['ChildProcess'] as { prototype: Holder }).prototype;
  wrap(prototype, 'spawn', () => refuse('start programs'));
}

function guardNetwork(require: NodeJS.Require, refuse: (what: string) => never): void {
  const net = require('node:net') as Holder & { Socket: { prototype: Holder }; Server: { prototype: Holder } };
  wrap(net.Socket.prototype, 'connect', (args) => {
    const where = destination(args);
    if (!isLoopback(where)) refuse(`open network connections: ${where}`);
  });
  wrap(net.Server.prototype, 'listen', (args) => {
    const host = listenAddress(args);
    if (host !== undefined && !isLoopback(host)) refuse(`listen on the network: ${host}`);
  });
  const dgram = require('node:dgram') as { Socket: { prototype: Holder } };
  for (const name of ['send', 'connect', 'bind']) wrap(dgram.Socket.prototype, name, () => refuse('use the network: datagram socket'));
  const dns = require('node:dns') as Holder & { promises: Holder };
  for (const holder of [dns, dns.promises]) {
    for (const name of Object.keys(holder).filter((key) => /^(lookup|lookupService|resolve.*|reverse)$/.test(key))) {
      wrap(holder, name, (args) => {
        if (!isLoopback(String(args[0]))) refuse(`look up names: ${String(args[0])}`);
      });
    }
  }
}

function listenAddress(args: readonly unknown[]): string | undefined {
  const first: unknown = args[0];
  const host: unknown = typeof first === 'object' && first !== null && 'host' in first ? first.host : args[1];
  return typeof host === 'string' ? host : undefined;
}

function destination(args: readonly unknown[]): string {
  // net.connect hands over its already normalised arguments as one array.
  const first = Array.isArray(args[0]) ? (args[0] as unknown[])[0] : args[0];
  if (typeof first === 'object' && first !== null) {
    const target = first as { host?: unknown; path?: unknown };
    if (typeof target.path === 'string') return target.path;
    return typeof target.host === 'string' ? target.host : 'localhost';
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return first;
  return typeof args[1] === 'string' ? args[1] : 'localhost';
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function guardSelf(refuse: (what: string) => never): void {
  const holder = process as unknown as Holder;
  wrap(holder, 'kill', (args) => {
    if (args[1] !== 0 && args[0] !== process.pid) refuse(`signal other processes: kill(${String(args[0])})`);
  });
  for (const name of ['binding', '_linkedBinding']) {
    wrap(holder, name, ([module]) => {
      if (/^(fs|fs_dir|spawn_sync|process_wrap|tcp_wrap|pipe_wrap|udp_wrap|cares_wrap)$/.test(String(module)))
        refuse(`call process.${name}(${String(module)})`);
    });
  }
  for (const name of ['setuid', 'setgid', 'abort']) {
    wrap(holder, name, () => refuse(`call process.${name}`));
  }
}

function wrap(holder: Holder, name: string, before: (args: readonly unknown[]) => void): void {
  const original = holder[name];
  if (typeof original !== 'function') return;
  const call = original as Call;
  const guarded = function (this: unknown, ...args: unknown[]): unknown {
    before(args);
    return new.target === undefined ? Reflect.apply(call, this, args) : (Reflect.construct(call, args, new.target) as unknown);
  };
  Object.defineProperties(guarded, Object.getOwnPropertyDescriptors(call));
  const descriptor = Object.getOwnPropertyDescriptor(holder, name);
  if (descriptor?.configurable === false) return;
  Object.defineProperty(holder, name, { configurable: true, enumerable: descriptor?.enumerable ?? true, writable: true, value: guarded });
}
