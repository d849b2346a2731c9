import { type Bill, titleOfBill } from '../../domain/bill.ts';
import { roundTo, times, toNumber } from '../../domain/decimal.ts';
import type { Money } from '../../domain/money.ts';
import { type PurchaseOrder, titleOfOrder } from '../../domain/order.ts';
import type { Totals } from '../../domain/purchase.ts';
import { fold } from '../../domain/text.ts';
import type { PlainDate } from '../../domain/time.ts';
import type { Lookups, Mapped } from '../../engine/ports.ts';
import { mapCurrency } from '../../mapping/currencies.ts';
import { Findings } from '../../mapping/findings.ts';
import { mapLocation } from '../../mapping/locations.ts';
import { lookUp } from '../../mapping/look-up.ts';
import { mapTerm } from '../../mapping/terms.ts';
import { checkSourceTotals } from '../shared/bills.ts';
import { type DefaultFields, typedDefaults } from '../shared/defaults.ts';
import { vendorOf } from '../shared/lookups.ts';
import { billLines } from './bill-lines.ts';
import { branchOf, type DocumentConfig, type LineContext, zoneOf } from './document-context.ts';
import type { DocumentDraft, DocumentShape } from './document-shape.ts';
import { dateTime, describe, markerOf, numberFor } from './document-texts.ts';
import { orderLines } from './order-lines.ts';
import { periodsOf, postPeriodOf } from './periods.ts';
import { company } from './references.ts';
import type { PlainRecord } from './wrap.ts';

/** What `erp.defaults.bills` and `.purchaseOrders` may set, of the contract's fields that nothing else fills. */
const billDefaults: DefaultFields = {
  LocationID: 'text',
  CashAccount: 'text',
  Project: 'text',
  ApprovedForPayment: 'boolean',
};
const orderDefaults: DefaultFields = {
  Location: 'text',
  Owner: 'text',
  Project: 'text',
  CurrencyRateTypeID: 'text',
};

/** A bill or credit note as it will be here, or everything that keeps it from being that. Made on hold. */
export function mapBill(
  shape: DocumentShape,
  config: DocumentConfig,
  bill: Bill,
  lookups: Lookups,
): Mapped<DocumentDraft> {
  const record = titleOfBill(bill);
  const findings = new Findings();
  const marker = markerOf(lookups.pair, bill.kind, bill.purchaseId, bill.task);
  const head = headOf(bill, bill.number, lookups, record, findings);
  const location = mapLocation(
    { record, field: 'location' },
    bill.location,
    lookups.mapping,
    undefined,
    findings,
  );
  const context: LineContext = { config, lookups, record, location, findings };
  // A debit adjustment has no terms: it is due at once.
  const terms = bill.kind === 'bill' ? termsOf(bill.terms, lookups, record, findings) : undefined;
  const posting =
    bill.date &&
    postPeriodOf(bill.date, lookups.options, lookups.today, periodsOf(lookups.reference('setup')), record);
  if (posting?.problem) findings.add(posting.problem);
  const { lines, taxes, matched } = billLines(context, bill);
  const zone = zoneOf(taxes, record, findings);
  const preset = typedDefaults(
    config.defaults.bills,
    bill,
    { record, key: 'erp.defaults.bills', fields: billDefaults },
    findings,
  );
  if (findings.problems.length > 0 || !head.vendor || head.currency === undefined || !bill.date)
    return failed(findings);
  const branch = branchOf(context);
  return drafted(findings, {
    shape,
    title: record,
    marker,
    vendor: head.vendor,
    number: head.number.sent,
    totals: bill.totals,
    matched,
    ...(posting?.hold ? { hold: posting.hold } : {}),
    ...(baseNet(bill) ? { baseNet: baseNet(bill) } : {}),
    body: {
      ...preset,
      Type: shape.type,
      Vendor: head.vendor,
      VendorRef: head.number.sent,
      Date: dateTime(bill.date),
      ...(terms === undefined ? {} : { Terms: terms }),
      ...(bill.dueDate && bill.kind === 'bill' ? { DueDate: dateTime(bill.dueDate) } : {}),
      ...(posting?.period === undefined ? {} : { PostPeriod: posting.period }),
      CurrencyID: head.currency,
      ...(branch === undefined ? {} : { BranchID: branch }),
      Description: describe(bill.kind, marker, bill.orderNumber, head.number.whole),
      Hold: true,
      Amount: toNumber(bill.totals.gross.amount),
      note: noteOf(marker, record),
      ...(zone === undefined ? {} : { custom: { CurrentDocument: { TaxZoneID: zone } } }),
      Details: lines,
    },
  });
}

/** A purchase order as it will be here, or everything that keeps it from being that. Made on hold. */
export function mapOrder(
  shape: DocumentShape,
  config: DocumentConfig,
  order: PurchaseOrder,
  lookups: Lookups,
): Mapped<DocumentDraft> {
  const record = titleOfOrder(order);
  const findings = new Findings();
  const marker = markerOf(lookups.pair, 'order', order.purchaseId, order.purchaseId);
  const head = headOf(order, order.orderNumber, lookups, record, findings);
  const location = warehouseOf(order, lookups, record, findings);
  const context: LineContext = { config, lookups, record, location, findings };
  const terms = termsOf(order.terms, lookups, record, findings);
  const { lines, taxes, ordered } = orderLines(context, order);
  const zone = zoneOf(taxes, record, findings);
  const at = { record, key: 'erp.defaults.purchaseOrders', fields: orderDefaults };
  const preset = typedDefaults(config.defaults.purchaseOrders, order, at, findings);
  if (findings.problems.length > 0 || !head.vendor || head.currency === undefined || !order.date)
    return failed(findings);
  const branch = branchOf(context);
  const foreign = order.rate !== undefined && order.currency !== order.baseCurrency;
  return drafted(findings, {
    shape,
    title: record,
    marker,
    vendor: head.vendor,
    number: head.number.sent,
    totals: order.totals,
    ordered,
    body: {
      ...preset,
      Type: shape.type,
      VendorID: head.vendor,
      VendorRef: head.number.sent,
      Date: dateTime(order.date),
      ...(order.requiredBy ? { PromisedOn: dateTime(order.requiredBy) } : {}),
      Description: describe('order', marker, order.orderNumber, head.number.whole),
      ...(branch === undefined ? {} : { Branch: branch }),
      CurrencyID: head.currency,
      // Base units per one of the document's (SampleCuryRate in Acumatica/AcumaticaRESTAPIClientForCSharp), as Cin7 tells it.
      ...(foreign && order.rate !== undefined ? { CurrencyRate: toNumber(order.rate) } : {}),
      ...(terms === undefined ? {} : { Terms: terms }),
      ...(zone === undefined ? {} : { VendorTaxZone: zone }),
      Hold: true,
      ControlTotal: toNumber(order.totals.gross.amount),
      note: noteOf(marker, record),
      Details: lines,
    },
  });
}

interface Head {
  readonly supplier: { readonly id: string; readonly name: string };
  readonly date?: PlainDate | undefined;
  readonly currency: string;
  readonly kind: 'order' | 'bill' | 'credit';
  readonly lines: Bill['lines'];
  readonly totals: Totals;
  readonly taxInclusive: boolean;
}

/** What orders, bills and credit notes have in common. */
function headOf(document: Head, number: string, lookups: Lookups, record: string, findings: Findings) {
  const vendor = vendorOf(document.supplier, lookups, record, findings)?.code;
  const sent = numberFor(document.kind, number, record, findings);
  if (!document.date)
    findings.add({ code: 'date-missing', record, field: 'date', fix: 'enter the date in Cin7' });
  const local = lookups.reference('setup').get(company)?.data?.['localCurrency'];
  const currencies = lookups.reference('currencies');
  const at = { record, field: 'currency' };
  const currency = mapCurrency(
    at,
    document.currency,
    lookups.mapping,
    currencies,
    findings,
    local || undefined,
  );
  checkSourceTotals(document, record, findings);
  return { vendor, number: sent, currency };
}

/** Terms have no list in the API, so the mapped code is taken on trust. */
const termsOf = (terms: string | undefined, lookups: Lookups, record: string, findings: Findings) =>
  mapTerm({ record, field: 'payment term' }, terms, lookups.mapping, undefined, findings);

/** A location's `warehouse` or `code` must be a warehouse there. */
function warehouseOf(
  order: PurchaseOrder,
  lookups: Lookups,
  record: string,
  findings: Findings,
): LineContext['location'] {
  const at = { record, field: 'location' };
  const target = mapLocation(at, order.location, lookups.mapping, undefined, findings);
  if (target === undefined || target === 'ignore') return target;
  const code = target.warehouse ?? target.code;
  if (code === undefined) return target;
  const fix = 'name a warehouse of Acumatica in mapping.locations';
  const index = lookups.reference('locations');
  const row = lookUp({ at, code, list: 'locations', index, problem: 'location-unmapped', fix }, findings);
  return row && { ...target, warehouse: row.code };
}

const noteOf = (marker: string, record: string): string => `${marker}: ${record}`;

/** A bill has no field for the rate: the site takes its own, and both base totals are reported. */
function baseNet(bill: Bill): Money | undefined {
  if (bill.rate === undefined || bill.currency === bill.baseCurrency) return undefined;
  return { amount: roundTo(times(bill.totals.net.amount, bill.rate), 2), currency: bill.baseCurrency };
}

export const naturalKey = (shape: Pick<DocumentShape, 'kind'>, vendor: string, number: string): string =>
  [shape.kind, fold(vendor), fold(number)].join('|');

function drafted(
  findings: Findings,
  {
    shape,
    vendor,
    number,
    ...draft
  }: Omit<DocumentDraft, 'kind' | 'naturalKey' | 'body'> & {
    readonly shape: DocumentShape;
    readonly vendor: string;
    readonly number: string;
    readonly body: PlainRecord & Pick<DocumentDraft['body'], 'Details'>;
  },
): Mapped<DocumentDraft> {
  const key = naturalKey(shape, vendor, number);
  return { ok: true, draft: { kind: shape.kind, naturalKey: key, ...draft }, warnings: findings.warnings };
}

const failed = (findings: Findings): Mapped<never> => ({
  ok: false,
  problems: findings.problems,
  missing: [...findings.missing],
});
