import { type Decimal, isZero, roundTo, times, toNumber } from '../../../domain/decimal.ts';
import { Failure, isFailure } from '../../../domain/failure.ts';
import { fingerprint, fold } from '../../../domain/text.ts';
import type {
  GpDocumentRow,
  GpDocuments,
  GpPayables,
  GpPayablesRow,
  GpReceipt,
  GpReceiptRow,
} from '../api.ts';
import { title } from '../capabilities.ts';
import { decimalsOf } from '../document-context.ts';
import { quoted, type SbaClient } from './client.ts';
import { codes } from './errors.ts';
import { documentTypes, fields, paths, receiptType } from './names.ts';
import { payables, receipt } from './wire.ts';

const stateOf = (state: string, voided = false): GpDocumentRow['state'] =>
  voided ? 'void' : state === '' || state === 'Work' ? 'work' : 'posted';

const rateOf = (rate: Decimal): Decimal | undefined => (isZero(rate) ? undefined : rate);

const textOf = (field: string) => (row: unknown) =>
  String((row as Record<string, unknown> | null)?.[field] ?? '');

/**
 * Lists show whole documents: one between the first and the last id holds them all, among some of others. What is not in
 * it is asked for by its key: the database may sort otherwise than we do.
 */
async function many<Node, Row>(
  ids: readonly string[],
  field: string,
  list: (filter: string) => Promise<readonly Node[]>,
  one: (id: string) => Promise<Node | undefined>,
  toRow: (node: Node) => Row,
): Promise<Row[]> {
  const sorted = [...ids].sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return [];
  const listed =
    first === last ? [] : await list(`${field} ge ${quoted(first)} and ${field} le ${quoted(last)}`);
  const byId = new Map(listed.map((node) => [fold(textOf(field)(node)), node]));
  const rows: Row[] = [];
  for (const id of ids) {
    const node = byId.get(fold(id)) ?? (await one(id));
    if (node !== undefined) rows.push(toRow(node));
  }
  return rows;
}

/** Payables transactions; the vendor's own number stands in their list. */
export function sbaPayables(
  client: SbaClient,
  kind: 'bill' | 'credit',
): GpDocuments<GpPayables, GpPayablesRow> {
  const type = documentTypes[kind];
  const name = kind === 'bill' ? 'payables invoice' : 'payables credit memo';
  const body = (document: GpPayables) => ({ Payload: payloadOf(document, type) });
  const read = async (id: string) => (await client.one(payables, paths.payables, [type, id], name))?.row;
  const list = (filter: string) =>
    client.all(payables, paths.payables, `list of ${name}s`, textOf(fields.voucher), filter);
  return {
    body,
    create: (document) => client.create(paths.payables, body(document), `new ${name}`),
    async read(id) {
      const row = await read(id);
      return row && toPayables(row);
    },
    readMany: (ids) =>
      many(
        ids,
        fields.voucher,
        (filter) => list(`${fields.documentType} eq ${type} and ${filter}`),
        read,
        toPayables,
      ),
    exists: async (id) => (await read(id)) !== undefined,
    async ofVendor(vendor, from, to) {
      const filter = [
        `${fields.documentType} eq ${type}`,
        `${fields.vendor} eq ${quoted(vendor)}`,
        `${fields.documentDate} ge ${from}T00:00:00`,
        `${fields.documentDate} le ${to}T00:00:00`,
      ].join(' and ');
      return (await list(filter)).map((row) => ({
        id: row.VoucherNumber,
        modified: row.ModifiedDate,
        number: row.DocumentNumber,
      }));
    },
    async remove(id) {
      try {
        await client.remove(paths.payables, [type, id], `withdrawal of a ${name}`);
      } catch (error) {
        if (!isFailure(error, 'refused') || error.code !== codes.absent) throw error;
      }
    },
  };
}

function payloadOf(document: GpPayables, type: number) {
  const { rate, terms } = document;
  return {
    DocumentType: type,
    VoucherNumber: document.voucher,
    VendorId: document.vendor,
    DocumentNumber: document.number,
    DocumentDate: `${document.date}T00:00:00`,
    PostingDate: `${document.postingDate}T00:00:00`,
    BatchId: document.batch,
    Description: document.description,
    PurchasesAmount: toNumber(document.purchases),
    TradeDiscountAmount: toNumber(document.tradeDiscount),
    FreightAmount: toNumber(document.freight),
    MiscellaneousAmount: toNumber(document.misc),
    TaxAmount: toNumber(document.tax),
    DocumentAmount: toNumber(document.total),
    PONumber: document.orderNumber,
    CurrencyId: document.currency,
    ...(rate === undefined
      ? {}
      : { ExchangeRate: toNumber(rate), ExchangeDate: `${document.date}T00:00:00` }),
    ...(terms ? { PaymentTermsId: terms } : {}),
    Distributions: document.distributions.map((row) => ({
      AccountNumber: row.account,
      DistributionType: row.type,
      DebitAmount: toNumber(row.debit),
      CreditAmount: toNumber(row.credit),
      DistributionReference: row.reference,
    })),
  };
}

const toPayables = (row: typeof payables._output): GpPayablesRow => ({
  voucher: row.VoucherNumber,
  vendor: row.VendorId,
  number: row.DocumentNumber,
  date: row.DocumentDate,
  postingDate: row.PostingDate,
  batch: row.BatchId,
  description: row.Description,
  orderNumber: row.PONumber,
  terms: row.PaymentTermsId,
  currency: row.CurrencyId,
  rate: rateOf(row.ExchangeRate),
  purchases: row.PurchasesAmount,
  tradeDiscount: row.TradeDiscountAmount,
  freight: row.FreightAmount,
  misc: row.MiscellaneousAmount,
  tax: row.TaxAmount,
  total: row.DocumentAmount,
  distributions: row.Distributions.map((each) => ({
    type: Number(each.DistributionType),
    account: each.AccountNumber,
    debit: each.DebitAmount,
    credit: each.CreditAmount,
    reference: each.DistributionReference,
  })),
  taxes: [],
  state: stateOf(row.TransactionState, row.Voided),
  version: fingerprint(row),
});

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
