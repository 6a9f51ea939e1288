import { XMLParser, XMLValidator } from 'fast-xml-parser';

/**
 * Whole XML as plain objects: attributes with `@` before their name, text as `#text`, elements named in `lists` always as
 * arrays. undefined: it is no XML, or torn.
 */
export function parseXml(text: string, lists: readonly string[]): unknown {
  if (XMLValidator.validate(text) !== true) return undefined;
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    alwaysCreateTextNode: true,
    processEntities: { enabled: true, maxTotalExpansions: Number.MAX_SAFE_INTEGER, maxExpandedLength: Number.MAX_SAFE_INTEGER },
    // Numeric entities (a line break within an attribute) are only read with this.
    htmlEntities: true,
    isArray: (name) => lists.includes(name),
  });
  return parser.parse(text);
}
