import assert from 'node:assert/strict';
import { XmlScanner } from '../../../../../src/core/coverage/formats/xml-scanner.ts';
import { xmlWords } from '../../../../../src/core/coverage/formats/xml-words.ts';

const words = xmlWords(['report', 'line', 'source', 'nr', 'hits', 'branch', 'name']);
const { id } = words;
const names = Object.keys(id);

function scan(text: string): XmlScanner {
  return new XmlScanner(new TextEncoder().encode(text), words);
}

/** Every event as a person would write it down: `+report`, `-report`, `?` for an element that is not looked at. */
function events(text: string): { readonly seen: string; readonly scanner: XmlScanner } {
  const scanner = scan(text);
  const seen: string[] = [];
  for (let event = scanner.next(); event !== 'end'; event = scanner.next())
    seen.push(`${event === 'open' ? '+' : '-'}${names[scanner.name] ?? '?'}`);
  return { seen: seen.join(' '), scanner };
}

/** `kind at line:byte` of the place where a document stopped being XML. */
function tear(text: string): string {
  const { tear: found } = events(text).scanner;
  return found === undefined ? 'none' : `${found.kind} at ${text.slice(found.at, found.at + 6)}`;
}

/** Scans up to the first start tag of this name. */
function upTo(text: string, word: number): XmlScanner {
  const scanner = scan(text);
  for (let event = scanner.next(); event !== 'end'; event = scanner.next()) if (event === 'open' && scanner.name === word) return scanner;
  return assert.fail('no such element');
}

describe('the XML scanner', () => {
  it('tells start tags and ends, also of elements that are closed in themselves and of those it was not asked about', () => {
    const { seen, scanner } = events('<report><line/><x y="1"><line ></line\n></x></report>');
    assert.equal(seen, '+report +line -line +? +line -line -? -report');
    assert.equal(scanner.tear, undefined);
    assert.equal(scanner.depth, 0);
  });

  it('passes over declaration, comments, CDATA, instructions and a document type with an internal subset', () => {
    const document = `<?xml version="1.0"?>
      <!DOCTYPE report SYSTEM "http://example.invalid/a>b.dtd" [ <!-- ' ]> --> <!ENTITY big "]>"> <?pi ]> ?> ]>
      <!-- <line/> --><report><![CDATA[ <line/> ]]>a > b<?pi <line/> ?><line/><!----></report><!-- end -->`;
    assert.equal(events(document).seen, '+report +line -line -report');
    assert.equal(tear(document), 'none');
  });

  it('reads attributes in any order, quotes and spacing, and the last of two', () => {
    const scanner = upTo(`<report><line hits = '3'\n\tother="9" nr="12" branch="TRUE" hits="4"/></report>`, id.line);
    assert.equal(scanner.number(id.nr), 12);
    assert.equal(scanner.number(id.hits), 4);
    assert.ok(scanner.says(id.branch, 'true'));
    assert.ok(!scanner.says(id.nr, '1'));
    assert.equal(scanner.value(id.name), undefined);
    assert.ok(Number.isNaN(scanner.number(id.name)));
  });

  it('knows nothing anymore of the attributes of the tag before', () => {
    const scanner = upTo('<report name="a"><line nr="1"/></report>', id.line);
    assert.equal(scanner.has(id.name), false);
    assert.equal(scanner.value(id.name), undefined);
  });

  it('reads numbers that are not plain digits as they are meant, and NaN from what is no number', () => {
    const number = (text: string): number => upTo(`<line nr="${text}"/>`, id.line).number(id.nr);
    assert.equal(number('-3'), -3);
    assert.equal(number('1.5'), 1.5);
    assert.equal(number('1e19'), 1e19);
    assert.equal(number('&#49;2'), 12);
    assert.equal(number('9007199254740993'), 2 ** 53);
    for (const text of ['', 'undefined', '1,234', '0 1', 'NaN']) assert.ok(Number.isNaN(number(text)), text);
  });

  it('replaces what XML knows once, keeps what only the document declares, and says so', () => {
    const scanner = upTo(
      '<!DOCTYPE line [<!ENTITY lol "lollol">]><line name="&lt;init&gt; &amp;amp; &#x41;&#66; &quot;&apos; &#0; &lol; & x"/>',
      id.line,
    );
    const at = scanner.fromOf(id.name);
    assert.equal(scanner.value(id.name), `<init> &amp; AB "' \u{FFFD} &lol; & x`);
    assert.deepEqual(scanner.foreign, { text: '&lol;', at });
  });

  it('gives the text of an element with CDATA and references, without comments, and stands behind it', () => {
    const scanner = upTo('<report><source> /a &amp; <!-- no -->b<![CDATA[<c>]]><x>no</x> d</source><line/></report>', id.source);
    assert.equal(scanner.innerText(), ' /a & b<c> d');
    assert.equal(scanner.next(), 'open');
    assert.equal(scanner.name, id.line);
    assert.equal(upTo('<report><source/></report>', id.source).innerText(), '');
    assert.equal(upTo('<report><source></source></report>', id.source).innerText(), '');
    assert.equal(upTo('<report><source>/a/b', id.source).innerText(), '/a/b');
  });

  it('passes over an element', () => {
    const scanner = upTo('<report><source><line/><source/></source><name/></report>', id.source);
    scanner.skip();
    assert.equal(scanner.next(), 'open');
    assert.equal(scanner.name, id.name);
  });

  it('scans a slice by itself', () => {
    const text = '<report><source><line nr="1"/></source><line nr="2"/></report>';
    const bytes = new TextEncoder().encode(text);
    const whole = upTo(text, id.source);
    const from = whole.start;
    whole.skip();
    const slice = new XmlScanner(bytes, words, { from, to: whole.at });
    assert.deepEqual([slice.next(), slice.next(), slice.next(), slice.next(), slice.next()], ['open', 'open', 'close', 'close', 'end']);
    assert.equal(slice.tear, undefined);
  });

  it('says how and where a document ends being XML, after all that stands in front of it', () => {
    assert.equal(events('<report><line nr="1"/><line nr="').seen, '+report +line -line');
    for (const cut of [
      '<report',
      '<report>',
      '<report><',
      '<report a',
      '<report a=',
      '<report a="',
      '<report><!-- x',
      '<report></rep',
      '<!DOCTYPE a [',
      '<report><![CDATA[x]]',
      '<report/',
      '<?xml',
    ])
      assert.equal(tear(cut), 'truncated at ', cut);
    assert.equal(tear('<report><line></report>'), 'mismatch at </repo');
    assert.equal(tear('</report>'), 'mismatch at </repo');
    assert.equal(tear('<report></reports>'), 'mismatch at </repo');
    assert.equal(tear('<report><line nr=1/></report>'), 'garbage at 1/></r');
    assert.equal(tear('<report><line nr/></report>'), 'garbage at /></re');
    assert.equal(tear('<report><line nr="1"hits="2"/></report>'), 'garbage at hits="');
    assert.equal(tear('<report>< line/></report>'), 'garbage at < line');
    assert.equal(tear('<report></report> and more'), 'garbage at and mo');
    assert.equal(tear('<report><line nr="1>\n<line nr="2"/>\n</report>'), 'garbage at <line ');
  });

  it('takes a value with < in it where its line closes the quote, as some writers let it stand', () => {
    const scanner = upTo('<report><line name="List<String>" nr="1"/></report>', id.line);
    assert.equal(scanner.value(id.name), 'List<String>');
    assert.equal(scanner.number(id.nr), 1);
  });

  it('gives up below 200 elements in each other', () => {
    assert.equal(tear(`${'<x>'.repeat(200)}${'</x>'.repeat(200)}`), 'none');
    assert.equal(tear('<x>'.repeat(100_000)), 'depth at <x><x>');
  });

  it('counts lines, forwards and back', () => {
    const scanner = scan('<report>\n\n<line/>\n</report>');
    assert.deepEqual(
      [10, 0, 18, 9, 999].map((at) => scanner.lineAt(at)),
      [3, 1, 4, 2, 4],
    );
  });
});
