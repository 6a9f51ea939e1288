/** What feature tests share: a session of fake folders without a connection. */
import type { CoverageView } from '../../../../src/server/coverage-view.ts';
import { createCoverageView } from '../../../../src/server/coverage-view.ts';
import type { FolderSession } from '../../../../src/server/folder-session.ts';
import { placeFile, type PlacedFile } from '../../../../src/server/placed-file.ts';
import { createWorkspaceSession, type WorkspaceSession } from '../../../../src/server/workspace-session.ts';
import { folderSettings } from '../../../../src/server/folder-settings.ts';
import { pathToUri } from '../../../../src/server/paths.ts';
import { fakeHost, type FakeFolder } from '../fake-engine.ts';
import { priceFile, priceText } from '../price-file.ts';
import { basename } from 'node:path';

export interface Opened {
  readonly workspace: WorkspaceSession;
  readonly folders: readonly FolderSession[];
  readonly view: CoverageView;
}

/** Opens fake folders by root and waits until they were read. */
export async function openFolders(
  fakes: Readonly<Record<string, FakeFolder>>,
  given: {
    readonly open?: Readonly<Record<string, string>>;
    readonly disk?: Readonly<Record<string, string>>;
    readonly trusted?: boolean;
  } = {},
): Promise<Opened> {
  const host = fakeHost(fakes);
  const workspace = createWorkspaceSession({
    logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    trusted: given.trusted ?? true,
    processRunner: host.processRunner(undefined, {
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: () => undefined,
    }),
    apiKey: () => Promise.resolve(undefined),
    createEngine: host.createEngine,
    pullSettings: (_uri, trusted) => Promise.resolve(folderSettings(undefined, trusted)),
    onCoverage: () => undefined,
    onState: () => undefined,
  });
  await workspace.add(Object.keys(fakes).map((root) => ({ uri: pathToUri(root), name: basename(root) })));
  await workspace.refresh();
  const view = createCoverageView({
    open: { textOf: (path) => given.open?.[path] },
    readText: (path) => Promise.resolve(given.disk?.[path]),
    describeTime: () => '12:03',
  });
  return { workspace, folders: workspace.folders, view };
}

/** `price.ts` laid over `current`. */
export function placedPrice(current: string = priceText): PlacedFile {
  return placeFile(priceFile('/shop/src/price.ts'), priceText, current, 'line changed since the report of 12:03');
}
