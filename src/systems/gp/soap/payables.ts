import type { Decimal } from '../../../domain/decimal.ts';
import { fingerprint } from '../../../domain/text.ts';
import type { GpDocuments, GpPayables, GpPayablesRow } from '../api.ts';
import type { SoapClient } from './client.ts';
import { type DocumentOptions, dateTime, soapDocuments, stateOf, toDistribution } from './documents.ts';
import { payables, readNode } from './wire.ts';
import type { XmlTree } from './write-xml.ts';

/** Payables invoices and credit memos (cc533876; elements in the order of the WSDL's PayablesDocument). */
export const soapPayables = (
  client: SoapClient,
  options: DocumentOptions,
  kind: 'bill' | 'credit',
): GpDocuments<GpPayables, GpPayablesRow> =>
  soapDocuments(client, options, {
    object: kind === 'bill' ? 'PayablesInvoice' : 'PayablesCreditMemo',
    parameter: kind === 'bill' ? 'payablesInvoice' : 'payablesCreditMemo',
    name: kind === 'bill' ? 'payables invoice' : 'payables credit memo',
    idCriterion: 'DocumentId',
    toXml: (document) => toXml(document, kind),
    toRow(content) {
      const node = readNode(payables, content, 'payables document');
      return {
        voucher: node.Key.Id,
        vendor: node.VendorKey.Id,
        number: node.VendorDocumentNumber,
        date: node.Date,
        postingDate: node.GeneralLedgerPostingDate,
        batch: node.BatchKey.Id,
        description: node.Description,
        orderNumber: node.PONumber,
        terms: node.PaymentTermsKey.Id,
        currency: node.CurrencyKey.ISOCode,
        rate: node.ExchangeRate,
        purchases: node.PurchasesAmount.Value,
        tradeDiscount: node.TradeDiscountAmount.Value,
        freight: node.FreightAmount.Value,
        misc: node.MiscellaneousAmount.Value,
        tax: node.TaxAmount.Value,
        total: node.DocumentAmount.Value,
        distributions: node.Distributions.map(toDistribution),
        taxes: node.Taxes.map(({ Key, TaxAmount }) => ({
          detail: Key.TaxDetailKey.Id,
          amount: TaxAmount.Value,
        })),
        state: stateOf(node.TransactionState, node.IsVoided),
        version: fingerprint(node),
      };
    },
  });

export const moneyXml = (amount: Decimal, currency: string, decimals: number): XmlTree => ({
  Currency: currency,
  Value: amount,
  DecimalDigits: decimals,
});

function toXml(document: GpPayables, kind: 'bill' | 'credit'): XmlTree {
  const money = (amount: Decimal) => moneyXml(amount, document.currency, document.decimals);
  return {
    Key: { Id: document.voucher },
    VendorDocumentNumber: document.number,
    DocumentAmount: money(document.total),
    Date: dateTime(document.date),
    GeneralLedgerPostingDate: dateTime(document.postingDate),
    PurchasesAmount: money(document.purchases),
    Description: document.description,
    TradeDiscountAmount: money(document.tradeDiscount),
    TaxAmount: money(document.tax),
    FreightAmount: money(document.freight),
    MiscellaneousAmount: money(document.misc),
    PONumber: document.orderNumber,
    ...(document.rate === undefined
      ? {}
      : { ExchangeRate: document.rate, ExchangeDate: dateTime(document.date) }),
    BatchKey: { Id: document.batch },
    VendorKey: { Id: document.vendor },
    CurrencyKey: { ISOCode: document.currency },
    Distributions: {
      PayablesDistribution: document.distributions.map((row) => ({
        DistributionTypeKey: { Id: row.type },
        Reference: row.reference,
        GLAccountKey: { Id: row.account },
        // Declared as the abstract Amount: what they really are must be said.
        DebitAmount: { '@xsi:type': 'MoneyAmount', ...money(row.debit) },
        CreditAmount: { '@xsi:type': 'MoneyAmount', ...money(row.credit) },
      })),
    },
    ...(document.taxes.length === 0
      ? {}
      : {
          Taxes: {
            PayablesTax: document.taxes.map(({ detail, amount }) => ({
              Key: { TaxDetailKey: { Id: detail } },
              TaxAmount: money(amount),
            })),
          },
        }),
    ...(kind === 'bill' && document.terms ? { PaymentTermsKey: { Id: document.terms } } : {}),
  };
}
