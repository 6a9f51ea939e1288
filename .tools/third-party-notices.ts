import type { Metafile } from 'esbuild';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One package of which code ships. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression as the package declares it; empty when it declares none. */
  readonly licence: string;
  /** Who wrote it and where it comes from, one fact a line. */
  readonly origin: readonly string[];
  /** Licence and notice files of the package, in their order; empty when it ships none. */
  readonly texts: readonly string[];
}

/** SPDX ids whose terms are met by shipping the notices. */
export const allowedLicences: ReadonlySet<string> = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  '0BSD',
  'CC0-1.0',
  'Unlicense',
  'Python-2.0',
]);

/** Whether a flat SPDX expression asks for nothing but allowed licences: every one of `A AND B`, any one of `A OR B`. Others: no. */
export function isAllowed(licence: string): boolean {
  const parts = licence.replace(/^\(([^()]*)\)$/, '$1').split(/ (AND|OR) /);
  const ids = parts.filter((_, index) => index % 2 === 0);
  const operators = new Set(parts.filter((_, index) => index % 2 === 1));
  if (operators.size > 1) return false;
  return operators.has('OR') ? ids.some((id) => allowedLicences.has(id)) : ids.every((id) => allowedLicences.has(id));
}

/** Folders of the packages of which a bundle holds at least one byte, as the metafile writes paths: `node_modules/a/node_modules/b`. */
export function bundledFolders(metafile: Metafile): readonly string[] {
  const folders = new Set<string>();
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const folder = /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
    }
  }
  return [...folders];
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: unknown;
  readonly author?: string | { readonly name?: string };
  readonly repository?: string | { readonly url?: string };
}

interface Components {
  readonly registrations: readonly {
    readonly component: { readonly git?: { readonly name: string; readonly repositoryUrl: string } };
    readonly license?: string;
    readonly version?: string;
  }[];
}

/** Reads what an installed package says about itself. Rejects when it has no readable manifest. */
export async function readPackage(folder: string): Promise<ShippedPackage> {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
  const files = await readdir(folder);
  const notices = files.filter(
    (name) => /^(licen[cs]e|copying|notice|third-?party-?notice)[^/]*$/i.test(name) && !/\.[cm]?[jt]s$/i.test(name),
  );
  const texts = await Promise.all(notices.toSorted().map((name) => readFile(join(folder, name), 'utf8')));
  const author = typeof manifest.author === 'string' ? manifest.author : manifest.author?.name;
  const repository = typeof manifest.repository === 'string' ? manifest.repository : manifest.repository?.url;
  return {
    name: manifest.name,
    version: manifest.version,
    licence: typeof manifest.license === 'string' ? manifest.license : '',
    origin: [
      ...(author === undefined ? [] : [`Author: ${author}`]),
      ...(repository === undefined ? [] : [`Source: ${repository.replace(/^git\+/, '')}`]),
      ...(files.includes('cgmanifest.json') ? await componentsOf(join(folder, 'cgmanifest.json')) : []),
    ],
    texts: texts.map((text) => text.replaceAll(/\r\n?/g, '\n').trim()),
  };
}

/** What Microsoft's packages are built from: https://github.com/microsoft/component-detection/blob/main/docs/schema/manifest.schema.json */
async function componentsOf(path: string): Promise<readonly string[]> {
  const { registrations } = JSON.parse(await readFile(path, 'utf8')) as Components;
  return registrations.flatMap(({ component: { git }, license = 'unknown licence', version = '' }) =>
    git === undefined ? [] : [`Built from: ${`${git.name} ${version}`.trim()} (${license}), ${git.repositoryUrl}`],
  );
}

const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/**
 * The file that ships: one chapter a package, by name, once a version. Throws when a package may not be shipped, or when its
 * licence has to be shown and there is no text of it.
 */
export function noticesText(packages: readonly ShippedPackage[]): string {
  const byTitle = new Map(packages.map((one) => [titleOf(one), one]));
  const chapters = [...byTitle].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([title, one]) => chapter(title, one));
  return `Branchlight holds code of the following packages, under the licences that follow each name.\n\n${chapters.join('\n')}`;
}

/** First line of a package's chapter. */
export function titleOf({ name, version, licence }: ShippedPackage): string {
  return `${name} ${version} (${licence})`;
}

function chapter(title: string, one: ShippedPackage): string {
  if (!isAllowed(one.licence)) {
    throw new Error(`${one.name} ${one.version} is bundled under "${one.licence}", which is not among ${[...allowedLicences].join(', ')}.`);
  }
  const texts = one.texts.length > 0 ? one.texts : [standardText(one)];
  return `${'='.repeat(80)}\n${[title, ...one.origin].join('\n')}\n\n${texts.join(`\n\n${'-'.repeat(40)}\n\n`)}\n`;
}

function standardText({ name, version, licence }: ShippedPackage): string {
  if (licence !== 'MIT') throw new Error(`${name} ${version} is bundled under ${licence} but ships no text of its licence.`);
  return `The package ships no text of its licence; the MIT License reads:\n\n${mit}`;
}
