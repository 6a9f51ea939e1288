import assert from 'node:assert/strict';
import { alignWithSource } from '../../../../src/core/coverage/align.ts';
import { readReport } from '../../../../src/core/coverage/read-report.ts';
import type { FileCoverage } from '../../../../src/core/coverage/coverage-map.ts';
import type { SourceModel } from '../../../../src/core/source/source-model.ts';
import { isCoverable } from '../../../../src/core/targets/is-coverable.ts';
import { alignedReport, analyser, fixtureText } from '../coverage/made-reports.ts';

async function analyse(text: string): Promise<SourceModel> {
  const model = await analyser.analyse('a.go', text);
  assert.ok(model);
  return model;
}

/** A profile of `a.go` out of lines `from,to count`. */
function profile(mode: string, ...blocks: readonly string[]): FileCoverage {
  const text = [`mode: ${mode}`, ...blocks.map((block) => `/w/a.go:${block.replace(' ', ' 1 ')}`), ''].join('\n');
  const [file] = readReport(new TextEncoder().encode(text), '/w/cover.out').coverage.values();
  assert.ok(file);
  return file;
}

async function arms(text: string, coverage: FileCoverage): Promise<readonly string[]> {
  const aligned = alignWithSource(coverage, await analyse(text)).coverage;
  return aligned.branches.flatMap((branch) =>
    branch.arms.map(({ key, label, state, count }) => `${key} ${label} ${state} ${count ?? '-'}`),
  );
}

describe('Go', () => {
  it('has arms for if, switch, select and for, and none for operators, endless loops and empty switches', async () => {
    const text = [
      'package a',
      'func (c *Cart[T]) Total(a, b bool) int {',
      '\tfor { break }',
      '\tfor ; ; { break }',
      '\tif ok := a && b || c.ok; ok { return 1 } else if b { return 2 }',
      '\tswitch v := c.any.(type) { case int, string: _ = v }',
      '\tswitch { }',
      '\tselect { case x := <-c.ch: _ = x; case c.ch <- 1: }',
      '\tfor i := range 3 { _ = i }',
      '\treturn 0',
      '}',
      'var handler = func() { if true { } }',
      'func hidden() {}',
    ].join('\n');
    const { branches, functions, syntaxError } = await analyse(text);
    assert.equal(syntaxError, undefined);
    assert.deepEqual(
      branches.map((branch) => `${branch.condition}: ${branch.arms.map((arm) => `${arm.key} ${arm.label}`).join(', ')}`),
      [
        'ok := a && b || c.ok; ok: if@5:1/0 if, if@5:1/1 else',
        'b: if@5:47/0 if, if@5:47/1 else',
        'v := c.any.(type): switch@6:1/0 case int, string, switch@6:1/1 default',
        'select: switch@8:1/0 case x := <-c.ch, switch@8:1/1 case c.ch <- 1',
        'i := range 3: loop@9:1/0 loop body, loop@9:1/1 loop exit',
        'true: if@12:23/0 if, if@12:23/1 else',
      ],
    );
    assert.deepEqual(
      functions.map((one) => `${one.name} ${one.exported ?? 'not exported'}`),
      ['Cart.Total member', '<anonymous> not exported', 'hidden not exported'],
    );
  });

  it('says where it does not understand the code, and makes no arms of its blocks then', async () => {
    const text = 'package a\nfunc f() {\n\tif x {\n\t} els {\n\t}\n}\n';
    assert.match((await analyse(text)).syntaxError ?? '', /^Line \d: /);
    assert.deepEqual(await arms(text, profile('count', '2.10,3.7 2', '3.7,4.3 1')), [
      'block@2:10-3:7/0 block hit 2',
      'block@3:7-4:3/0 block hit 1',
    ]);
  });

  it('does not tell what a panic may have kept from being an else', async () => {
    const safe = 'package a\nfunc f(n int) {\n\tif n > 1 {\n\t\tn--\n\t}\n}\n';
    const blocks = profile('count', '2.15,3.11 3', '3.11,5.3 2');
    assert.deepEqual((await arms(safe, blocks)).slice(1), ['if@3:1/0 if hit 2', 'if@3:1/1 else hit 1']);
    for (const condition of ['g(n) > 1', 'ns[n]> 1', '10/n > 1', '*p   > 1', 'a.b  > 1', 'a == b  ', '<-ch > 1']) {
      const text = safe.replace('n > 1', condition);
      const wider = profile('count', `2.15,3.${5 + condition.length + 1} 3`, `3.${5 + condition.length + 1},5.3 2`);
      assert.deepEqual((await arms(text, wider)).slice(1), ['if@3:1/0 if hit 2', 'if@3:1/1 else unknown -'], condition);
    }
  });

  it('leaves blocks alone that do not fit the source', async () => {
    const text = 'package a\nfunc f(n int) {\n\tif n > 1 {\n\t\tn--\n\t}\n}\n';
    assert.deepEqual(await arms(text, profile('count', '2.15,2.16 3')), ['block@2:15-2:16/0 block hit 3']);
  });

  it('is not changed by aligning it twice', async () => {
    for (const report of ['go-arms/count.out', 'go-arms/set.out']) {
      const { coverage } = await alignedReport(report, 'go-arms/arms.go');
      const again = alignWithSource(coverage, await analyse(fixtureText('go-arms/arms.go')));
      assert.deepEqual(again, { coverage, problems: [] });
    }
  });

  it('names functions with how often they ran', async () => {
    const { coverage } = await alignedReport('go/count.out', 'go/shop.go');
    assert.deepEqual(
      coverage.functions.map(({ name, line, endLine, count }) => `${name} ${line}-${endLine} ${count}`),
      ['Total 14-35 2', 'unused 37-37 0'],
    );
  });

  it('is shown, and no tests are written for it', () => {
    assert.deepEqual(['a.go', 'a.py', 'a.ts', 'a.jsx', 'a.rs'].map(isCoverable), [false, true, true, true, false]);
  });
});
