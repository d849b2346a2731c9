import { decimal } from '../../domain/decimal.ts';
import type { Input } from './input.ts';
import type { DocumentRow, TypedTax, Value } from './rows.ts';

/** Taxes that were typed over hold until the lines change. */
export function typedTaxes(
  input: Input,
  before: (DocumentRow & { readonly lines: readonly object[] }) | undefined,
  lines: readonly object[],
): Readonly<Record<string, TypedTax>> {
  const kept = before !== undefined && JSON.stringify(before.lines) === JSON.stringify(lines);
  const typed: Record<string, TypedTax> = kept ? { ...before.typedTaxes } : {};
  const found = (tax: string) => (kept ? before.taxes.find((row) => row.tax === tax)?.amount : undefined);
  const sent = (value: Value) => (value === undefined ? undefined : decimal(Number(value)));
  for (const { values } of input.details['TaxDetails'] ?? []) {
    const tax = String(values['TaxID'] ?? '').toUpperCase();
    const amount = sent(values['TaxAmount']) ?? typed[tax]?.amount ?? found(tax);
    if (amount !== undefined)
      typed[tax] = { taxable: sent(values['TaxableAmount']) ?? typed[tax]?.taxable, amount };
  }
  return typed;
}
