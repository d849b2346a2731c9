import {
  absolute,
  compareDecimals,
  type Decimal,
  decimal,
  isZero,
  minus,
  over,
  plus,
  roundTo,
  sumOf,
  times,
  toNumber,
  zero,
} from '../../domain/decimal.ts';
import { printMoney } from '../../domain/money.ts';
import { type PurchaseOrder, titleOfOrder } from '../../domain/order.ts';
import type { Party } from '../../domain/party.ts';
import type { PurchaseLine } from '../../domain/purchase.ts';
import { cut, fold } from '../../domain/text.ts';
import { addDays, type PlainDate } from '../../domain/time.ts';
import type { Lookups, Mapped } from '../../engine/ports.ts';
import { Findings } from '../../mapping/findings.ts';
import { checkName, type Place } from './checks.ts';
import type { ChargeBody, OrderLineBody, PurchaseDraft } from './purchase-draft.ts';

/** Our purchase was made after the order, but orders may be dated ahead or back by some days. */
const headStartDays = 31;
const nameLength = 1024;
const chargeLength = 256;

/** An order of the ERP as a purchase here, or everything that keeps it from being that (API Blueprint, "Advanced Purchase"). */
export function mapPurchase(
  order: PurchaseOrder,
  orderReference: string,
  lookups: Lookups,
): Mapped<PurchaseDraft> {
  const record = titleOfOrder(order);
  const findings = new Findings();
  const place: Place = { record, findings, reference: lookups.reference };
  const supplier = supplierOf(order, lookups, place);
  checkPlaces(order, place);
  const kept = order.lines.filter((line) => !isZero(line.quantity));
  const taxes = taxesOf(order, kept, place);
  const lines = kept.map((line, index) => lineBody(line, taxes[index] ?? zero, index, lookups, place));
  if (lines.length === 0)
    findings.add({ code: 'value-missing', record, field: 'lines', fix: 'the order has nothing to order' });
  const { date } = order;
  if (!date) findings.add({ code: 'date-missing', record, field: 'date', fix: 'enter the date at the ERP' });
  if (findings.problems.length > 0 || !supplier || !date)
    return { ok: false, problems: findings.problems, missing: [...findings.missing] };
  const draft: PurchaseDraft = {
    kind: 'purchase',
    naturalKey: fold(order.orderNumber),
    title: record,
    reference: order.orderNumber,
    since: addDays(earlier(date, lookups.today), -headStartDays),
    totals: order.totals,
    body: {
      header: {
        SupplierID: supplier,
        Approach: 'STOCK',
        PurchaseType: 'Advanced',
        Location: order.location ?? '',
        ...(order.terms === undefined ? {} : { Terms: order.terms }),
        ...(order.requiredBy ? { RequiredBy: `${order.requiredBy}T00:00:00` } : {}),
        ...(order.rate === undefined ? {} : { CurrencyRate: toNumber(order.rate) }),
        TaxCalculation: order.taxInclusive ? 'Inclusive' : 'Exclusive',
        AdditionalAttributes: { [orderReference]: order.orderNumber },
      },
      order: {
        Memo: '',
        Lines: lines.filter((line): line is OrderLineBody => line !== undefined && 'ProductID' in line),
        AdditionalCharges: lines.filter(
          (line): line is ChargeBody => line !== undefined && 'Description' in line,
        ),
      },
    },
  };
  return { ok: true, draft, warnings: findings.warnings };
}

const earlier = (a: PlainDate, b: PlainDate): PlainDate => (a.localeCompare(b) < 0 ? a : b);

function supplierOf(order: PurchaseOrder, lookups: Lookups, { record, findings }: Place): string | undefined {
  const linked = lookups.master('suppliers', order.supplier.id);
  const inactive = linked && (linked.record as Party).status === 'inactive';
  if (linked && !inactive) return linked.ref.id;
  findings.add({
    code: linked ? 'master-inactive' : 'master-unknown',
    record,
    field: 'supplier',
    seen: linked ? `${linked.record.name}: deprecated` : order.supplier.name,
    fix: linked ? 'activate the supplier in Cin7' : 'sync the suppliers first',
  });
  return undefined;
}

function checkPlaces({ location, terms }: PurchaseOrder, place: Place): void {
  const { record, findings } = place;
  if (location === undefined) {
    findings.add({
      code: 'location-unmapped',
      record,
      field: 'location',
      fix: 'Cin7 receives a purchase in one place: all lines need one warehouse that mapping.locations names',
    });
  } else
    checkName(place, {
      list: 'locations',
      field: 'Location',
      value: location,
      code: 'location-unmapped',
      fix: 'name an active location of Cin7 in mapping.locations',
    });
  checkName(place, {
    list: 'paymentTerms',
    field: 'Terms',
    value: terms ?? '',
    code: 'term-unmapped',
    fix: 'map it under mapping.paymentTerms to an active payment term of Cin7, or activate it there',
  });
}

/**
 * The tax of each line by Cin7's own rule, since the ERP tells it for the whole order only. What rounding makes of it is
 * settled on the last taxed line; more than that is another tax, and is told.
 */
function taxesOf(order: PurchaseOrder, lines: readonly PurchaseLine[], place: Place): Decimal[] {
  const taxes = lines.map((line, index) => taxOf(line, order.taxInclusive, index, place));
  const gap = minus(order.totals.tax.amount, sumOf(taxes));
  const rounding = times(decimal('0.01'), decimal(Math.max(1, lines.length)));
  if (compareDecimals(absolute(gap), rounding) > 0 && place.findings.problems.length === 0) {
    place.findings.add({
      code: 'tax-unusable',
      record: place.record,
      field: 'tax',
      seen: `${printMoney({ ...order.totals.tax, amount: sumOf(taxes) })} by the rules of Cin7`,
      allowed: [printMoney(order.totals.tax)],
      fix: 'map the tax category to a rule of the same percentage in mapping.taxes',
    });
  }
  const last = taxes.findLastIndex((tax) => !isZero(tax));
  return taxes.map((tax, index) => (index === last ? plus(tax, gap) : tax));
}

function taxOf(line: PurchaseLine, inclusive: boolean, index: number, place: Place): Decimal {
  const field = `line ${index + 1} tax`;
  if (line.taxRule === undefined) {
    const fix = 'map a tax rule of Cin7 to the tax category of the line in mapping.taxes';
    place.findings.add({ code: 'tax-unmapped', record: place.record, field, fix });
    return zero;
  }
  checkName(place, {
    list: 'taxes',
    field,
    value: line.taxRule,
    code: 'tax-unusable',
    fix: 'name an active tax rule for purchases in mapping.taxes',
    unfit: (row) => (row.data?.['purchase'] === 'false' ? 'it is not for purchases' : undefined),
  });
  const percent = decimal(place.reference('taxes').get(line.taxRule)?.data?.['percent'] || 0);
  const base = inclusive ? plus(decimal(100), percent) : decimal(100);
  return roundTo(over(times(line.total.amount, percent), base), 2);
}

function lineBody(
  line: PurchaseLine,
  tax: Decimal,
  index: number,
  lookups: Lookups,
  { record, findings }: Place,
): OrderLineBody | ChargeBody | undefined {
  const at = { record, field: `line ${index + 1} (${line.sku ?? cut(line.description, 40)})` };
  // Cin7 checks the total against quantity and price to the cent, and takes quantities from 1.
  const adds = compareDecimals(roundTo(times(line.quantity, line.price.amount), 2), line.total.amount) === 0;
  if (!adds || compareDecimals(line.quantity, decimal(1)) < 0) {
    findings.add({
      ...at,
      code: 'field-invalid',
      seen: `${line.quantity} x ${line.price.amount} = ${line.total.amount}`,
      allowed: ['a quantity of at least 1, whose price leads to the amount'],
      fix: 'correct quantity, price or discount of the line at the ERP, or enter the purchase by hand',
    });
  }
  const amounts = {
    Quantity: toNumber(line.quantity),
    Price: toNumber(line.price.amount),
    Discount: 0,
    Tax: toNumber(tax),
    TaxRule: line.taxRule ?? '',
    Total: toNumber(line.total.amount),
  };
  if (line.kind === 'charge')
    return { Description: cut(line.description || 'Charge', chargeLength), ...amounts };
  const linked = lookups.master('products', line.productId ?? '');
  if (linked)
    return {
      ProductID: linked.ref.id,
      SKU: linked.ref.number ?? linked.record.code,
      Name: cut(line.description, nameLength),
      ...amounts,
    };
  findings.add({
    ...at,
    code: 'master-unknown',
    seen: line.sku,
    fix: `create the product in Cin7, or name another SKU for it under mapping.products: { <SKU>: ${JSON.stringify(line.sku ?? '')} }`,
  });
  return undefined;
}
