import assert from 'node:assert/strict';
import type { FileCoverage } from '../../../../../src/core/coverage/coverage-map.ts';
import { drain } from '../../../../../src/core/coverage/formats/indexed-report.ts';
import { jacocoCsvFormat } from '../../../../../src/core/coverage/formats/jacoco-csv.ts';
import { jacocoFormat } from '../../../../../src/core/coverage/formats/jacoco.ts';
import type { IndexedReport } from '../../../../../src/core/coverage/formats/report-format.ts';
import { summarise } from '../../../../../src/core/coverage/summary.ts';
import { madeReport } from '../made-reports.ts';

const prolog =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd">';

function read(text: string): IndexedReport {
  return drain(jacocoFormat.index(new TextEncoder().encode(text)));
}

function oneSource(content: string): IndexedReport {
  return read(`${prolog}<report name="r"><package name="a/b"><sourcefile name="C.java">${content}</sourcefile></package></report>`);
}

function only(indexed: IndexedReport): FileCoverage {
  const [file, ...others] = indexed.files;
  assert.ok(file !== undefined && others.length === 0, 'one file');
  const decoded = file.load();
  assert.deepEqual(file.totals, summarise(decoded), 'counting and decoding come to the same');
  return decoded;
}

/** Path, with the module in front where there is one, lines and outcomes. */
function told(indexed: IndexedReport): readonly string[] {
  return indexed.files.map(
    ({ path, module, totals: { lines, branches } }) =>
      `${module === undefined ? '' : `[${module}] `}${path} ${String(lines.covered)}/${String(lines.total)} lines ${String(branches.covered)}/${String(branches.total)} outcomes`,
  );
}

const states = (file: FileCoverage): readonly string[] =>
  file.branches.map(
    (branch) =>
      `${String(branch.line)}: ${branch.certainty} ${branch.arms.map((arm) => arm.state).join(' ')} taken ${String(branch.taken ?? '-')}`,
  );
const lines = (file: FileCoverage): string => [...file.lines].map(([line, hits]) => `${String(line)}=${String(hits)}`).join(' ');
const functions = (file: FileCoverage): string =>
  file.functions.map(({ name, line, count }) => `${name}@${String(line)}=${String(count)}`).join(' ');
const problems = (indexed: IndexedReport): readonly string[] =>
  indexed.problems.map(({ code, message, at }) => `${code}: ${message}${at === undefined ? '' : ` [${at}]`}`);

describe('JaCoCo XML', () => {
  it('takes instructions for yes or no, and never names an arm of which only the number is told', () => {
    const file = only(
      oneSource(`<line nr="3" mi="0" ci="7" mb="0" cb="0"/><line nr="4" mi="2" ci="9" mb="1" cb="3"/><line nr="5" mi="4" ci="0" mb="2" cb="0"/>
        <line nr="6" mi="0" ci="4" mb="0" cb="2"/><line nr="7" mi="1" ci="4" mb="2" cb="0"/>`),
    );
    assert.equal(lines(file), '3=1 4=1 5=0 6=1 7=1');
    assert.deepEqual(states(file), [
      '4: count unknown unknown unknown unknown taken 3',
      '5: count never-evaluated never-evaluated taken -',
      '6: count hit hit taken -',
      '7: count not-taken not-taken taken -',
    ]);
  });

  it('leaves out lines of which nothing is told, says so, and takes absent numbers for 0', () => {
    const indexed = oneSource(
      '<line nr="3"/><line nr="4" mi="0" ci="0" mb="0" cb="0"/><line nr="5" mb="1" cb="1"/><line nr="6" mb="2"/><line nr="7" ci="1"/><counter type="LINE" missed="1" covered="4"/>',
    );
    const file = only(indexed);
    assert.equal(lines(file), '5=1 6=0 7=1');
    assert.deepEqual(states(file), ['5: count unknown unknown taken 1', '6: count never-evaluated never-evaluated taken -']);
    assert.deepEqual(problems(indexed), [
      'report/unknown-lines: The report does not say of 2 lines whether they ran (gcovr leaves the numbers out): they are not shown.',
    ]);
  });

  it('puts folders in front of file names as packages are, keeps whole paths, and knows packages without a name', () => {
    const source = (name: string): string => `<sourcefile name="${name}"><line nr="1" ci="1"/></sourcefile>`;
    const indexed = read(
      `<report name="r"><package name="com/x">${source('A.kt')}</package><package name="">${source('B.java')}</package><package name=".">${source('C.psm1')}</package><package name="com/x/&lt;y&gt;">${source('D.java')}${source('C:\\work\\E.ps1')}${source('/work/F.ps1')}</package></report>`,
    );
    assert.deepEqual(
      indexed.files.map(({ path }) => path),
      ['com/x/A.kt', 'B.java', 'C.psm1', 'com/x/<y>/D.java', 'C:\\work\\E.ps1', '/work/F.ps1'],
    );
    assert.ok(indexed.files.every(({ module }) => module === undefined));
  });

  it('tells the same file of two modules apart, and names the innermost group', () => {
    const source = (nr: number): string =>
      `<package name="x"><sourcefile name="A.java"><line nr="${String(nr)}" ci="1"/></sourcefile></package>`;
    const indexed = read(
      `<report name="r"><group name="app"><group name="core">${source(1)}</group><group name="ui">${source(2)}</group></group><group name="lib"><group name="core">${source(3)}</group></group>${source(4)}</report>`,
    );
    assert.deepEqual(
      indexed.files.map(({ module, path, load }) => `${module ?? '-'} ${path} ${lines(load())}`),
      ['core x/A.java 1=1', 'ui x/A.java 2=1', 'lib/core x/A.java 3=1', '- x/A.java 4=1'],
    );
  });

  it('puts parts of one file together wherever they stand', () => {
    const part = (text: string): string =>
      `<package name="x"><class name="x/A" sourcefilename="A.kt"><method name="f" desc="()V" line="1"><counter type="METHOD" missed="1" covered="0"/></method></class><sourcefile name="A.kt">${text}</sourcefile></package>`;
    const file = only(
      read(
        `<report name="r">${part('<line nr="1" mi="3" mb="2"/>')}${part('<line nr="1" ci="3" mb="1" cb="1"/><line nr="2" mi="1"/>')}</report>`,
      ),
    );
    assert.equal(lines(file), '1=1 2=0');
    assert.deepEqual(states(file), ['1: count unknown unknown taken 1']);
    assert.equal(functions(file), 'f@1=0');
  });

  it('gives methods with their lines to the file that their class was compiled from, named or not', () => {
    const method = (name: string, line: string, covered: number): string =>
      `<method name="${name}" desc="()V"${line}><counter type="LINE" missed="9" covered="9"/><counter type="METHOD" missed="${String(1 - covered)}" covered="${String(covered)}"/></method>`;
    const classes = `<class name="p/A" sourcefilename="A.java">${method('&lt;init&gt;', ' line="3"', 1)}${method('bridge', '', 1)}</class>
      <class name="p/A$Inner">${method('run', ' line="9"', 0)}</class><class name="p/B" sourcefilename="B.java">${method('b', ' line="1"', 1)}</class>`;
    const indexed = read(
      `${prolog}<report name="r"><package name="p">${classes}<sourcefile name="A.java"><line nr="3" ci="1"/></sourcefile></package></report>`,
    );
    assert.equal(functions(only(indexed)), '<init>@3=1 run@9=0');
  });

  it('says why there is nothing to show when classes were compiled without lines', () => {
    const indexed = read('<report name="r"><package name="p"><class name="p/A"><method name="f" desc="()V"/></class></package></report>');
    assert.deepEqual(indexed.files, []);
    assert.match(problems(indexed).join(), /^report\/no-lines: .*without debug information/);
  });

  it('says where the counters of a file are not what its lines come to', () => {
    const line = '<line nr="1" ci="1" mb="1" cb="1"/>';
    assert.deepEqual(
      problems(oneSource(`${line}<counter type="LINE" missed="0" covered="1"/><counter type="BRANCH" missed="1" covered="1"/>`)),
      [],
    );
    assert.deepEqual(problems(oneSource(`${line}\n<counter type="LINE" missed="3" covered="1"/>`)), [
      'report/totals-differ: a/b/C.java: its summary says 1 of 4 lines, its records come to 1 of 1. The counted figures are used. [line 2]',
    ]);
  });

  it('leaves out what it cannot use, and says so', () => {
    const indexed = oneSource(
      '<line nr="trash" ci="1"/><line nr="2" ci="trash"/><line nr="2147483648" ci="1"/><line ci="1"/><line nr="5" ci="-1"/><line nr="6" ci="1"/>',
    );
    assert.equal(lines(only(indexed)), '6=1');
    assert.deepEqual(problems(indexed), [
      'report/bad-record: C.java: trash is not a line; it was left out. [line 1]',
      'report/bad-number: C.java: line 2 has numbers that cannot be. [line 1]',
      'report/bad-record: C.java: 2147483648 is not a line; it was left out. [line 1]',
      'report/bad-record: C.java: nothing is not a line; it was left out. [line 1]',
      'report/bad-number: C.java: line 5 has numbers that cannot be. [line 1]',
    ]);
    const outside = read(
      '<report name="r"><package name="p"><line nr="1" ci="1"/><sourcefile><line nr="1" ci="1"/></sourcefile></package></report>',
    );
    assert.deepEqual(
      problems(outside).map((text) => text.slice(0, 52)),
      ['report/bad-record: A line outside of any source file', 'report/bad-record: A source file without a name was '],
    );
  });

  it('reads a torn report up to the tear', () => {
    const indexed = read(`${prolog}<report name="r"><package name="p"><sourcefile name="A.java"><line nr="1" ci="1"/><line nr="2`);
    assert.equal(lines(only(indexed)), '1=1');
    assert.match(problems(indexed).join(), /^report\/truncated: The report ends in the middle inside of <sourcefile>/);
  });

  it('fetches no document type, reads a thousand escaped names, and passes over an empty internal subset (Pester)', () => {
    const constructors = '<method name="&lt;init&gt;" desc="()V" line="1"><counter type="METHOD" missed="0" covered="1"/></method>'.repeat(
      5000,
    );
    const indexed = read(
      `<!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd"[]><report name="r"><package name="p"><class name="p/A" sourcefilename="A.java">${constructors}</class><sourcefile name="A.java"><line nr="1" ci="1"/></sourcefile></package></report>`,
    );
    assert.equal(functions(only(indexed)), '<init>@1=1');
    assert.deepEqual(problems(indexed), []);
  });

  it('reads what JaCoCo writes of one module and of several, and of the same classes in its table', () => {
    const xml = (name: string): IndexedReport => drain(jacocoFormat.index(madeReport(`jacoco/${name}.xml`)));
    const rules = only(xml('jacoco'));
    assert.deepEqual(states(rules), [
      '12: count unknown unknown unknown unknown taken 3',
      '15: count unknown unknown taken 1',
      '19: count unknown unknown unknown taken 1',
      '30: count never-evaluated never-evaluated taken -',
      '38: count hit hit taken -',
    ]);
    assert.equal(functions(rules), '<init>@7=1 price@12=1 size@19=1 never@30=0 <init>@36=1 up@38=1');
    const modules = [
      '[pricing] example/shop/Rules.java 10/15 lines 7/13 outcomes',
      '[shipping] example/shop/Rules.java 2/2 lines 2/2 outcomes',
    ];
    assert.deepEqual(told(xml('aggregate')), modules);
    assert.deepEqual([...xml('jacoco').problems, ...xml('aggregate').problems], []);
    assert.deepEqual(
      told(drain(jacocoCsvFormat.index(madeReport('jacoco/aggregate.csv')))),
      modules.map((text) => text.replace('.java', '')),
    );
  });

  it('reads what gcovr writes in its name', () => {
    const indexed = drain(jacocoFormat.index(madeReport('gcovr/jacoco.xml')));
    assert.ok(indexed.files.length > 0);
    assert.ok(indexed.files.every(({ totals }) => totals.branches.total > 0 || totals.lines.total === 0));
    assert.deepEqual(
      indexed.problems.map(({ code }) => code),
      ['report/unknown-lines'],
    );
  });

  it('is told from other reports that begin with <report>', () => {
    const detect = (head: string): boolean => jacocoFormat.detect(head, 'report.xml');
    assert.ok(detect(`${prolog}<report name="x">`));
    assert.ok(detect('<report name="x"><group name="y">'));
    assert.ok(
      detect("<?xml version='1.0'?>\n<!DOCTYPE report SYSTEM 'https://www.jacoco.org/jacoco/trunk/coverage/report.dtd'>\n<report>"),
    );
    assert.ok(!detect('<report><file name="a"/></report>'));
    assert.ok(!detect('<coverage><packages>'));
  });
});

describe('JaCoCo CSV', () => {
  const header =
    'GROUP,PACKAGE,CLASS,INSTRUCTION_MISSED,INSTRUCTION_COVERED,BRANCH_MISSED,BRANCH_COVERED,LINE_MISSED,LINE_COVERED,COMPLEXITY_MISSED,COMPLEXITY_COVERED,METHOD_MISSED,METHOD_COVERED';
  const readCsv = (text: string): IndexedReport => drain(jacocoCsvFormat.index(new TextEncoder().encode(text)));

  it('has the totals of classes with those nested in them, and says that marks need the XML report', () => {
    const indexed = readCsv(
      `${header}\r\nshop,example.shop,Rules,9,9,3,5,4,8,1,1,1,1\r\nshop,example.shop,Rules.Round,9,9,1,1,0,2,1,1,1,1\r\nall/ui,default,"Odd, ""one""",0,0,0,0,1,0,0,0,0,0\r\n`,
    );
    assert.deepEqual(told(indexed), ['example/shop/Rules 10/14 lines 6/10 outcomes', '[ui] Odd, "one" 0/1 lines 0/0 outcomes']);
    assert.deepEqual(indexed.files[0]?.load(), { path: 'example/shop/Rules', lines: new Map(), functions: [], branches: [] });
    assert.deepEqual(
      indexed.problems.map(({ code }) => code),
      ['report/only-totals'],
    );
  });

  it('leaves out what is no row', () => {
    const indexed = readCsv(`${header}\nshop,example.shop,Rules,9,9,3\nshop,p,A,x,x,1,1,-1,1,1,1,1,1\n`);
    assert.deepEqual(problems(indexed), [
      'report/bad-record: Not a row of this table: shop,example.shop,Rules,9,9,3 [line 2]',
      'report/bad-record: Not a row of this table: shop,p,A,x,x,1,1,-1,1,1,1,1,1 [line 3]',
    ]);
  });

  it('is known by its header', () => {
    assert.ok(jacocoCsvFormat.detect(header, 'jacoco.csv'));
    assert.ok(!jacocoCsvFormat.detect('name,package\n', 'jacoco.csv'));
  });
});
