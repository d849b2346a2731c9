import type { FinanceOperationsConfig } from '../../config/schema.ts';
import { type Bill, titleOfBill } from '../../domain/bill.ts';
import { type Decimal, negate, roundTo, toNumber } from '../../domain/decimal.ts';
import { base32, cut, fitNumber, fold } from '../../domain/text.ts';
import type { Lookups, Mapped } from '../../engine/ports.ts';
import { Findings } from '../../mapping/findings.ts';
import { checkSourceTotals } from '../shared/bills.ts';
import type { DefaultFields } from '../shared/defaults.ts';
import { type MatchedDraft, matchLines, mismatch, orderOf } from '../shared/order-matching.ts';
import { postingDateOf } from '../shared/posting-date.ts';
import { lengths } from './capabilities.ts';
import type { Fields, PurchaseDraft } from './document-shape.ts';
import { headerParts, noon, yesNo } from './header.ts';
import { type MappedLine, mapLines } from './lines.ts';

export type InvoiceConfig = Pick<
  FinanceOperationsConfig,
  'dimensions' | 'procurement' | 'matchOrders' | 'defaults'
>;

export type InvoiceDraft = PurchaseDraft & MatchedDraft;

const defaultsKey = 'erp.defaults.bills';

/** What `erp.defaults.bills` may set (Common Data Model, VendorInvoiceHeaderEntity). */
const defaultFields: DefaultFields = {
  MethodOfPayment: 'text',
  PostingProfile: 'text',
  Comment: 'text',
  DimensionDisplayValue: 'text',
  Site: 'text',
  Warehouse: 'text',
};

/** What a bill or credit note will be there, or everything that keeps it from being that. */
export function mapInvoice(bill: Bill, lookups: Lookups, config: InvoiceConfig): Mapped<InvoiceDraft> {
  const record = titleOfBill(bill);
  const findings = new Findings();
  const preset = { rules: config.defaults.bills, key: defaultsKey, fields: defaultFields };
  const parts = headerParts(bill, lookups, { record, findings }, preset);
  const number = numberOf(bill, record, findings);
  const dates = datesOf(bill, lookups, record, findings);
  checkSourceTotals(bill, record, findings);
  const lines = mapLines(bill, lookups, config, { record, length: lengths.bill.lineDescription, findings });
  checkHierarchy(lines, record, findings);
  const order = matchOrder(bill, lines, lookups, config, record, findings);
  if (findings.problems.length > 0 || !dates)
    return { ok: false, problems: findings.problems, missing: [...findings.missing] };
  const sign = (amount: Decimal): Decimal => (bill.kind === 'credit' ? negate(amount) : amount);
  const header: Fields = {
    dataAreaId: parts.company,
    HeaderReference: headerReference(bill),
    ...parts.defaults,
    InvoiceAccount: parts.vendor,
    VendorAccount: parts.vendor,
    InvoiceNumber: number,
    InvoiceDate: noon(dates.document),
    Date: noon(dates.posting),
    ...(bill.dueDate ? { DueDate: noon(bill.dueDate) } : {}),
    Currency: parts.currency,
    ...(parts.terms ? { TermsOfPayment: parts.terms } : {}),
    ...(order === undefined ? {} : { PurchaseOrderNumber: order.number }),
    InvoiceDescription: describe(bill, number),
    IsPricesIncludeSalesTax: yesNo(bill.taxInclusive),
    ImportedAmount: toNumber(sign(bill.totals.gross.amount)),
    ImportedSalesTax: toNumber(sign(bill.totals.tax.amount)),
  };
  const draft: InvoiceDraft = {
    kind: bill.kind,
    naturalKey: naturalKey(bill.kind, parts.company, parts.vendor, number),
    title: record,
    body: { header, lines: lines.map((line, index) => lineBody(line, index, sign, order)) },
    totals: bill.totals,
    matched: lines.flatMap(({ quantity }, index) => {
      const line = order?.lines[index];
      return line === undefined ? [] : [{ line, quantity }];
    }),
  };
  return { ok: true, draft, warnings: findings.warnings };
}

export const naturalKey = (kind: string, company: string, vendor: string, number: string): string =>
  [kind, company.toLowerCase(), fold(vendor), fold(number)].join('|');

/** Ours, made of the Cin7 ids: a header whose answer was lost is found under it, and a second one is refused. */
const headerReference = (bill: Bill): string =>
  `C7-${base32([bill.kind, bill.purchaseId, bill.task].join('|').toLowerCase(), lengths.bill.headerReference - 3)}`;

function numberOf(bill: Bill, record: string, findings: Findings): string {
  const { number: length } = lengths[bill.kind];
  if (bill.number === '') {
    const what = bill.kind === 'bill' ? 'invoice' : 'credit note';
    const fix = `enter the supplier's number of the ${what} in Cin7`;
    findings.add({ code: 'number-missing', record, field: 'number', fix });
  }
  const sent = fitNumber(bill.number, length);
  if (sent !== bill.number && bill.number.length > length) {
    const fix = 'nothing: the description tells it whole';
    findings.add({ code: 'value-cut', record, field: 'number', seen: bill.number, allowed: [sent], fix });
  }
  return sent;
}

const describe = (bill: Bill, sent: string): string => {
  const whole = sent === bill.number ? '' : ` ${bill.number}`;
  const applied = bill.appliesTo ? `, for invoice ${bill.appliesTo.number}` : '';
  return cut(`Cin7 ${bill.orderNumber}${whole}${applied}`, lengths.bill.description);
};

/** No entity tells which periods are open: the date is Cin7's, or today's where the flow says so. */
function datesOf(bill: Bill, lookups: Lookups, record: string, findings: Findings) {
  if (!bill.date) {
    findings.add({ code: 'date-missing', record, field: 'date', fix: 'enter the date in Cin7' });
    return undefined;
  }
  const { date: posting } = postingDateOf(bill.date, lookups.options, lookups.today, {}, record);
  return { document: bill.date, posting };
}

/** Orders name the category alone, invoices its hierarchy too. */
function checkHierarchy(lines: readonly MappedLine[], record: string, findings: Findings): void {
  if (lines.every(({ category }) => category === undefined || category.hierarchy !== undefined)) return;
  const fix = 'set erp.procurement.hierarchy to the procurement category hierarchy';
  findings.add({ code: 'value-missing', record, field: 'procurement hierarchy', fix });
}

interface MatchedOrder {
  readonly number: string;
  readonly lines: readonly (number | undefined)[];
}

/** Credit notes stand for themselves. */
function matchOrder(
  bill: Bill,
  lines: readonly MappedLine[],
  lookups: Lookups,
  config: InvoiceConfig,
  record: string,
  findings: Findings,
): MatchedOrder | undefined {
  if (bill.kind === 'credit' || !config.matchOrders) return undefined;
  const order = orderOf(bill, lookups);
  if (order.kind === 'none') return undefined;
  if (order.kind === 'missing') {
    const fix =
      'settle what keeps the order; the bill follows on the next pass. Or set erp.matchOrders: false';
    findings.add({ code: 'order-missing', record, field: 'purchase order', seen: bill.orderNumber, fix });
    return undefined;
  }
  const { lines: numbers, unmatched } = matchLines(
    lines.map(({ match }) => match),
    order.left,
  );
  if (unmatched.length > 0) {
    const fix =
      'make order and bill agree in Cin7, or set erp.matchOrders: false and enter the bill against its order by hand';
    findings.add(mismatch(record, unmatched, order, fix));
  }
  return { number: order.number, lines: numbers };
}

/** A line of an order is named by the order's number and its own; the item, its unit and place are the order's then. */
function lineBody(
  line: MappedLine,
  index: number,
  sign: (amount: Decimal) => Decimal,
  order: MatchedOrder | undefined,
): Fields {
  const matched = order?.lines[index];
  return {
    InvoiceLineNumber: index + 1,
    ...(order && matched !== undefined
      ? { PurchaseOrder: order.number, PurchLineNumber: matched }
      : objectOf(line)),
    ReceiveNow: toNumber(sign(line.quantity)),
    UnitPrice: toNumber(line.price),
    PriceUnit: toNumber(line.per),
    DiscountPercent: toNumber(line.percent),
    NetAmount: toNumber(sign(roundTo(line.amount, 2))),
    LineDescription: line.description,
    SalesTaxGroup: line.tax.group,
    ItemSalesTax: line.tax.itemGroup,
    ...(line.dimensions === undefined ? {} : { DimensionDisplayValue: line.dimensions }),
  };
}

const objectOf = ({ item, category, place }: MappedLine): Fields =>
  item
    ? {
        ItemNumber: item.number,
        ...(item.unit === '' ? {} : { Unit: item.unit }),
        ...(place.site === undefined ? {} : { InventorySiteId: place.site }),
        ...(place.warehouse === undefined ? {} : { InventoryWarehouseId: place.warehouse }),
      }
    : {
        ProcurementCategoryName: category?.name ?? '',
        ...(category?.hierarchy === undefined
          ? {}
          : { ProcurementCategoryHierarchyName: category.hierarchy }),
        MainAccountDisplayValue: category?.account ?? '',
      };
