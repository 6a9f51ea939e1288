/**
 * `npm start`: the demo shop in a real VS Code with Branchlight. Builds, copies the shop to a scratch folder, measures it,
 * and opens it in the desktop `code` if there is one, else in a VS Code that is served to your browser until Ctrl-C.
 * `npm start -- --serve` always serves; `--port=8123` names the port.
 */
import { spawn, spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../test/support/cache-folder.ts';
import { makeProject } from '../test/support/project.ts';
import { serveVscode, trustSettings } from '../test/support/served-vscode.ts';
import { buildIfStale, stageExtension } from '../test/support/stage-extension.ts';

const { values } = parseArgs({ options: { serve: { type: 'boolean', default: false }, port: { type: 'string' } } });
const say = (line: string): void => console.log(line);

/** The command line of a desktop VS Code, if one can be run. Inside a container or over SSH `code` may exist and not work. */
function findDesktop(): string | undefined {
  for (const name of ['code', 'code-insiders', 'codium']) {
    const probe = spawnSync(name, ['--version'], { stdio: 'ignore', shell: process.platform === 'win32' });
    if (probe.status === 0) return name;
  }
  return undefined;
}

await buildIfStale(say);
const project = await makeProject('demo');
say(`The demo shop: ${project.root}`);
say('Running its suite with coverage …');
project.measure();

const desktop = values.serve ? undefined : findDesktop();
if (desktop !== undefined) {
  say(`Opening it with ${desktop}. In the window: click a mark in the gutter of src/shipping.ts.`);
  const child = spawn(desktop, ['--new-window', `--extensionDevelopmentPath=${repositoryRoot}`, project.root], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  child.once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
} else {
  if (!values.serve) say('There is no desktop VS Code on PATH (`code`), so one is served.');
  const extension = await stageExtension(say);
  const served = await serveVscode({
    report: say,
    installed: [extension.path],
    settings: trustSettings(true),
    ...(values.port !== undefined && { port: Number(values.port) }),
  });
  say(`\nOpen ${served.url({ workspace: project.root })}`);
  say('Then open src/shipping.ts and click a mark in the gutter. Ctrl-C ends it and removes the scratch folder.');
  const stop = (): void => {
    say('\nStopping …');
    Promise.all([served.stop(), extension.remove(), project.remove()]).then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
