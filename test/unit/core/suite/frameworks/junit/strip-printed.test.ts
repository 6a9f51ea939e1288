import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { createPrintedStripper } from '../../../../../../src/core/suite/frameworks/junit/strip-printed.ts';

/** The document in pieces of `size`, as a file is read. */
function stripped(text: string, size: number): string {
  const stripper = createPrintedStripper();
  let result = '';
  for (let at = 0; at < text.length; at += size) result += stripper.push(text.slice(at, at + size));
  return result + stripper.end();
}

/** A test may print anything; the writer of the report cuts the one sequence that ends a section. */
function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

describe('what tests printed', () => {
  it('is left out of a report, and nothing else is', () => {
    const kept = '<?xml version="1.0"?><testsuite name="a>b"><!-- <system-out> --><testcase name="x">';
    const failure = `<failure message="a &gt; b">${cdata('at <system-out> line')}</failure>`;
    const text = `${kept}<properties><property name="a" value="b"/></properties>${failure}<system-out>${cdata('</system-out><testcase name="fake"/>')}</system-out><system-err/></testcase></testsuite>`;
    for (const size of [1, 2, 3, 7, 1000]) assert.equal(stripped(text, size), `${kept}${failure}</testcase></testsuite>`);
  });

  it('never changes what is kept, whatever it is and however it comes', () => {
    const printed = fc.array(
      fc.constantFrom('</system-out>', ']]>', '<![CDATA[', '<testcase name="fake"/>', '<!--', '-->', '"', "'", '<', 'ä', '\n'),
    );
    fc.assert(
      fc.property(printed, printed, fc.integer({ min: 1, max: 20 }), (first, second, size) => {
        const failure = `<failure>${cdata(first.join(''))}</failure>`;
        const text = `<testsuite><testcase name="a">${failure}<system-out>${cdata(second.join(''))}</system-out></testcase></testsuite>`;
        assert.equal(stripped(text, size), `<testsuite><testcase name="a">${failure}</testcase></testsuite>`);
      }),
    );
  });
});
