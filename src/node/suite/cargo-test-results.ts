/**
 * Runs `cargo test` and writes what each test came to. `cargo-test-results.mjs cargo test …` is the run, asked by
 * {@link orderVariable}; `cargo-test-results.mjs --run <binary> …` is what that run makes cargo start instead of a test
 * binary: libtest's own events need an option of the binary, and cargo hands options to all binaries alike.
 */
import { fileURLToPath } from 'node:url';
import { orderVariable, type CargoOrder } from '../../core/suite/frameworks/cargo-test/cargo-events.ts';
import { runCargo } from '../cargo-test/run-cargo.ts';
import { runTestBinary } from '../cargo-test/run-test-binary.ts';

const order = JSON.parse(process.env[orderVariable] ?? '{}') as CargoOrder;
const [first = '', ...others] = process.argv.slice(2);
process.exitCode =
  first === '--run' ? await runTestBinary(order, others) : await runCargo(order, fileURLToPath(import.meta.url), [first, ...others]);
