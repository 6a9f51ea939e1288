/** An import as it is written. */
export interface FoundImport {
  /** `./price.ts`, `shop.price`, `.price`, `example.com/shop/price`, `shop::price`. */
  readonly specifier: string;
  /** Python: names after `from … import`, which may be modules themselves. */
  readonly names: readonly string[];
}
