import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import type { TextHistory } from '../core/ports.ts';
import { scrubEnvironment } from './environment.ts';

const longestMs = 3000;
const largestText = 16 * 1024 * 1024;

/** Nothing of a repository's own settings may start a program. */
const quiet = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '--no-optional-locks', '--literal-pathspecs'];

/**
 * Versions of a file out of git: the last one committed before a time and the first one after it. Only reads; in a
 * folder that is not trusted, without git, or outside of a repository there are none.
 */
export function createGitHistory(options: { readonly trusted: () => boolean; readonly environment: NodeJS.ProcessEnv }): TextHistory {
  const env = scrubEnvironment(options.environment, { GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' });
  const git = (cwd: string, args: readonly string[]): Promise<string | undefined> =>
    new Promise((resolve) => {
      const all = [...quiet, ...args];
      execFile('git', all, { cwd, env, timeout: longestMs, maxBuffer: largestText, windowsHide: true }, (error, stdout) => {
        resolve(error === null ? stdout : undefined);
      });
    });
  return {
    async around(path, at) {
      if (!options.trusted()) return [];
      const folder = dirname(path);
      const time = `@${String(Math.floor(at / 1000))}`;
      const [before, after] = await Promise.all([
        git(folder, ['rev-list', '-1', `--before=${time}`, 'HEAD', '--', path]),
        git(folder, ['rev-list', '--reverse', `--after=${time}`, 'HEAD', '--', path]),
      ]);
      const commits = [before?.trim(), after?.split('\n')[0]?.trim()].filter((commit) => commit !== undefined && commit !== '');
      const name = commits.length === 0 ? undefined : (await git(folder, ['ls-files', '--full-name', '--', path]))?.split('\n')[0];
      if (name === undefined || name === '') return [];
      const texts = await Promise.all(commits.map((commit) => git(folder, ['cat-file', 'blob', `${String(commit)}:${name}`])));
      return texts.filter((text) => text !== undefined);
    },
  };
}
