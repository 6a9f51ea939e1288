import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { asError } from '../core/errors.ts';
import type { Clock } from '../core/ports.ts';
import type { Inputs, InputsReader } from '../core/verify/baseline-memory.ts';

/** More than this is not looked through at every click. */
const limits = { files: 20_000, bytes: 200 * 1024 * 1024 } as const;
/** Written by tools about the code, or about its last runs. */
const notInputs: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  '__pycache__',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
  '.hypothesis',
]);
/** Above the workspace: what tools look up there. */
const inherited = /^(package\.json|tsconfig.*\.json|\.npmrc|\.env.*|package-lock\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?)$/;
/** What package managers note of an installation, inside of it. */
const installed: ReadonlySet<string> = new Set(['.package-lock.json', '.modules.yaml', '.yarn-state.yml', '.yarn-integrity']);
/** A file that changed so shortly before it was read may change again without a trace in its times. */
const settledMs = 2000;

interface ReadFile {
  readonly identity: string;
  /** Size, times and number of the file when it was read. */
  readonly seen: string;
}

/** One look at everything. */
interface Look {
  readonly inputs: Map<string, string>;
  /** Folders that were walked, as their real paths. */
  readonly folders: Set<string>;
  readonly file: (path: string) => Promise<void>;
}

class CannotTell extends Error {}

/**
 * Reads every file below the root of a workspace by its content, installed packages by their own descriptions, times and
 * lock files, and above the root what tools look up there. A file whose size, times and number are the same as before is
 * not read again.
 */
export function createInputsReader(root: string, clock: Clock): InputsReader {
  let cache: ReadonlyMap<string, ReadFile> = new Map();
  return {
    async read() {
      const fresh = new Map<string, ReadFile>();
      const look = startLook(cache, fresh, clock);
      try {
        await walk(root, look);
        for (let above = dirname(root); above !== dirname(above); above = dirname(above)) await lookAbove(above, look);
      } catch (error) {
        // Too much, or something that vanished or may not be read.
        if (error instanceof CannotTell || 'code' in asError(error)) return undefined;
        throw error;
      }
      cache = fresh;
      return look.inputs satisfies Inputs;
    },
    identityOf: (text) => hash(Buffer.from(text)),
  };
}

function startLook(cache: ReadonlyMap<string, ReadFile>, fresh: Map<string, ReadFile>, clock: Clock): Look {
  const inputs = new Map<string, string>();
  let bytes = 0;
  return {
    inputs,
    folders: new Set(),
    async file(path) {
      const found = await stat(path, { bigint: true });
      if (!found.isFile()) return;
      const seen = shapeOf(found);
      const known = cache.get(path);
      const same = known?.seen === seen ? known : undefined;
      if (same === undefined) bytes += Number(found.size);
      if (inputs.size >= limits.files || bytes > limits.bytes) throw new CannotTell();
      const identity = same?.identity ?? hash(await readFile(path));
      const changed = Math.max(Number(found.mtimeMs), Number(found.ctimeMs));
      if (same !== undefined || changed + settledMs < clock.now()) fresh.set(path, { identity, seen });
      inputs.set(path, identity);
    },
  };
}

async function walk(folder: string, look: Look): Promise<void> {
  const real = await realpath(folder);
  if (look.folders.has(real)) return;
  look.folders.add(real);
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.some((entry) => entry.name === 'pyvenv.cfg')) return lookAtEnvironment(folder, look);
  for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (notInputs.has(entry.name)) continue;
    if (entry.name === 'node_modules') await lookAtPackages(path, look);
    else if (entry.isDirectory()) await walk(path, look);
    else if (entry.isFile()) await look.file(path);
    else if (entry.isSymbolicLink()) await follow(path, look);
  }
}

async function follow(path: string, look: Look): Promise<void> {
  const target = await stat(path).catch(() => undefined);
  if (target === undefined) look.inputs.set(path, 'leads nowhere');
  else if (target.isDirectory()) await walk(path, look);
  else await look.file(path);
}

/** The packages of a `node_modules`: a linked one that is no installed package itself is walked like any source. */
async function lookAtPackages(folder: string, look: Look): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (installed.has(entry.name)) await look.file(path);
    else if (entry.name.startsWith('.') || entry.isFile()) continue;
    else if (entry.name.startsWith('@') && entry.isDirectory()) await lookAtPackages(path, look);
    else await lookAtPackage(path, entry.isSymbolicLink(), look);
  }
}

async function lookAtPackage(path: string, linked: boolean, look: Look): Promise<void> {
  const real = linked ? await realpath(path) : path;
  if (linked && !real.split(sep).includes('node_modules')) return walk(real, look);
  const description = await stat(join(path, 'package.json'), { bigint: true }).catch(() => undefined);
  look.inputs.set(path, description === undefined ? real : `${real} ${shapeOf(description)}`);
}

/** A virtual environment of Python, by its settings and the names and times of what is installed in it. */
async function lookAtEnvironment(folder: string, look: Look): Promise<void> {
  await look.file(join(folder, 'pyvenv.cfg'));
  const libraries = ['lib', 'Lib'].map((name) => join(folder, name));
  for (const library of libraries) {
    const versions = await readdir(library).catch(() => []);
    for (const packages of [library, ...versions.map((name) => join(library, name))].map((path) => join(path, 'site-packages'))) {
      for (const name of await readdir(packages).catch(() => [])) {
        const found = await stat(join(packages, name), { bigint: true });
        look.inputs.set(join(packages, name), name === '__pycache__' ? name : shapeOf(found));
      }
    }
  }
}

async function lookAbove(folder: string, look: Look): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name);
    if (entry.name === 'node_modules' && entry.isDirectory()) await lookAtPackages(path, look);
    else if (entry.isFile() && inherited.test(entry.name)) await look.file(path);
  }
}

function shapeOf(found: BigIntStats): string {
  return [found.size, found.mtimeNs, found.ctimeNs, found.ino].join(' ');
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}
