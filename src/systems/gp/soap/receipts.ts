import { fingerprint } from '../../../domain/text.ts';
import type { GpDocuments, GpReceipt, GpReceiptRow } from '../api.ts';
import { costDecimals } from '../capabilities.ts';
import type { SoapClient } from './client.ts';
import { type DocumentOptions, dateTime, soapDocuments, stateOf, toDistribution } from './documents.ts';
import { moneyXml } from './payables.ts';
import { readNode, receipt } from './wire.ts';
import type { XmlTree } from './write-xml.ts';

/** Receivings transactions of type shipment (elements in the order of the WSDL's PurchaseReceipt and its parts). */
export const soapReceipts = (
  client: SoapClient,
  options: DocumentOptions,
): GpDocuments<GpReceipt, GpReceiptRow> =>
  soapDocuments(client, options, {
    object: 'PurchaseReceipt',
    parameter: 'purchaseReceipt',
    name: 'receivings transaction',
    idCriterion: 'Id',
    toXml,
    toRow(content) {
      const node = readNode(receipt, content, 'receivings transaction');
      return {
        receipt: node.Key.Id,
        vendor: node.VendorKey.Id,
        number: node.VendorDocumentNumber,
        date: node.Date,
        postingDate: node.GeneralLedgerPostingDate,
        batch: node.BatchKey.Id,
        currency: node.CurrencyKey.ISOCode,
        rate: node.ExchangeRate,
        lines: node.Lines.map((line) => ({
          item: line.ItemKey.Id,
          description: line.ItemDescription,
          unit: line.UofM,
          quantity: line.QuantityShipped.Value,
          unitCost: line.UnitCost.Value,
          extended: line.ExtendedCost.Value,
          nonInventory: line.IsNonInventory,
          account: line.InventoryGLAccountKey.Id,
          site: line.WarehouseKey.Id,
        })),
        distributions: node.Distributions.map(toDistribution),
        state: stateOf(node.TransactionState),
        version: fingerprint(node),
      };
    },
  });

function toXml(document: GpReceipt): XmlTree {
  const { currency, decimals } = document;
  return {
    Key: { Id: document.receipt },
    VendorDocumentNumber: document.number,
    Date: dateTime(document.date),
    BatchKey: { Id: document.batch },
    VendorKey: { Id: document.vendor },
    Reference: document.reference,
    CurrencyKey: { ISOCode: currency },
    ...(document.rate === undefined
      ? {}
      : { ExchangeRate: document.rate, ExchangeDate: dateTime(document.date) }),
    GeneralLedgerPostingDate: dateTime(document.postingDate),
    Distributions: {
      PurchaseDistribution: document.distributions.map((row) => ({
        GLAccountKey: { Id: row.account },
        CreditAmount: { '@xsi:type': 'MoneyAmount', ...moneyXml(row.credit, currency, decimals) },
        DebitAmount: { '@xsi:type': 'MoneyAmount', ...moneyXml(row.debit, currency, decimals) },
        Reference: row.reference,
        DistributionTypeKey: { Id: row.type },
      })),
    },
    Lines: {
      PurchaseReceiptLine: document.lines.map((line) => ({
        ItemKey: { Id: line.item },
        ItemDescription: line.description,
        ...(line.nonInventory ? { InventoryGLAccountKey: { Id: line.account } } : {}),
        ...(line.unit === '' ? {} : { UofM: line.unit }),
        UnitCost: moneyXml(line.unitCost, currency, costDecimals),
        ExtendedCost: moneyXml(line.extended, currency, decimals),
        IsNonInventory: line.nonInventory,
        QuantityShipped: { Value: line.quantity, DecimalDigits: line.quantity.split('.')[1]?.length ?? 0 },
        ...(line.site === '' ? {} : { WarehouseKey: { Id: line.site } }),
      })),
    },
  };
}
