import type { Purchase, Receipt } from '../domain/purchase.ts';
import { type GoodsReceipt, type GoodsReceiptLine, netPrices } from '../domain/receipt.ts';
import { canonicalJson, fingerprint } from '../domain/text.ts';
import type { FieldChange } from './purchases.ts';
import type { Routed } from './routing.ts';

/** What becomes of the goods of a purchase (LEDGER 2): each authorised receipt a receipt at the ERP. */
export function routeReceipts(purchase: Purchase): Routed[] {
  return purchase.receipts
    .filter(({ status }) => status !== 'none')
    .map((receipt) => {
      const content = toReceipt(purchase, receipt);
      return {
        kind: 'receipt',
        task: receipt.task,
        number: receipt.number,
        wanted: wantedOf(purchase, receipt),
        date: content.date,
        content,
        print: printReceipt(content),
      };
    });
}

const wantedOf = (purchase: Purchase, { status }: Receipt): Routed['wanted'] => {
  if (!purchase.live || status === 'voided') return 'voided';
  return status === 'authorised' ? 'ready' : 'waiting';
};

function toReceipt(purchase: Purchase, receipt: Receipt): GoodsReceipt {
  const priceOf = netPrices(purchase);
  return {
    kind: 'receipt',
    purchaseId: purchase.id,
    task: receipt.task,
    orderNumber: purchase.orderNumber,
    number: receipt.number,
    supplier: purchase.supplier,
    date: receipt.lines
      .flatMap(({ date }) => (date === undefined ? [] : [date]))
      .sort()
      .at(-1),
    currency: purchase.currency,
    baseCurrency: purchase.baseCurrency,
    rate: purchase.rate,
    location: purchase.location,
    lines: receipt.lines.map((line) => ({
      productId: line.productId,
      sku: line.sku,
      description: line.name,
      quantity: line.quantity,
      price: priceOf(line),
      account: purchase.inventoryAccount,
      location: line.location ?? purchase.location,
      date: line.date,
      batch: line.batch,
    })),
  };
}

/** Fingerprint of what was received: prices and accounts come from elsewhere and may move without it. */
export const printReceipt = (receipt: GoodsReceipt): string =>
  fingerprint(receipt.lines.map((line) => canonicalJson(printedLine(line))).sort());

const printedLine = ({ sku, quantity, location, date, batch }: GoodsReceiptLine) => ({
  sku,
  quantity,
  location,
  date,
  batch,
});

/** In which fields two states of one receipt differ, for people. */
export function changedReceipt(before: GoodsReceipt, after: GoodsReceipt): FieldChange[] {
  const changes: FieldChange[] = [];
  const note = (field: string, from: string | undefined, to: string | undefined) => {
    if (from !== to) changes.push({ field, from: from ?? '-', to: to ?? '-' });
  };
  note('date', before.date, after.date);
  note('supplier', before.supplier.name, after.supplier.name);
  const left = [...after.lines];
  for (const [index, line] of before.lines.entries()) {
    const at = left.findIndex((other) => describeLine(other) === describeLine(line));
    if (at >= 0) left.splice(at, 1);
    else note(`line ${index + 1}`, describeLine(line), 'gone');
  }
  for (const line of left) note('lines', undefined, describeLine(line));
  return changes;
}

const describeLine = (line: GoodsReceiptLine): string =>
  [`${line.quantity} x ${line.sku}`, line.location, line.date, line.batch].filter(Boolean).join(', ');
