import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { inflate } from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';
import { cacheFolder, makeOwnFolder } from './cache-folder.ts';

interface Found {
  readonly executable: string;
  readonly env: Readonly<Record<string, string>>;
}

const packageFolder = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..');

/** Unpacks the browser of the npm package `@sparticuz/chromium`, with the libraries that it needs, into the cache folder. */
async function unpack(report: (line: string) => void): Promise<string> {
  const home = join(cacheFolder, 'chromium-153.0.0');
  if (existsSync(home)) return home;
  report('Unpacking Chromium …');
  const partial = await makeOwnFolder('partial-chromium');
  // The package unpacks into the system's temporary folder; for the length of this call that is ours.
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = partial;
  try {
    await Promise.all(['chromium.br', 'al2023.tar.br', 'fonts.tar.br'].map((name) => inflate(join(packageFolder, 'bin', name))));
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
  await writeFile(join(partial, 'fonts.conf'), fontsConfiguration(home));
  if (existsSync(home)) await rm(partial, { recursive: true, force: true });
  else await rename(partial, home);
  return home;
}

/** The system's fonts, and those of the package for a machine that has none: without any, Chromium draws no text. */
function fontsConfiguration(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(home, 'fonts')}</dir>
  <cachedir>${join(home, 'font-cache')}</cachedir>
</fontconfig>
`;
}

function starts(found: Found): boolean {
  return (
    spawnSync(found.executable, ['--version', '--no-sandbox'], { env: { ...process.env, ...found.env }, stdio: 'ignore' }).status === 0
  );
}

const systemBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** First what npm brought, as it stands; then with the libraries that it brought along; then what the system has. */
async function findBrowser(report: (line: string) => void): Promise<Found> {
  const candidates: Found[] = [];
  if (process.platform === 'linux' && process.arch === 'x64') {
    const home = await unpack(report);
    const executable = join(home, 'chromium');
    const env = { FONTCONFIG_FILE: join(home, 'fonts.conf') };
    candidates.push({ executable, env }, { executable, env: { ...env, LD_LIBRARY_PATH: join(home, 'al2023/lib') } });
  }
  for (const executable of systemBrowsers) if (existsSync(executable)) candidates.push({ executable, env: {} });
  const found = candidates.find(starts);
  if (found !== undefined) return found;
  throw new Error(
    'No Chromium could be started. Next step, on Debian or Ubuntu: `apt-get install -y libnss3 libnspr4` (or `apt-get install -y chromium`); elsewhere: install Chromium or Google Chrome.',
  );
}

/** A headless Chromium, from npm or the system, never downloaded. @throws Error that says what to install when there is none */
export async function launchChromium(report: (line: string) => void): Promise<Browser> {
  const found = await findBrowser(report);
  return chromium.launch({
    executablePath: found.executable,
    env: { ...(process.env as Record<string, string>), ...found.env },
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-gpu',
      '--force-color-profile=srgb',
      '--font-render-hinting=none',
    ],
  });
}
