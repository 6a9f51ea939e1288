/** The method of a signature as .NET tools write it: `System.Int32 Shop.Money::Round(System.Decimal)` → `Shop.Money::Round(System.Decimal)`. */
export function dotnetMethodName(signature: string): string {
  const owner = signature.indexOf('::');
  return signature.slice(signature.lastIndexOf(' ', owner === -1 ? signature.length : owner) + 1);
}
