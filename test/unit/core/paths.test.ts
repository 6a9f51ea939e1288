import assert from 'node:assert/strict';
import {
  basename,
  displayPath,
  dirname,
  extension,
  foldersUp,
  isInside,
  isWindowsPath,
  isAbsolutePath,
  joinPath,
  nativePath,
  relativePath,
  toPosix,
} from '../../../src/core/paths.ts';

describe('paths', () => {
  it('joins in the way of the platform that the base is from', () => {
    assert.equal(joinPath('/w', 'src', '../tests', './a.test.ts'), '/w/tests/a.test.ts');
    assert.equal(joinPath('C:\\w', 'src/shop', '..', 'a.ts'), 'C:\\w\\src\\a.ts');
    assert.equal(joinPath('\\\\server\\share\\w', 'src/a.ts'), '\\\\server\\share\\w\\src\\a.ts');
  });

  it('never leads above a root', () => {
    assert.equal(joinPath('/', '..', 'a'), '/a');
    assert.equal(joinPath('C:\\w', '..', '..'), 'C:\\');
    assert.equal(joinPath('\\\\server\\share\\w', '../../..'), '\\\\server\\share\\');
  });

  it('keeps a backslash in the name of a POSIX file', () => {
    assert.equal(joinPath('/w', 'odd\\name.ts'), '/w/odd\\name.ts');
    assert.equal(toPosix('/w/odd\\name.ts'), '/w/odd\\name.ts');
    assert.equal(basename('/w/odd\\name.ts'), 'odd\\name.ts');
    assert.equal(isWindowsPath('/w/odd\\name.ts'), false);
  });

  it('names the folder of a path, and a root as its own', () => {
    assert.deepEqual(['/w/src/a.ts', '/w', '/'].map(dirname), ['/w/src', '/', '/']);
    assert.deepEqual(['C:\\w\\a.ts', 'C:\\w', 'C:\\'].map(dirname), ['C:\\w', 'C:\\', 'C:\\']);
    const share = '\\\\server\\share\\';
    assert.deepEqual([`${share}w\\a.ts`, `${share}w`, share].map(dirname), [`${share}w`, share, share]);
  });

  it('takes the last ending for the extension', () => {
    assert.deepEqual(['/w/a.test.tsx', 'C:\\w.d\\a', '/w/.env', '/w/a.d.ts'].map(extension), ['.tsx', '', '', '.ts']);
  });

  it('says how to get from one place to another', () => {
    assert.equal(relativePath('/w/tests/generated', '/w/src/a.ts'), '../../src/a.ts');
    assert.equal(relativePath('/w', '/w'), '');
    assert.equal(relativePath('c:\\W\\tests', 'C:\\w\\src\\a.ts'), '../src/a.ts');
    assert.equal(relativePath('/W', '/w/a.ts'), '../w/a.ts');
  });

  it('knows what lies inside a folder, also when a name only begins with dots', () => {
    assert.equal(isInside('/w', '/w/..hidden/a.ts'), true);
    assert.equal(isInside('/w', '/w'), true);
    assert.equal(isInside('/w', '/wide/a.ts'), false);
    assert.equal(isInside('C:\\w', 'D:\\w\\a.ts'), false);
  });

  it('takes letters of either case for the same on Windows, and only there', () => {
    assert.equal(isInside('c:\\W', 'C:\\w\\a.ts'), true);
    assert.equal(isInside('c:\\', 'C:/w/a.ts'), true);
    assert.equal(isInside('/W', '/w/a.ts'), false);
  });

  it('writes a path as the system of the root does', () => {
    assert.equal(nativePath('C:/w/a.ts', 'c:\\w'), 'c:\\w\\a.ts');
    assert.equal(nativePath('D:\\w\\a.ts', 'c:\\w'), 'D:\\w\\a.ts');
    assert.equal(nativePath('//server/share/a.ts', '\\\\server\\share'), '\\\\server\\share\\a.ts');
    assert.equal(nativePath('/w/odd\\name.ts', '/w'), '/w/odd\\name.ts');
  });

  it('tells absolute paths of either system from others', () => {
    const absolute = ['/w', 'C:\\w', 'c:/w', '\\\\server\\share'];
    assert.deepEqual([...absolute, 'w', './w', '\\w', 'C:w'].filter(isAbsolutePath), absolute);
  });

  it('shows people what lies below a folder, and the whole path of anything else', () => {
    assert.equal(displayPath('C:\\w\\src\\a.ts', 'c:\\w'), 'src/a.ts');
    assert.equal(displayPath('/other/a.ts', '/w'), '/other/a.ts');
    assert.equal(displayPath('/w', '/w'), '/w');
  });

  it('walks up to the workspace and not above, however its path is spelled', () => {
    assert.deepEqual(foldersUp('/w/src/shop', '/w'), ['/w/src/shop', '/w/src', '/w']);
    assert.deepEqual(foldersUp('/w/src', '/w/'), ['/w/src', '/w']);
    assert.deepEqual(foldersUp('C:\\w\\src', 'c:\\w'), ['C:\\w\\src', 'C:\\w']);
    assert.deepEqual(foldersUp('/other/src', '/w'), ['/other/src', '/other', '/']);
    assert.deepEqual(foldersUp('\\\\server\\share\\w', '/'), ['\\\\server\\share\\w', '\\\\server\\share\\']);
  });
});
