import assert from 'node:assert/strict';
import { readShownEnvironment } from '../../../../src/node/cargo-test/measure-rust.ts';

describe('what cargo-llvm-cov says of the environment', () => {
  it('is read as a shell reads it', () => {
    const text = ["LLVM_PROFILE_FILE='/a b/c-%p.profraw'", "export FLAGS='it'\\''s'", 'RUSTC_WRAPPER=/bin/x', 'nothing of it'].join('\n');
    assert.deepEqual(readShownEnvironment(text), { LLVM_PROFILE_FILE: '/a b/c-%p.profraw', FLAGS: "it's", RUSTC_WRAPPER: '/bin/x' });
  });
});
