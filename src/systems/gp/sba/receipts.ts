import { roundTo, times, toNumber } from '../../../domain/decimal.ts';
import { Failure } from '../../../domain/failure.ts';
import { fingerprint } from '../../../domain/text.ts';
import type { GpDocuments, GpReceipt, GpReceiptRow } from '../api.ts';
import { title } from '../capabilities.ts';
import { decimalsOf } from '../document-context.ts';
import type { SbaClient } from './client.ts';
import { many, rateOf, stateOf, textOf } from './documents.ts';
import { fields, paths, receiptType } from './names.ts';
import { receipt } from './wire.ts';

/** Only where the customer has such a service of his own; it takes neither accounts nor a posting date. */
export function sbaReceipts(client: SbaClient): GpDocuments<GpReceipt, GpReceiptRow> {
  const name = 'receivings transaction';
  const body = (document: GpReceipt) => ({ Payload: receiptPayload(document) });
  const read = async (id: string) => (await client.one(receipt, paths.receipts, [id], name))?.row;
  return {
    body,
    async create(document) {
      if (document.lines.some(({ nonInventory }) => nonInventory)) throw noAccounts();
      await client.create(paths.receipts, body(document), `new ${name}`);
    },
    async read(id) {
      const row = await read(id);
      return row && toReceipt(row);
    },
    readMany: (ids) =>
      many(
        ids,
        fields.receipt,
        (filter) => client.all(receipt, paths.receipts, `list of ${name}s`, textOf(fields.receipt), filter),
        read,
        toReceipt,
      ),
    exists: async (id) => (await read(id)) !== undefined,
    ofVendor: async () => [],
  };
}

const noAccounts = (): Failure => {
  const message = `${title}: SBA takes no accounts for receipts, so those by account cannot be sent.`;
  const fix = 'set erp.protocol: soap, or erp.receiptLines: item, whose accounts Dynamics GP decides';
  return new Failure({
    kind: 'refused',
    system: title,
    message,
    problems: [
      { code: 'refused', record: 'receipt', field: 'account', seen: 'non-inventory lines over SBA', fix },
    ],
  });
};

const receiptPayload = (document: GpReceipt) => ({
  ReceiptNumber: document.receipt,
  ReceiptType: receiptType,
  VendorDocumentNumber: document.number,
  ReceiptDate: `${document.date}T00:00:00`,
  BatchId: document.batch,
  VendorId: document.vendor,
  Reference: document.reference,
  CurrencyId: document.currency,
  ...(document.rate === undefined ? {} : { ExchangeRate: toNumber(document.rate) }),
  Lines: document.lines.map((line) => ({
    ItemNumber: line.item,
    Quantity: toNumber(line.quantity),
    UnitCost: toNumber(line.unitCost),
    ...(line.unit === '' ? {} : { UofM: line.unit }),
    ...(line.site === '' ? {} : { SiteId: line.site }),
    NonInventory: line.nonInventory,
  })),
});

const toReceipt = (row: typeof receipt._output): GpReceiptRow => ({
  receipt: row.ReceiptNumber,
  vendor: row.VendorId,
  number: row.VendorDocumentNumber,
  date: row.ReceiptDate,
  postingDate: undefined,
  batch: row.BatchId,
  currency: row.CurrencyId,
  rate: rateOf(row.ExchangeRate),
  lines: row.Lines.map((line) => ({
    item: line.ItemNumber,
    description: '',
    unit: line.UofM,
    quantity: line.Quantity,
    unitCost: line.UnitCost,
    extended: roundTo(times(line.Quantity, line.UnitCost), decimalsOf(row.CurrencyId)),
    nonInventory: line.NonInventory,
    account: '',
    site: line.SiteId,
  })),
  distributions: undefined,
  state: stateOf(row.TransactionState),
  version: fingerprint(row),
});
