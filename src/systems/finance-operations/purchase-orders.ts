import type { FinanceOperationsConfig } from '../../config/schema.ts';
import { toNumber } from '../../domain/decimal.ts';
import { Failure } from '../../domain/failure.ts';
import { type PurchaseOrder, titleOfOrder } from '../../domain/order.ts';
import { fitNumber, fold } from '../../domain/text.ts';
import type { DocumentTarget, Lookups, Mapped, Remote } from '../../engine/ports.ts';
import { Findings } from '../../mapping/findings.ts';
import { text } from '../odata/literal.ts';
import { all, equal, type Filter } from '../odata/query.ts';
import { checkSourceTotals } from '../shared/bills.ts';
import type { DefaultFields } from '../shared/defaults.ts';
import type { OrderedDraft } from '../shared/order-matching.ts';
import { lengths, title } from './capabilities.ts';
import type { FinanceOperationsClient } from './client.ts';
import { checkKey } from './company-checks.ts';
import { refOf, sumOfLines } from './document-read.ts';
import {
  type DocumentRows,
  type DocumentShape,
  type Fields,
  type PurchaseDraft,
  textOf,
} from './document-shape.ts';
import { documentTarget } from './documents.ts';
import { headerParts, noon, yesNo } from './header.ts';
import { type MappedLine, mapLines } from './lines.ts';
import { orderHeader, orderLine } from './wire.ts';

type OrderConfig = Pick<FinanceOperationsConfig, 'dimensions' | 'procurement' | 'numbering' | 'defaults'>;
type OrderDraft = PurchaseDraft & OrderedDraft;

const defaultsKey = 'erp.defaults.purchaseOrders';

/** What `erp.defaults.purchaseOrders` may set (Common Data Model, PurchPurchaseOrderHeaderV2Entity). */
const defaultFields: DefaultFields = {
  LanguageId: 'text',
  InvoiceVendorAccountNumber: 'text',
  OrdererPersonnelNumber: 'text',
  RequesterPersonnelNumber: 'text',
  PurchaseOrderPoolId: 'text',
  DefaultReceivingSiteId: 'text',
  DefaultReceivingWarehouseId: 'text',
  SalesTaxGroupCode: 'text',
  DefaultLedgerDimensionDisplayValue: 'text',
};

export const orderShape = (config: Pick<OrderConfig, 'dimensions'>): DocumentShape => ({
  kind: 'order',
  what: 'purchase order',
  headers: 'PurchaseOrderHeadersV2',
  lines: 'PurchaseOrderLinesV2',
  navigation: 'PurchaseOrderLinesV2',
  key: 'PurchaseOrderNumber',
  lineKey: 'LineNumber',
  number: 'PurchaseOrderNumber',
  header: orderHeader,
  line: orderLine,
  compared: [
    'OrderVendorAccountNumber',
    'VendorOrderReference',
    'CurrencyCode',
    'ArePricesIncludingSalesTax',
  ],
  comparedLine: [
    'ItemNumber',
    'ProcurementProductCategoryName',
    'MainAccountIdDisplayValue',
    'OrderedPurchaseQuantity',
    'PurchaseUnitSymbol',
    'PurchasePrice',
    'PurchasePriceQuantity',
    'LineDiscountPercentage',
    'SalesTaxGroupCode',
    'SalesTaxItemGroupCode',
    'DefaultLedgerDimensionDisplayValue',
    'ReceivingSiteId',
    'ReceivingWarehouseId',
  ],
  objectFields: ['ItemNumber', 'ProcurementProductCategoryName'],
  amended: [
    'RequestedDeliveryDate',
    'PaymentTermsName',
    'ArePricesIncludingSalesTax',
    'DefaultReceivingSiteId',
    'DefaultReceivingWarehouseId',
  ],
  dimensionField: 'DefaultLedgerDimensionDisplayValue',
  accountField: 'MainAccountIdDisplayValue',
  dimensions: config.dimensions,
});

/** Authorised orders, changed in place while nothing was received or invoiced there. */
export function purchaseOrders(
  client: FinanceOperationsClient,
  config: OrderConfig,
): DocumentTarget<PurchaseOrder, OrderDraft> {
  const shape = orderShape(config);
  const shared = documentTarget({
    client,
    shape,
    lookUp,
    toRemote: (rows, company) => toRemote(shape, rows, company),
    locked,
  });
  return {
    ...shared,
    kind: 'order',
    amends: true,
    needs: [
      'setup',
      'accounts',
      'dimensions',
      'dimensionValues',
      'taxes',
      'taxItemGroups',
      'currencies',
      'paymentTerms',
      'locations',
      'categories',
    ],
    map: (order, lookups) => mapOrder(order, lookups, config),
  };
}

function mapOrder(order: PurchaseOrder, lookups: Lookups, config: OrderConfig): Mapped<OrderDraft> {
  const record = titleOfOrder(order);
  const findings = new Findings();
  const preset = { rules: config.defaults.purchaseOrders, key: defaultsKey, fields: defaultFields };
  const parts = headerParts(order, lookups, { record, findings }, preset);
  const reference = fitNumber(order.orderNumber, lengths.order.reference);
  const number =
    config.numbering.purchaseOrders === 'ours' ? fitNumber(order.orderNumber, lengths.order.number) : '';
  checkKey(number, { record, field: 'number' }, findings);
  checkSourceTotals(order, record, findings);
  const lines = mapLines(order, lookups, config, { record, length: lengths.order.description, findings });
  if (findings.problems.length > 0)
    return { ok: false, problems: findings.problems, missing: [...findings.missing] };
  const [first] = lines;
  const header: Fields = {
    dataAreaId: parts.company,
    ...(number === '' ? {} : { PurchaseOrderNumber: number }),
    ...parts.defaults,
    OrderVendorAccountNumber: parts.vendor,
    VendorOrderReference: reference,
    CurrencyCode: parts.currency,
    ...(order.date ? { AccountingDate: noon(order.date) } : {}),
    ...(order.requiredBy ? { RequestedDeliveryDate: noon(order.requiredBy) } : {}),
    ...(parts.terms ? { PaymentTermsName: parts.terms } : {}),
    ArePricesIncludingSalesTax: yesNo(order.taxInclusive),
    ...(first?.place.site ? { DefaultReceivingSiteId: first.place.site } : {}),
    ...(first?.place.warehouse ? { DefaultReceivingWarehouseId: first.place.warehouse } : {}),
  };
  const draft: OrderDraft = {
    kind: 'order',
    naturalKey: naturalKey(parts.company, parts.vendor, reference),
    title: record,
    body: { header, lines: lines.map(lineBody) },
    totals: order.totals,
    ordered: lines.map(({ match }, index) => ({ ...match, line: index + 1 })),
  };
  return { ok: true, draft, warnings: findings.warnings };
}

const naturalKey = (company: string, vendor: string, reference: string): string =>
  ['order', company.toLowerCase(), fold(vendor), fold(reference)].join('|');

const lineBody = (line: MappedLine, index: number): Fields => ({
  LineNumber: index + 1,
  ...(line.item
    ? {
        ItemNumber: line.item.number,
        ...(line.item.unit === '' ? {} : { PurchaseUnitSymbol: line.item.unit }),
        ...(line.place.site === undefined ? {} : { ReceivingSiteId: line.place.site }),
        ...(line.place.warehouse === undefined ? {} : { ReceivingWarehouseId: line.place.warehouse }),
      }
    : {
        ProcurementProductCategoryName: line.category?.name ?? '',
        MainAccountIdDisplayValue: line.category?.account ?? '',
      }),
  OrderedPurchaseQuantity: toNumber(line.quantity),
  PurchasePrice: toNumber(line.price),
  PurchasePriceQuantity: toNumber(line.per),
  LineDiscountPercentage: toNumber(line.percent),
  LineDescription: line.description,
  SalesTaxGroupCode: line.tax.group,
  SalesTaxItemGroupCode: line.tax.itemGroup,
  ...(line.dimensions === undefined ? {} : { DefaultLedgerDimensionDisplayValue: line.dimensions }),
});

function lookUp(draft: PurchaseDraft) {
  const { VendorOrderReference, OrderVendorAccountNumber } = draft.body.header;
  const [reference, vendor] = [String(VendorOrderReference), String(OrderVendorAccountNumber)];
  const filter = all(
    equal('VendorOrderReference', text(reference)),
    equal('OrderVendorAccountNumber', text(vendor)),
  );
  return {
    filter: filter as Filter,
    same: ({ header }: DocumentRows) =>
      fold(textOf(header, 'VendorOrderReference')) === fold(reference) &&
      fold(textOf(header, 'OrderVendorAccountNumber')) === fold(vendor),
  };
}

function toRemote(shape: DocumentShape, rows: DocumentRows, company: string): Remote {
  const { header, lines } = rows;
  const currency = textOf(header, 'CurrencyCode');
  const amount = sumOfLines(lines, 'LineAmount', false);
  const sum = amount === undefined ? undefined : { amount, currency };
  return {
    ref: refOf(shape, rows),
    status: statusOf(rows),
    naturalKey: naturalKey(
      company,
      textOf(header, 'OrderVendorAccountNumber'),
      textOf(header, 'VendorOrderReference'),
    ),
    currency,
    // The order has no total: its lines' amounts make up Cin7's net, or its total where prices include the tax.
    totals:
      sum === undefined ? {} : header['ArePricesIncludingSalesTax'] === true ? { gross: sum } : { net: sum },
    content: rows,
  };
}

/** Received or invoiced, also in part, it is the past: nothing of it is changed. */
function statusOf({ header, lines }: DocumentRows): Remote['status'] {
  const past = (row: DocumentRows['header'], field: string) =>
    /^(Received|Invoiced)$/.test(textOf(row, field));
  if (textOf(header, 'PurchaseOrderStatus') === 'Canceled') return 'void';
  if (past(header, 'PurchaseOrderStatus') || textOf(header, 'DocumentApprovalStatus') === 'Finalized')
    return 'posted';
  return lines.some((line) => past(line, 'PurchaseOrderLineStatus')) ? 'posted' : 'draft';
}

function locked({ header }: DocumentRows): Failure | undefined {
  const state = textOf(header, 'DocumentApprovalStatus');
  if (!/^(InReview|InExternalReview)$/.test(state)) return undefined;
  const seen = `order ${textOf(header, 'PurchaseOrderNumber')}: ${state}`;
  return new Failure({
    kind: 'held',
    system: title,
    message: `${title}: ${seen}; it cannot be changed until that ends.`,
    problems: [
      {
        code: 'approval-pending',
        record: 'purchase order',
        seen,
        fix: 'end the review there; the next pass goes on',
      },
    ],
  });
}
