import assert from 'node:assert/strict';
import type { ParsedReport } from '../../../../src/core/coverage/coverage-map.ts';
import { maxLine, mostArmsOnLine } from '../../../../src/core/coverage/formats/numbers.ts';
import { readReport } from '../../../../src/core/coverage/read-report.ts';

function read(text: string): ParsedReport & { readonly format: string | undefined } {
  return readReport(new TextEncoder().encode(text), '/x/report');
}

/** A report of each format that has lines with counts, with this line and this count in it. */
const reportsOf: Readonly<Record<string, (line: string, count: string) => string>> = {
  lcov: (line, count) => `TN:\nSF:a.ts\nDA:1,1\nDA:${line},${count}\nBRDA:${line},0,0,${count}\nBRDA:${line},0,1,1\nend_of_record\n`,
  cobertura: (line, count) =>
    `<?xml version="1.0"?><coverage line-rate="1"><packages><package name="p"><classes><class name="a" filename="a.ts"><methods/><lines><line number="1" hits="1"/><line number="${line}" hits="${count}" branch="true" condition-coverage="50% (1/2)"/></lines></class></classes></package></packages></coverage>`,
  clover: (line, count) =>
    `<?xml version="1.0"?><coverage generated="1" clover="4.4.1"><project timestamp="1"><package name="p"><file name="a.ts" path="a.ts"><line num="1" count="1" type="stmt"/><line num="${line}" count="${count}" type="stmt"/><line num="${line}" type="cond" truecount="${count}" falsecount="1"/></file></package></project></coverage>`,
  jacoco: (line, count) =>
    `<?xml version="1.0"?><report name="r"><package name="p"><sourcefile name="a.ts"><line nr="1" mi="0" ci="1" mb="0" cb="0"/><line nr="${line}" mi="0" ci="${count}" mb="1" cb="1"/></sourcefile></package></report>`,
  istanbul: (line, count) =>
    `{"a.ts":{"path":"a.ts","statementMap":{"0":{"start":{"line":1,"column":0},"end":{"line":1,"column":5}},"1":{"start":{"line":${line},"column":0},"end":{"line":${line},"column":5}}},"fnMap":{},"branchMap":{"0":{"type":"if","loc":{"start":{"line":${line},"column":0},"end":{"line":${line},"column":9}},"locations":[{"start":{"line":${line},"column":0},"end":{"line":${line},"column":9}},{"start":{},"end":{}}]}},"s":{"0":1,"1":${count}},"f":{},"b":{"0":[${count},1]}}}`,
  'gcov-json': (line, count) =>
    `{"gcc_version":"12","format_version":"1","current_working_directory":"/p","data_file":"a","files":[{"file":"a.ts","functions":[],"lines":[{"line_number":1,"count":1,"unexecuted_block":false,"branches":[]},{"line_number":${line},"count":${count},"unexecuted_block":false,"branches":[{"count":${count},"fallthrough":true,"throw":false},{"count":1,"fallthrough":false,"throw":false}]}]}]}`,
  'go-coverprofile': (line, count) => `mode: count\na.ts:1.1,1.9 1 1\na.ts:${line}.1,${line}.9 1 ${count}\n`,
  'sonar-generic': (line) =>
    `<coverage version="1"><file path="a.ts"><lineToCover lineNumber="1" covered="true"/><lineToCover lineNumber="${line}" covered="true" branchesToCover="2" coveredBranches="1"/></file></coverage>`,
};

function assertSound(report: ParsedReport): void {
  for (const file of report.coverage.values()) {
    for (const [line, count] of file.lines) {
      assert.ok(Number.isInteger(line) && line >= 1 && line <= maxLine, `line ${line}`);
      assert.ok(Number.isSafeInteger(count) && count >= 0, `count ${count}`);
    }
    for (const { line, arms } of file.branches) {
      assert.ok(Number.isInteger(line) && line >= 1 && line <= maxLine, `branch at ${line}`);
      for (const arm of arms) assert.ok(arm.count === undefined || (Number.isSafeInteger(arm.count) && arm.count >= 0), `arm ${arm.count}`);
    }
  }
}

describe('reports that are wrong', () => {
  for (const [format, report] of Object.entries(reportsOf)) {
    it(`${format}: line numbers that no file has are left out and said; the rest is kept`, () => {
      assert.deepEqual(read(report('2', '3')).problems, [], 'as it should be');
      // gcov writes what belongs to no line at line 0.
      const noLines = ['2147483648', '4294967297', '-1', '99999999999999999999', ...(format === 'gcov-json' ? [] : ['0'])];
      for (const line of noLines) {
        const parsed = read(report(line, '1'));
        assert.equal(parsed.format, format);
        assertSound(parsed);
        assert.deepEqual([...(parsed.coverage.get([...parsed.coverage.keys()][0] ?? '')?.lines.keys() ?? [])], [1], `line ${line}`);
        assert.ok(parsed.problems.length > 0, `line ${line} is dropped in silence`);
      }
    });

    if (format === 'sonar-generic') continue; // knows no counts
    it(`${format}: counts beyond what a number holds, and below nothing, are held and never thrown on`, () => {
      for (const count of ['1e19', '10000000000000000000', '-3', '1.5e308', '18446744073709551615']) {
        const parsed = read(report('2', count));
        assertSound(parsed);
        assert.equal(parsed.coverage.size, 1, count);
        const hits = [...parsed.coverage.values()][0]?.lines.get(2);
        if (hits !== undefined && count === '10000000000000000000' && format !== 'jacoco') assert.equal(hits, Number.MAX_SAFE_INTEGER);
        // In Clover's report the other outcome was taken once, so the line ran.
        if (hits !== undefined && count === '-3' && format !== 'clover') assert.equal(hits, 0);
      }
    });

    it(`${format}: NUL bytes anywhere`, () => {
      const good = report('2', '3');
      for (let at = 0; at <= good.length; at += 7) assertSound(read(`${good.slice(0, at)}\0${good.slice(at)}`));
      for (let at = 0; at < good.length; at += 7) assertSound(read(`${good.slice(0, at)}\0\0\0${good.slice(at + 3)}`));
    });
  }

  const million = 1_000_000;
  const place = { start: { line: 1, column: 0 }, end: { line: 1, column: 9 } };
  const crowded: Readonly<Record<string, () => string | undefined>> = {
    LCOV: () => `SF:a.ts\nDA:1,1\n${Array.from({ length: million }, (_, index) => `BRDA:1,0,${index},0\n`).join('')}end_of_record\n`,
    'LCOV of C++': () =>
      `SF:a.cpp\nDA:1,1\n${Array.from({ length: million }, (_, index) => `BRDA:1,${index % 2 === 0 ? '' : 'e'}0,${index},0\n`).join('')}end_of_record\n`,
    Istanbul: () => {
      const switches = { loc: place, type: 'switch', locations: [place], line: 1 };
      const arms = Array.from({ length: million }, () => 0);
      const file = { path: 'a.ts', statementMap: {}, s: {}, fnMap: {}, f: {}, branchMap: { 0: switches }, b: { 0: arms } };
      return JSON.stringify({ 'a.ts': file });
    },
    Cobertura: () => reportsOf['cobertura']?.('2', '1').replace('(1/2)', `(1/${million})`),
    'Cobertura with torn percents': () => reportsOf['cobertura']?.('2', '1').replace('50% (1/2)', '66666666666666.6% (2/66666666666666)'),
    JaCoCo: () => reportsOf['jacoco']?.('2', '1').replace('mb="1" cb="1"', `mb="${million}" cb="1"`),
  };
  for (const [name, report] of Object.entries(crowded)) {
    it(`${name}: a million arms on one line are at most 10,000`, () => {
      const { coverage, problems } = read(report() ?? '');
      const kept = [...coverage.values()].flatMap((file) => file.branches).reduce((sum, branch) => sum + branch.arms.length, 0);
      assert.ok(kept <= mostArmsOnLine, `${kept} arms`);
      assert.ok(problems.length > 0, 'nothing is said');
    });
  }

  it('entities that unfold to more and more are not unfolded', () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 20 }, (_, index) => `<!ENTITY a${index} "${`&a${index - 1 < 0 ? '' : index - 1};`.repeat(10)}">`).join('')}<!ENTITY file SYSTEM "file:///etc/passwd">]>`;
    for (const format of ['cobertura', 'clover', 'jacoco', 'sonar-generic']) {
      const text = (reportsOf[format]?.('2', '1') ?? '').replace(/a\.ts/g, '&a19;&file;.ts').replace(/(<(?:coverage|report))/, `${bomb}$1`);
      const parsed = read(text);
      assert.ok(JSON.stringify([...parsed.coverage.keys()]).length < 1000, format);
      assert.ok(!JSON.stringify([...parsed.coverage.keys()]).includes('root:'), format);
      assertSound(parsed);
    }
  });

  it('a million levels of nesting end as a problem', () => {
    const deep = 1_000_000;
    const json = [
      ...['[', '{"a":', '{"a":['].map((open) => open.repeat(deep)),
      `{"a.ts":{"path":"a.ts","statementMap":{"0":${'['.repeat(deep)}`,
      `{"a.ts":{"path":"a.ts","statementMap":{},"fnMap":{},"branchMap":{},"s":{},"f":{},"b":{},"x":${'['.repeat(deep)}${']'.repeat(deep)}}}`,
      `{"meta":{"format":3,"version":"7","show_contexts":false},"files":{"a.py":${'{"a":'.repeat(deep)}`,
      `{"type":"llvm.coverage.json.export","version":"2.0.1","data":${'['.repeat(deep)}`,
      `{"gcc_version":"12","format_version":"1","files":${'['.repeat(deep)}`,
    ];
    const xml = [
      '<a>'.repeat(deep),
      `<coverage line-rate="1"><packages>${'<package name="p">'.repeat(deep)}`,
      `<?xml version="1.0"?><report name="r">${'<group name="g">'.repeat(deep)}`,
      `<coverage generated="1" clover="4.4.1">${'<project>'.repeat(deep)}`,
      `<CoverageSession>${'<Modules>'.repeat(deep)}`,
    ];
    for (const text of [...json, ...xml]) {
      const parsed = read(text);
      assertSound(parsed);
      assert.ok(parsed.problems.length > 0 || parsed.coverage.size > 0, text.slice(0, 60));
    }
  });

  it('names that every object has are names like any other', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      for (const [format, report] of Object.entries(reportsOf)) {
        const parsed = read(report('2', '1').replaceAll('a.ts', name));
        const file = [...parsed.coverage.values()][0];
        assert.ok(file?.path.endsWith(name), `${format} ${name}`);
        assert.equal(file?.lines.get(1), 1, `${format} ${name}`);
      }
      read(`{"${name}":{"${name}":{"${name}":1}}}`);
    }
    assert.equal(Object.keys(Object.prototype).length, 0);
  });

  it('a report in Latin-1 keeps everything but the letters that it spoils', () => {
    const parsed = readReport(Buffer.from(reportsOf['lcov']?.('2', '1').replace('a.ts', 'é.ts') ?? '', 'latin1'), '/x/lcov.info');
    assert.equal(parsed.coverage.size, 1);
    assert.equal([...parsed.coverage.values()][0]?.lines.get(2), 1);
    const declared = (reportsOf['cobertura']?.('2', '1') ?? '').replace('a.ts', 'é.ts').replace('"1.0"', '"1.0" encoding="ISO-8859-1"');
    assert.deepEqual([...readReport(Buffer.from(declared, 'latin1'), '/x/c.xml').coverage.keys()], ['é.ts']);
  });
});
