import assert from 'node:assert/strict';
import { locateRustTest } from '../../../../../../src/core/suite/frameworks/cargo-test/locate-rust-test.ts';

const files: Readonly<Record<string, string>> = {
  '/w/src/lib.rs':
    'mod a;\n// mod c { fn at_the_root() }\n#[cfg(test)]\nmod b {\n  mod nested;\n}\n#[path = "other/place.rs"]\nmod moved;\nfn at_the_root() {}\n',
  '/w/src/a/mod.rs': 'mod tests {\n    fn twice() {}\n    mod more { fn twice() {} }\n    fn once() {}\n}\n',
  '/w/src/b/nested.rs': 'fn inside() {}',
  '/w/src/other/place.rs': '\nfn somewhere<T>() {}',
  '/w/tests/made.rs': 'cases! { one; }',
};

function place(name: string, root = '/w/src/lib.rs'): string | undefined {
  const found = locateRustTest(root, name, (file) => files[file]);
  return found === undefined ? undefined : `${found.file}:${found.line ?? '?'}`;
}

describe('the place of a Rust test', () => {
  it('is found down the modules of its crate', () => {
    assert.equal(place('at_the_root'), '/w/src/lib.rs:9');
    assert.equal(place('a::tests::once'), '/w/src/a/mod.rs:4');
    assert.equal(place('b::nested::inside'), '/w/src/b/nested.rs:1');
    assert.equal(place('moved::somewhere'), '/w/src/other/place.rs:2');
  });

  it('has no line where several functions have the name', () => {
    assert.equal(place('a::tests::twice'), '/w/src/a/mod.rs:?');
  });

  it('is not guessed', () => {
    assert.equal(place('unknown::test'), undefined);
    assert.equal(place('made::by_a_macro::one', '/w/tests/made.rs'), '/w/tests/made.rs:?');
  });
});
