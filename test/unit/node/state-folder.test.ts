import assert from 'node:assert/strict';
import { stateFolderOn } from '../../../src/node/state-folder.ts';

const linux = { platform: 'linux', home: '/home/me' } as const;
const mac = { platform: 'darwin', home: '/Users/me' } as const;
const windows = { platform: 'win32', home: 'C:\\Users\\me' } as const;

/** The path with its hash of 16 digits written as `#`. */
function place(path: string): string {
  return path.replace(/[0-9a-f]{16}$/, '#');
}

describe('folder of what outlives a process', () => {
  it('is the place of the platform', () => {
    assert.equal(place(stateFolderOn(linux, '/w/my shop', {})), '/home/me/.local/state/branchlight/my_shop-#');
    assert.equal(place(stateFolderOn(mac, '/w/shop', {})), '/Users/me/Library/Application Support/branchlight/shop-#');
    assert.equal(place(stateFolderOn(windows, 'D:\\w\\shop', {})), 'C:\\Users\\me\\AppData\\Local\\branchlight\\shop-#');
  });

  it('is where the environment says; empty and relative places do not count', () => {
    assert.equal(place(stateFolderOn(linux, '/w/shop', { XDG_STATE_HOME: '/state' })), '/state/branchlight/shop-#');
    for (const XDG_STATE_HOME of ['', 'state']) {
      assert.equal(place(stateFolderOn(linux, '/w/shop', { XDG_STATE_HOME })), '/home/me/.local/state/branchlight/shop-#');
    }
    assert.equal(place(stateFolderOn(windows, 'C:\\shop', { LOCALAPPDATA: 'D:\\Local' })), 'D:\\Local\\branchlight\\shop-#');
    assert.equal(place(stateFolderOn(windows, 'C:\\shop', { LOCALAPPDATA: '' })), 'C:\\Users\\me\\AppData\\Local\\branchlight\\shop-#');
    assert.equal(place(stateFolderOn(linux, '/w/shop', { BRANCHLIGHT_STATE: '/chosen' })), '/chosen/shop-#');
  });

  it('is one for each workspace, and the same for every way of writing it', () => {
    assert.notEqual(stateFolderOn(linux, '/a/shop', {}), stateFolderOn(linux, '/b/shop', {}));
    assert.notEqual(stateFolderOn(linux, '/a/shop', {}), stateFolderOn(linux, '/a/Shop', {}));
    assert.equal(stateFolderOn(windows, 'C:\\w\\shop', {}), stateFolderOn(windows, 'c:\\w\\shop', {}));
  });
});
