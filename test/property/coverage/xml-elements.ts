import { XMLParser } from 'fast-xml-parser';

/** An element as fast-xml-parser gives it: attributes and children by their names. */
export type Element = Readonly<Record<string, unknown>>;

/** Attributes stand beside children, as text. */
export function parseXml(bytes: Uint8Array): Element {
  return new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', processEntities: true }).parse(Buffer.from(bytes)) as Element;
}

/** All elements of a name below one, however deep. */
export function elements(from: unknown, name: string): readonly Element[] {
  if (Array.isArray(from)) return from.flatMap((one) => elements(one, name));
  if (typeof from !== 'object' || from === null) return [];
  return Object.entries(from).flatMap(([key, value]) => [
    ...(key === name ? ([value].flat() as readonly Element[]).filter((one) => typeof one === 'object') : []),
    ...elements(value, name),
  ]);
}

/** Empty when there is no such attribute. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** 0 when there is no such attribute. */
export function numberOf(element: Element, name: string): number {
  return Number(textOf(element[name]) || 0);
}
