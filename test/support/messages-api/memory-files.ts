import { AppError } from '../../../src/core/errors.ts';
import type { FileSystem } from '../../../src/core/ports.ts';

/** A file system that holds these files, by absolute path. */
export function memoryFiles(files: Readonly<Record<string, string>>): FileSystem {
  return {
    async readText(path) {
      const text = files[path];
      if (text === undefined) throw new AppError('file/unreadable', `There is no file ${path}.`);
      return text;
    },
    readBytes: async (path) => new TextEncoder().encode(files[path]),
    async stat(path) {
      const text = files[path];
      if (text !== undefined) return { kind: 'file', size: text.length, modified: 0 };
      return Object.keys(files).some((file) => file.startsWith(`${path}/`)) ? { kind: 'directory', size: 0, modified: 0 } : undefined;
    },
    async list(directory) {
      const names = new Map<string, 'file' | 'directory'>();
      for (const file of Object.keys(files)) {
        if (!file.startsWith(`${directory}/`)) continue;
        const [name = '', ...rest] = file.slice(directory.length + 1).split('/');
        names.set(name, rest.length === 0 ? 'file' : 'directory');
      }
      return [...names].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, kind]) => ({ name, kind }));
    },
  };
}
