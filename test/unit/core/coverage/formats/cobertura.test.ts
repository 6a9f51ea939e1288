import assert from 'node:assert/strict';
import type { FileCoverage } from '../../../../../src/core/coverage/coverage-map.ts';
import { coberturaFormat } from '../../../../../src/core/coverage/formats/cobertura.ts';
import { drain } from '../../../../../src/core/coverage/formats/indexed-report.ts';
import type { IndexedReport } from '../../../../../src/core/coverage/formats/report-format.ts';
import { readReport } from '../../../../../src/core/coverage/read-report.ts';
import { summarise } from '../../../../../src/core/coverage/summary.ts';
import { alignedReport, armKeys, darkArms, madeReport } from '../made-reports.ts';

function read(text: string): IndexedReport {
  return drain(coberturaFormat.index(new TextEncoder().encode(text)));
}

/** A report with these classes. */
function report(classes: string, attributes = ''): IndexedReport {
  return read(
    `<coverage line-rate="1" ${attributes}><packages><package name="p"><classes>${classes}</classes></package></packages></coverage>`,
  );
}

function oneClass(lines: string, attributes = ''): IndexedReport {
  return report(`<class name="A" filename="src/a.cs"><methods/><lines>${lines}</lines></class>`, attributes);
}

function only(indexed: IndexedReport): FileCoverage {
  const [file, ...others] = indexed.files;
  assert.ok(file !== undefined && others.length === 0, 'one file');
  const decoded = file.load();
  assert.deepEqual(file.totals, summarise(decoded), 'counting and decoding come to the same');
  return decoded;
}

const states = (file: FileCoverage): readonly string[] =>
  file.branches.map(
    (branch) =>
      `${String(branch.line)}: ${branch.certainty} ${branch.arms.map((arm) => arm.state).join(' ')} taken ${String(branch.taken ?? '-')}`,
  );
const lines = (file: FileCoverage): string => [...file.lines].map(([line, hits]) => `${String(line)}=${String(hits)}`).join(' ');
const problems = (indexed: IndexedReport): readonly string[] =>
  indexed.problems.map(({ code, message, at }) => `${code}: ${message}${at === undefined ? '' : ` [${at}]`}`);

describe('Cobertura', () => {
  it('never names an arm of a ratio: all or nothing is known of each, in between only how many', () => {
    const file = only(
      oneClass(`
        <line number="1" hits="3" branch="true" condition-coverage="50% (1/2)"><conditions><condition number="0" type="jump" coverage="50%"/></conditions></line>
        <line number="2" hits="3" branch="true" condition-coverage="100% (4/4)"/>
        <line number="3" hits="3" branch="true" condition-coverage="0% (0/2)"/>
        <line number="4" hits="0" branch="true" condition-coverage="0% (0/2)"/>
        <line number="5" hits="1"/>`),
    );
    assert.deepEqual(states(file), [
      '1: count unknown unknown taken 1',
      '2: count hit hit hit hit taken -',
      '3: count not-taken not-taken taken -',
      '4: count never-evaluated never-evaluated taken -',
    ]);
    assert.equal(lines(file), '1=3 2=3 3=3 4=0 5=1');
    assert.equal(file.branches[0]?.arms[1]?.label, 'outcome 2 of 2');
  });

  it('reads only the ratio, whatever the percentage says, and True as .NET writes it', () => {
    const file = only(
      oneClass(`
        <line number="1" hits="1" branch="True" condition-coverage="66.666666666666666% (2/3)"/>
        <line number="2" hits="1" branch="true" condition-coverage="66,67 % (2/3)"/>
        <line number="3" hits="1" branch="False" condition-coverage="100% (1/2)"/>
        <line number="4" hits="1" condition-coverage="NaN% (1/2)"/>
        <line number="5" hits="1" branch="true" condition-coverage="0% (0/0)"/>`),
    );
    assert.deepEqual(
      states(file).map((text) => text.slice(0, 2) + text.slice(-7)),
      ['1:taken 2', '2:taken 2', '4:taken 1'],
    );
  });

  it('holds numbers that cannot be at the nearest that can, and says so', () => {
    const indexed = oneClass(`
      <line number="1" hits="1" branch="true" condition-coverage="-50% (-1/2)"/>
      <line number="2" hits="1" branch="true" condition-coverage="150% (3/2)"/>
      <line number="3" hits="-4"/>
      <line number="4" hits="99999999999999999999"/>`);
    const file = only(indexed);
    assert.deepEqual(states(file), ['1: count not-taken not-taken taken -', '2: count hit hit taken -']);
    assert.equal(lines(file), `1=1 2=1 3=0 4=${String(Number.MAX_SAFE_INTEGER)}`);
    assert.deepEqual(
      problems(indexed).map((text) => text.slice(0, 35)),
      Array.from({ length: 4 }, (_, index) => `report/bad-number: src/a.cs: line ${String(index + 1)}`),
    );
  });

  it('leaves out lines that are none, and says of a branch without a ratio that it is not known', () => {
    const indexed = oneClass(`
      <line number="undefined" hits="1"/>
      <line number="2147483648" hits="1"/>
      <line number="3" hits="many"/>
      <line number="4" hits="1" branch="true"/>`);
    assert.equal(lines(only(indexed)), '4=1');
    assert.deepEqual(problems(indexed), [
      'report/bad-record: src/a.cs: undefined is not a line; it was left out. [line 2]',
      'report/bad-record: src/a.cs: 2147483648 is not a line; it was left out. [line 3]',
      'report/bad-record: src/a.cs: line 3 has no number of hits; it was left out. [line 4]',
      'report/no-outcomes: src/a.cs: line 4 branches, but the report does not say into how many outcomes. [line 5]',
    ]);
  });

  it('counts a line of a class once though its method tells it too, and adds lines that only the method has', () => {
    const file = only(
      report(`<class name="A" filename="a.cs"><methods><method name="Run" signature="()"><lines>
          <line number="5" hits="9" branch="true" condition-coverage="100% (2/2)"/><line number="6" hits="1"/><line number="8" hits="0"/>
        </lines></method></methods><lines><line number="5" hits="2" branch="true" condition-coverage="50% (1/2)"/><line number="6" hits="1"/></lines></class>`),
    );
    assert.equal(lines(file), '5=2 6=1 8=0');
    assert.deepEqual(states(file), ['5: count unknown unknown taken 1']);
    assert.deepEqual(file.functions, [{ name: 'Run', line: 5, endLine: 8, count: 9 }]);
  });

  it('puts the classes of one file together, of a line told twice what is covered more', () => {
    const line = (ratio: string, hits: number): string =>
      `<line number="7" hits="${String(hits)}" branch="true" condition-coverage="50% (${ratio})"/>`;
    const ofClass = (name: string, path: string, text: string): string =>
      `<class name="${name}" filename="${path}"><methods/><lines>${text}</lines></class>`;
    const together = report(
      ofClass('A', 'a.cs', line('1/2', 1)) +
        ofClass('A.Inner', 'a.cs', line('2/4', 5)) +
        ofClass('A.Other', 'a.cs', `${line('0/8', 0)}<line number="9" hits="0"/>`),
    );
    const apart = report(
      ofClass('A', 'a.cs', `${line('0/8', 0)}<line number="9" hits="0"/>`) +
        ofClass('B', 'b.cs', '<line number="1" hits="1"/>') +
        ofClass('A.Inner', 'a.cs', line('2/4', 5)) +
        ofClass('A.Other', 'a.cs', line('1/2', 1)),
    );
    for (const indexed of [together, apart]) {
      const file = indexed.files.find(({ path }) => path === 'a.cs');
      assert.deepEqual(file?.totals, {
        lines: { covered: 1, total: 2 },
        branches: { covered: 2, total: 4 },
        blocks: { covered: 0, total: 0 },
      });
      assert.deepEqual(states(file.load()), ['7: count unknown unknown unknown unknown taken 2']);
    }
  });

  it('reads packages without <classes> and classes without <lines> (Swift)', () => {
    const file = only(
      read(`<?xml version="1.0"?><coverage branches-valid="1.0" branches-covered="1.0" lines-covered="1" lines-valid="2" line-rate="0.5"><packages><package name="app">
        <class name="app/first" filename="app/first.swift"><methods><method name="getter"><lines><line number="5" branch="false" hits="0" /></lines></method>
        <method name="closure #1"><lines><line number="16" branch="false" hits="1" /></lines></method></methods></class></package></packages></coverage>`),
    );
    assert.equal(lines(file), '5=0 16=1');
    assert.deepEqual(
      file.functions.map(({ name, count }) => `${name} ${String(count)}`),
      ['getter 0', 'closure #1 1'],
    );
  });

  it('keeps paths as they stand, references replaced, and every source folder', () => {
    const indexed =
      read(`<coverage line-rate="1"><sources><source>C:\\work &amp; more\\</source><source> /src/b\n</source><source>/src/b</source><source></source><source/></sources>
      <packages><package name="p"><classes><class name="A" filename="app\\a &lt;1&gt;.cs"><lines><line number="1" hits="1"/></lines></class></classes></package></packages></coverage>`);
    assert.deepEqual(indexed.roots, ['C:\\work & more\\', '/src/b']);
    assert.equal(indexed.files[0]?.path, 'app\\a <1>.cs');
    assert.equal(oneClass('').roots, undefined);
  });

  it('leaves out a class without a file', () => {
    const indexed = report('<class name="Nowhere"><lines><line number="1" hits="1"/></lines></class>');
    assert.deepEqual(indexed.files, []);
    assert.deepEqual(problems(indexed), ['report/bad-record: A class without a file name was left out: Nowhere [line 1]']);
  });

  it('says where its summary is not what was counted, thousands set apart or not', () => {
    const text = '<line number="1" hits="1" branch="true" condition-coverage="50% (1/2)"/><line number="2" hits="0"/>';
    assert.deepEqual(problems(oneClass(text, 'lines-valid="2" lines-covered="1" branches-valid="2" branches-covered="1"')), []);
    assert.deepEqual(problems(oneClass(text, 'lines-valid="1,202" lines-covered="1.001"')), [
      'report/totals-differ: The report: its summary says 1001 of 1202 lines, its records come to 1 of 2. The counted figures are used.',
    ]);
    assert.deepEqual(problems(oneClass(text, 'lines-valid="2" branches-valid="1.0"')), [], 'a rate is no count');
  });

  it('does not compare what a writer counts in another way: lines told twice, branches that Istanbul drops', () => {
    const repeated = '<line number="1" hits="1"/><line number="1" hits="0"/>';
    assert.deepEqual(problems(oneClass(repeated, 'lines-valid="2" lines-covered="1"')), []);
    const istanbul = 'version="0.1" lines-valid="1" lines-covered="1" branches-valid="9" branches-covered="3"';
    assert.deepEqual(problems(oneClass('<line number="1" hits="1"/>', istanbul)), []);
  });

  it('reads a torn report up to the tear', () => {
    const indexed = read(
      '<coverage line-rate="1"><packages>\n<package><classes>\n<class name="A" filename="a.py"><lines>\n<line number="1" hits="1"/><line number="2" hi',
    );
    assert.equal(lines(only(indexed)), '1=1');
    assert.deepEqual(problems(indexed), [
      'report/truncated: The report ends in the middle inside of <lines>. What stands before that place was read. [line 4, byte 140]',
    ]);
  });

  it('says where a report stops being XML, and why', () => {
    const head =
      '<coverage line-rate="1"><packages>\n<package><classes>\n<class name="A" filename="a.py"><lines>\n<line number="1" hits="1"/>\n';
    const why = (rest: string): string => {
      const indexed = read(head + rest);
      assert.equal(lines(only(indexed)), '1=1');
      return problems(indexed).join();
    };
    assert.equal(
      why('</class></coverage>'),
      "report/bad-xml: The report stops being XML inside of <lines>: Expected closing tag 'lines' (opened in line 3) instead of closing tag 'class'. What stands before that place was read. [line 5, byte 122]",
    );
    assert.match(why('<line number=2 hits="1"/></lines></class>'), /Attribute 'number' is without value\./);
    assert.match(why('< line/>'), /Invalid space after '<'\./);
  });

  it('names an entity of its own that it does not expand', () => {
    const indexed = read(
      '<!DOCTYPE coverage [<!ENTITY x "boom">]>\n<coverage line-rate="1"><packages><package><classes><class filename="&x;.py"><lines><line number="1" hits="1"/></lines></class></classes></package></packages></coverage>',
    );
    assert.equal(indexed.files[0]?.path, '&x;.py');
    assert.match(problems(indexed).join(), /^report\/foreign-entity: XML itself does not know &x;\..* \[line 2\]$/);
  });

  it('cannot be made to unfold small numbers into more arms than memory holds', () => {
    const many = Array.from(
      { length: 400 },
      (_, index) => `<line number="${String(index + 1)}" hits="1" branch="true" condition-coverage="1% (1/999999999)"/>`,
    ).join('');
    const file = only(oneClass(many));
    assert.equal(file.lines.size, 400);
    assert.equal(
      file.branches.reduce((sum, { arms }) => sum + arms.length, 0),
      1_000_000,
    );
  });

  describe('of coverage.py', () => {
    it('names the arcs that were not taken, in the words of its JSON report', () => {
      const dark = (name: string): readonly string[] =>
        [...readReport(madeReport(name), name).coverage.values()].flatMap(({ branches }) =>
          branches.flatMap(({ arms }) =>
            arms.filter(({ state }) => state !== 'hit').map(({ key, label, state }) => `${key} ${label} ${state}`),
          ),
        );
      const named = dark('pytest-cov/coverage.xml');
      assert.equal(named[0], 'arc@6->8 line 6 → 8 not-taken');
      assert.ok(named.includes('arc@60->exit line 60 → exit not-taken'));
      assert.deepEqual(named, dark('pytest-cov/coverage.json'));
    });

    it('comes to the figures of its JSON report, and to its own', () => {
      const totals = (name: string): unknown => [...readReport(madeReport(name), name).coverage.values()].map(summarise);
      assert.deepEqual(totals('pytest-cov/coverage.xml'), totals('pytest-cov/coverage.json'));
      assert.deepEqual(readReport(madeReport('pytest-cov/coverage.xml'), '').problems, []);
    });

    it('does not say where a taken arm leads; the source does where one of two is left', async () => {
      const file = only(drain(coberturaFormat.index(madeReport('pytest-cov/coverage.xml'))));
      assert.deepEqual(armKeys(file).slice(0, 2), ['arc@6->? line 6 → elsewhere hit', 'arc@6->8 line 6 → 8 not-taken']);
      const { coverage } = await alignedReport('pytest-cov/coverage.xml', 'python/every_branch.py');
      const fromJson = await alignedReport('pytest-cov/coverage.json', 'python/every_branch.py');
      assert.deepEqual(darkArms(coverage), darkArms(fromJson.coverage));
    });

    it('believes the ratio where more targets are named than outcomes are missing', () => {
      const file = only(
        read(`<coverage line-rate="1"><!-- Generated by coverage.py: https://coverage.readthedocs.io --><packages><package><classes><class name="a" filename="a.py"><lines>
          <line number="3" hits="1" branch="true" condition-coverage="-50% (-1/2)" missing-branches="4,5,exit"/>
          <line number="9" hits="0" branch="true" condition-coverage="0% (0/2)" missing-branches="exit,exit"/></lines></class></classes></package></packages></coverage>`),
      );
      assert.deepEqual(armKeys(file), [
        'arc@3->4 line 3 → 4 not-taken',
        'arc@3->5 line 3 → 5 not-taken',
        'arc@9->? line 9 → elsewhere never-evaluated',
        'arc@9->exit line 9 → exit never-evaluated',
      ]);
    });
  });

  it('reads what Istanbul writes', () => {
    const indexed = drain(coberturaFormat.index(madeReport('nyc/cobertura-coverage.xml')));
    const hints = indexed.files.find(({ path }) => path === 'hints.cjs')?.load();
    assert.ok(hints !== undefined);
    assert.deepEqual(states(hints).slice(2), [
      '21: count unknown unknown taken 1',
      '26: count hit taken -',
      '30: count unknown unknown unknown unknown unknown unknown unknown taken 2',
    ]);
    assert.deepEqual(hints.functions.map(({ name, line, count }) => `${name} ${String(line)} ${String(count)}`).slice(0, 2), [
      'ignoredElse 3 1',
      'ignoredIf 9 1',
    ]);
    assert.deepEqual(indexed.roots, ['/project']);
    assert.deepEqual(indexed.problems, []);
  });

  it('is told from other reports that begin with <coverage>', () => {
    const detect = (head: string): boolean => coberturaFormat.detect(head, 'report.xml');
    assert.ok(
      detect(
        '<?xml version="1.0"?>\n<!-- made by hand --><!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">\n<coverage branch-rate="0" line-rate="1">',
      ),
    );
    assert.ok(detect('<coverage><sources><source>.</source></sources>'));
    assert.ok(!detect('<coverage generated="1700000000" clover="3.2.0"><project>'));
    assert.ok(!detect('<coverage version="1"><file path="a.js"><lineToCover lineNumber="1" covered="true"/>'));
    assert.ok(!detect('<coverage profilerVersion="1.5.8"><module>'));
    assert.ok(!detect('<report name="x"><package name="coverage">'));
    assert.ok(!detect('{"coverage": "<coverage line-rate>"}'));
  });
});
