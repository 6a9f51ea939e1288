/** A small shop with arms of several kinds, most of them dark under a suite that only multiplies. */
const body = `/** @param {number} quantity @param {number} unitPrice */
function linePrice(quantity, unitPrice) {
  if (quantity <= 0) throw new RangeError('quantity must be positive');
  if (quantity > 100) return quantity * unitPrice * 0.9;
  return quantity * unitPrice;
}

/** @param {string} text */
function parseLine(text) {
  const [sku, quantity] = text.split('x');
  if (quantity === undefined) return { sku, quantity: 1, note: undefined };
  return { sku, quantity: Number(quantity) };
}

/** @param {string[]} skus */
function bySku(skus) {
  const counts = Object.create(null);
  for (const sku of skus) counts[sku] = (counts[sku] ?? 0) + 1;
  return counts;
}

/** @param {number} quantity */
async function reserve(quantity) {
  if (quantity > 10) throw new Error('only 10 are left');
  return { reserved: quantity };
}
`;

const names = 'bySku, linePrice, parseLine, reserve';

export const commonJsShop = `'use strict';\n\n${body}\nmodule.exports = { ${names} };\n`;
export const moduleShop = `${body}\nexport { ${names} };\n`;

/** In TypeScript, with an instance that may be nothing. */
export const typedShop = `export class Money {
  readonly cents: number;
  readonly currency: string;
  constructor(cents: number, currency: string) {
    this.cents = cents;
    this.currency = currency;
  }
}

export function parseMoney(text: string): Money | undefined {
  const cents = Number(text);
  if (Number.isNaN(cents)) return undefined;
  return new Money(cents, 'EUR');
}

export function linePrice(quantity: number, unitPrice: number): number {
  if (quantity > 100) return quantity * unitPrice * 0.9;
  return quantity * unitPrice;
}
`;
