import { toNumber } from '../../../domain/decimal.ts';
import { isFailure } from '../../../domain/failure.ts';
import { fingerprint } from '../../../domain/text.ts';
import type { GpDocuments, GpPayables, GpPayablesRow } from '../api.ts';
import { quoted, type SbaClient } from './client.ts';
import { many, rateOf, stateOf, textOf } from './documents.ts';
import { codes } from './errors.ts';
import { documentTypes, fields, paths } from './names.ts';
import { payables } from './wire.ts';

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
