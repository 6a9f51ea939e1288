import type { FileTotals } from '../summary.ts';
import type { JacocoFile } from './jacoco-file.ts';

/** One file of one module. */
export interface JacocoEntry extends JacocoFile {
  /** Name of the innermost group around it, of all of them (`a/b`) where that is not enough to tell two files apart; '' outside of all. */
  readonly module: string;
  /** undefined: it stands in several places, so it must be decoded to be counted. */
  readonly totals: FileTotals | undefined;
}

/** Gathers the parts of the files of one report, package by package. */
export interface JacocoFiles {
  /** A `<class>` of the open package; `sourceName` is '' where it does not say what it was compiled from. */
  addClass(sourceName: string, className: string, start: number, end: number): void;
  /** A `<sourcefile>` of the open package. Returns the file's path. */
  addSource(packageName: string, sourceName: string, start: number, end: number, totals: FileTotals): string;
  /** All parts of the package are known: its classes go to their files. `groups`: those around it, outermost first. */
  endPackage(groups: readonly string[]): void;
  readonly all: () => Iterable<JacocoEntry>;
  /** How many classes there were. */
  readonly classes: () => number;
}

interface Source {
  readonly path: string;
  readonly slices: number[];
  readonly classes: number[];
  totals: FileTotals | undefined;
}

/** A new, empty gathering. */
export function createJacocoFiles(): JacocoFiles {
  const entries = new Map<string, JacocoEntry & Source>();
  const modules = new Set<string>();
  const sources = new Map<string, Source>();
  const named = new Map<string, number[]>();
  const unnamed = new Map<string, number[]>();
  let classCount = 0;

  const ofPackage = (): void => {
    for (const [name, source] of sources) {
      append(source.classes, named.get(name));
      // Old reports do not name the file: a class lies in the file of its outermost class.
      if (unnamed.size > 0) append(source.classes, unnamed.get(name.replace(/\.\w+$/, '')));
    }
  };

  return {
    addClass(sourceName, className, start, end) {
      classCount += 1;
      const key = sourceName === '' ? (className.split('/').at(-1)?.replace(/\$.*$/s, '') ?? '') : sourceName;
      const group = sourceName === '' ? unnamed : named;
      const slices = group.get(key);
      if (slices === undefined) group.set(key, [start, end]);
      else slices.push(start, end);
    },
    addSource(packageName, sourceName, start, end, totals) {
      const before = sources.get(sourceName);
      if (before !== undefined) {
        before.slices.push(start, end);
        before.totals = undefined;
        return before.path;
      }
      const path = pathOf(packageName, sourceName);
      sources.set(sourceName, { path, slices: [start, end], classes: [], totals });
      return path;
    },
    endPackage(groups) {
      ofPackage();
      const all = groups.join('/');
      const innermost = groups.at(-1) ?? '';
      for (const source of sources.values()) {
        const key = `${all}\n${source.path}`;
        const before = entries.get(key);
        if (before === undefined) {
          const short = `${innermost}\n${source.path}`;
          entries.set(key, Object.assign(source, { module: modules.has(short) ? all : innermost }));
          modules.add(short);
        } else {
          append(before.slices, source.slices);
          append(before.classes, source.classes);
          before.totals = undefined;
        }
      }
      sources.clear();
      named.clear();
      unnamed.clear();
    },
    all: () => entries.values(),
    classes: () => classCount,
  };
}

/** One by one: a file may have more parts than a call may have arguments. */
function append(to: number[], from: readonly number[] = []): void {
  for (const offset of from) to.push(offset);
}

/** Package and file name; a name that is a whole path already (Pester, other languages) stays what it is. */
function pathOf(packageName: string, sourceName: string): string {
  if (packageName === '' || packageName === '.' || /^(?:[\\/]|[A-Za-z]:[\\/])/.test(sourceName)) return sourceName;
  return `${packageName}/${sourceName}`;
}
