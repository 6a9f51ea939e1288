import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { XmlScanner } from '../../../src/core/coverage/formats/xml-scanner.ts';
import { xmlWords } from '../../../src/core/coverage/formats/xml-words.ts';

const names = ['line', 'class', 'b', 'methods', 'ns:x', 'condition-coverage', 'é'] as const;
const attributes = ['number', 'hits', 'name', 'a', 'ü', 'condition-coverage'] as const;
const words = xmlWords(['line', 'class', 'b', 'methods', 'ns:x', 'condition-coverage', 'é', 'number', 'hits', 'name', 'a', 'ü']);
const spelled = Object.keys(words.id);

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Values with all that must be written as a reference; no white space that XML changes. */
const value = fc
  .string({ unit: fc.constantFrom('a', '7', ' ', '<', '>', '&', '"', "'", '/', '=', ';', '€', '😀', '\\', '.'), maxLength: 12 })
  .map((text) => text.trim());

/** An element with others in it, so many levels deep. */
function elements(levels: number): fc.Arbitrary<Element> {
  const values = fc.dictionary(fc.constantFrom(...attributes), fc.oneof(value, fc.nat(99_999).map(String)), {
    maxKeys: 4,
    noNullPrototype: true,
  });
  const children = levels === 0 ? fc.constant([]) : fc.array(elements(levels - 1), { maxLength: 3 });
  return fc.record({ name: fc.constantFrom(...names), attributes: values, children }, { noNullPrototype: true });
}

const element = elements(3);

const space = fc.constantFrom('', ' ', '\n', '\r\n\t', '<!-- <b/> no ->-->', '<?pi <b a="1"?> ', 'text > here', '<![CDATA[ <b/> ]] > ]]>');

/** Writes an element as XML, with what does not matter strewn in between; `strew` is drawn from in turn. */
function print({ name, attributes: values, children }: Element, strew: () => string): string {
  const pairs = Object.entries(values).map(
    ([key, text]) => ` ${key}="${text.replace(/[&<>"']/g, (character) => escapes[character] ?? character)}"`,
  );
  const start = `<${name}${pairs.join('')}`;
  if (children.length === 0 && strew() === '') return `${start}/>`;
  return `${start} >${strew()}${children.map((child) => print(child, strew) + strew()).join('')}</${name}>`;
}

function printed(root: Element, strewn: readonly string[]): string {
  let at = 0;
  return print(root, () => strewn[(at += 1) % strewn.length] ?? '');
}

/** What our scanner sees, as a tree again. */
function scanned(text: string): Element | string {
  const scanner = new XmlScanner(new TextEncoder().encode(text), words);
  const stack: { name: string; attributes: Record<string, string>; children: Element[] }[] = [{ name: '', attributes: {}, children: [] }];
  for (let event = scanner.next(); event !== 'end'; event = scanner.next()) {
    if (event === 'close') {
      stack.pop();
      continue;
    }
    const found: Record<string, string> = {};
    for (const attribute of attributes) {
      const text = scanner.value(words.id[attribute]);
      if (text !== undefined) found[attribute] = text;
    }
    const one = { name: spelled[scanner.name] ?? '?', attributes: found, children: [] };
    stack.at(-1)?.children.push(one);
    stack.push(one);
  }
  return scanner.tear === undefined ? (stack[0]?.children[0] ?? 'nothing') : scanner.tear.kind;
}

interface Parsed {
  readonly ':@'?: Readonly<Record<string, string>>;
  readonly [name: string]: unknown;
}

/** What fast-xml-parser sees. */
function parsed(text: string): Element | string {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseAttributeValue: false,
    htmlEntities: true,
    trimValues: false,
  });
  const toElement = (node: Parsed): Element => {
    const name = Object.keys(node).find((key) => key !== ':@') ?? '';
    const children = (node[name] as readonly Parsed[]).filter(
      (child) => !('#text' in child) && !Object.keys(child).some((key) => key.startsWith('?')),
    );
    return { name, attributes: { ...node[':@'] }, children: children.map(toElement) };
  };
  const [root] = (parser.parse(text) as readonly Parsed[]).map(toElement);
  return root ?? 'nothing';
}

describe('the XML scanner', () => {
  it('sees the elements and attributes that fast-xml-parser sees, and those that were written', () => {
    fc.assert(
      fc.property(element, fc.array(space, { minLength: 1, maxLength: 8 }), (root, strewn) => {
        const text = printed(root, strewn);
        assert.deepEqual(scanned(text), root);
        assert.deepEqual(scanned(text), parsed(text));
      }),
      { numRuns: 500 },
    );
  });

  it('reads a whole number without a string as it is read with one', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat().map(String), fc.double().map(String), fc.string({ maxLength: 20 })), (text) => {
        const escaped = text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
        const scanner = new XmlScanner(new TextEncoder().encode(`<line number="${escaped}"/>`), words);
        scanner.next();
        const written = scanner.value(words.id.number)?.trim() ?? '';
        assert.ok(Object.is(scanner.number(words.id.number), written === '' ? Number.NaN : Number(written)));
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, ends on any bytes, and tells of a cut anywhere', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '/',
      '</',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      '<!DOCTYPE',
      '[',
      ']',
      '"',
      "'",
      '=',
      ' ',
      'line',
      'b',
      '&',
      '\n',
      '\0',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        scanned(pieces.join(''));
        scanned(`<b>${pieces.join('')}`);
      }),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => new XmlScanner(bytes, words).skip()),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(
        element,
        fc.array(space, { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (root, strewn, cut) => {
          const text = printed(root, strewn);
          assert.equal(scanned(text.slice(0, Math.max(1, Math.floor(cut * text.length)))), 'truncated');
        },
      ),
      { numRuns: 300 },
    );
  });
});
