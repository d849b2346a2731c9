import { type Decimal, decimal, isNegative, isZero, over, plus, zero } from '../../domain/decimal.ts';
import { isMovementLineKey, type StockMovement, type StockRecord } from '../../domain/movement.ts';
import { fold } from '../../domain/text.ts';
import type { LedgerSource, SourceRow, Stock } from '../../engine/ports.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import type { References } from '../../mapping/references.ts';
import { number } from '../odata/literal.ts';
import { compare } from '../odata/query.ts';
import type { NavClient } from './client.ts';
import { isOwnDocumentNo } from './item-journal-shape.ts';
import { amountOf, dayOf, numberOf, type Row, textOf } from './rows.ts';
import { company } from './setup.ts';

/** Posts that overlap show their numbers out of order: so many behind the highest are read again. */
const overlap = 500;

const padded = (entryNo: number): string => String(entryNo).padStart(10, '0');

/**
 * Page 38. Entries never change their quantity; their numbers have gaps, and may become visible out of order. The products
 * and locations of an entry are told in Cin7's words.
 */
export function itemLedger(
  client: NavClient,
  references: References,
  mapping: Mapping,
): LedgerSource<StockRecord> {
  const localCurrency = async () =>
    mapping.back.currency((await references.load('setup')).get(company)?.data?.['localCurrency'] ?? '');
  return {
    overlap,
    async *from(first) {
      const currency = await localCurrency();
      const query = { filter: compare('Entry_No', 'ge', number(first)), orderBy: ['Entry_No'] };
      for await (const page of client.list('itemLedgerEntries', 'item ledger entries', query))
        yield {
          rows: page.rows.map((row) => toRow(row, mapping, currency)),
          servedAt: page.servedAt,
        };
    },
    async read(id) {
      const found = await client.one(
        'itemLedgerEntries',
        { Entry_No: number(Number(id)) },
        'item ledger entry',
      );
      if (!found) return undefined;
      const row = toRow(found.row, mapping, await localCurrency());
      return { ...row, servedAt: found.servedAt };
    },
  };
}

function toRow(
  row: Row,
  mapping: Mapping,
  currency: string,
): SourceRow<StockRecord> & { readonly record: StockRecord } {
  const entryNo = numberOf(row, 'Entry_No');
  const movement = toMovement(row, String(entryNo), mapping, currency);
  return {
    id: padded(entryNo),
    number: String(entryNo),
    version: 'entry',
    record: { number: String(entryNo), movements: [movement] },
  };
}

function toMovement(row: Row, entryNo: string, mapping: Mapping, currency: string): StockMovement {
  const quantity = amountOf(row, 'Quantity');
  const item = textOf(row, 'Item_No');
  const location = textOf(row, 'Location_Code');
  const documentNo = textOf(row, 'Document_No');
  const cost = amountOf(row, 'Cost_Amount_Actual');
  const valued = !isZero(quantity) && !isNegative(quantity) && !isZero(cost) && currency !== '';
  return {
    kind: 'movement',
    type: 'entry',
    task: entryNo,
    number: entryNo,
    status: 'done',
    date: dayOf(row, 'Posting_Date'),
    reference: documentNo || undefined,
    own: isOwnDocumentNo(documentNo) || isMovementLineKey(textOf(row, 'External_Document_No')),
    lines: [
      {
        sku: mapping.back.sku(item),
        description: `${item} at ${location || 'no location'}`,
        location: mapping.back.location(location),
        quantity,
        ...(valued ? { unitCost: { amount: over(cost, quantity), currency } } : {}),
        batch: textOf(row, 'Lot_No') || textOf(row, 'Serial_No') || undefined,
        variant: textOf(row, 'Variant_Code') || undefined,
      },
    ],
  };
}

/**
 * Summed up from the ledger, since a card tells no single location for certain (`Location_Filter` may be ignored). One walk
 * tells the balances and where the ledger stood, so that both fit together.
 */
export function itemStock(client: NavClient, entries: LedgerSource<StockRecord>): Stock {
  return {
    entries,
    async position() {
      const sums = new Map<string, { sku: string; location: string; onHand: Decimal }>();
      let last = 0;
      let recent: number[] = [];
      const query = {
        select: ['Entry_No', 'Item_No', 'Location_Code', 'Quantity'],
        orderBy: ['Entry_No'],
      };
      for await (const page of client.list('itemLedgerEntries', 'item ledger entries', query)) {
        for (const row of page.rows) {
          add(sums, row);
          const entryNo = numberOf(row, 'Entry_No');
          last = Math.max(last, entryNo);
          recent.push(entryNo);
        }
        recent = recent.filter((entryNo) => entryNo > last - overlap);
      }
      return { balances: [...sums.values()], ledger: { last, recent } };
    },
  };
}

function add(sums: Map<string, { sku: string; location: string; onHand: Decimal }>, row: Row): void {
  const [sku, location] = [textOf(row, 'Item_No'), textOf(row, 'Location_Code')];
  const key = `${fold(sku)}|${fold(location)}`;
  const before = sums.get(key) ?? { sku, location, onHand: zero };
  sums.set(key, { ...before, onHand: plus(before.onHand, decimal(amountOf(row, 'Quantity'))) });
}
