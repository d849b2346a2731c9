import { type Decimal, negate, zero } from '../../domain/decimal.ts';
import type { Table } from '../tables.ts';
import type { Kept } from './fields.ts';
import { kept, nextOf, rekept, type Scope } from './state.ts';

interface Reversible extends Kept {
  readonly Entry_No: number;
  readonly Document_No: string;
  readonly Amount: Decimal;
  readonly Debit_Amount: Decimal;
  readonly Credit_Amount: Decimal;
  readonly Transaction_No: number;
  readonly Reversed: boolean;
  readonly Reversed_by_Entry_No: number;
  readonly Reversed_Entry_No: number;
}

/** Every entry gets an opposite one; both are marked, and what was open is settled. */
export function reverseDocument(scope: Scope, documentNo: string): void {
  const { company } = scope;
  const transaction = nextOf(company, 'transactions');
  const numbers = new Map<number, number>();
  const numberOf = (entry: number): number => {
    const known = numbers.get(entry) ?? nextOf(company, 'entries');
    numbers.set(entry, known);
    return known;
  };
  const reversed = [
    reverseIn(scope, company.glEntries, documentNo, transaction, numberOf, () => ({})),
    reverseIn(scope, company.vendorEntries, documentNo, transaction, numberOf, settled),
    reverseIn(scope, company.customerEntries, documentNo, transaction, numberOf, settled),
  ];
  if (reversed.every((count) => count === 0)) throw new Error(`NAV has no entries of document ${documentNo}`);
}

const settled = (row: { readonly Amount_LCY: Decimal; readonly Original_Amount: Decimal }) => ({
  Open: false,
  Remaining_Amount: zero,
  Remaining_Amt_LCY: zero,
  Amount_LCY: negate(row.Amount_LCY),
  Original_Amount: negate(row.Original_Amount),
  Original_Amt_LCY: negate(row.Amount_LCY),
});

function reverseIn<Row extends Reversible>(
  scope: Scope,
  table: Table<Row>,
  documentNo: string,
  transaction: number,
  numberOf: (entry: number) => number,
  more: (row: Row) => object,
): number {
  const rows = table.all().filter((row) => row.Document_No === documentNo && !row.Reversed);
  for (const row of rows) {
    const entry = numberOf(row.Entry_No);
    table.put({
      ...row,
      ...kept(scope.world, 'person'),
      Entry_No: entry,
      Transaction_No: transaction,
      Amount: negate(row.Amount),
      Debit_Amount: row.Credit_Amount,
      Credit_Amount: row.Debit_Amount,
      Reversed: true,
      Reversed_Entry_No: row.Entry_No,
      ...more(row),
    });
    table.put(
      rekept(scope, {
        ...row,
        Reversed: true,
        Reversed_by_Entry_No: entry,
        ...settledMark(row),
      }),
    );
  }
  return rows.length;
}

const settledMark = (row: object): object =>
  'Open' in row ? { Open: false, Remaining_Amount: zero, Remaining_Amt_LCY: zero } : {};
