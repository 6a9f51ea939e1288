import { spawn } from 'node:child_process';

/** npm as this process was started by it, else the npm on PATH. */
function npmCommand(): { readonly file: string; readonly args: readonly string[]; readonly shell: boolean } {
  const cli = process.env['npm_execpath'];
  if (cli !== undefined && /npm-cli\.[cm]?js$/.test(cli)) return { file: process.execPath, args: [cli], shell: false };
  return { file: 'npm', args: [], shell: process.platform === 'win32' };
}

/** The environment for an npm that must not think that it works on the project whose script started us. */
function npmEnvironment(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (/^npm_(lifecycle|package|command|config_(local_prefix|prefix|global|omit|include|dry_run|workspaces?))/i.test(name))
      delete env[name];
  }
  delete env['INIT_CWD'];
  delete env['NODE_ENV'];
  return env;
}

/** Runs npm in `cwd` and hands every line that it prints to `report`. @throws Error with the last lines when it fails */
export async function runNpm(args: readonly string[], cwd: string, report: (line: string) => void): Promise<void> {
  const npm = npmCommand();
  const child = spawn(npm.file, [...npm.args, ...args], {
    cwd,
    env: npmEnvironment(),
    shell: npm.shell,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const collect = (chunk: Buffer): void => {
    for (const line of chunk.toString().split(/\r?\n/)) {
      if (line.trim() === '' || /^npm warn/i.test(line)) continue;
      lines.push(line);
      report(line);
    }
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`npm ${args.join(' ')} in ${cwd} ended with ${String(code)}:\n${lines.slice(-20).join('\n')}`);
}
