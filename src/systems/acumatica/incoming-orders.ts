import {
  compareDecimals,
  type Decimal,
  isZero,
  over,
  plus,
  roundTo,
  times,
  zero,
} from '../../domain/decimal.ts';
import type { IncomingOrder, PurchaseOrder } from '../../domain/order.ts';
import type { PurchaseLine } from '../../domain/purchase.ts';
import { fold, tidy } from '../../domain/text.ts';
import { type Clock, parseInstant } from '../../domain/time.ts';
import type { Source, SourceRow } from '../../engine/ports.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import type { References } from '../../mapping/references.ts';
import { stampVersion } from '../shared/version.ts';
import { readRows } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import type { AcumaticaClient } from './client.ts';
import { createReader } from './document-read.ts';
import { orderShape } from './orders.ts';
import { all, changedSince, equal } from './query.ts';
import { company } from './references.ts';
import { type OrderLineRow, type OrderRow, order } from './wire.ts';

const about = { system: title, name: 'purchase order', id: 'OrderNbr', status: 200 } as const;

/** Purchase orders of type Normal, for Cin7: the list shows headers, each order is a read of its own. */
export function incomingOrders(
  client: AcumaticaClient,
  references: References,
  mapping: Mapping,
  clock: Clock,
): Source<IncomingOrder> {
  const reader = createReader(client, orderShape);
  return {
    paging: 'keyset',
    async *changes(since) {
      const filter = all(
        equal('Type', orderShape.type),
        since === undefined ? undefined : changedSince('LastModifiedDateTime', since),
      );
      const query = { keys: ['Type', 'OrderNbr'], filter, select: orderShape.select };
      for await (const page of client.pages('PurchaseOrder', 'list of purchase orders', query))
        yield { rows: readRows(page.rows, order, about, toRow), servedAt: page.servedAt };
    },
    async read(id) {
      const [row] = (await reader.many([{ id }])) as OrderRow[];
      if (!row) return undefined;
      const setup = await references.load('setup');
      const base = setup.get(company)?.data?.['localCurrency'] ?? '';
      const { number, version, stamp } = toRow(row);
      const record = { status: statusOf(row), order: toOrder(row, mapping, base) };
      return { id: id.toLowerCase(), number, version, stamp, record, servedAt: clock.now() };
    },
  };
}

/** `Normal PO000123`: what is kept on the Cin7 purchase. */
const numberOf = (row: OrderRow): string => `${row.Type} ${row.OrderNbr}`;

function toRow(row: OrderRow): SourceRow<IncomingOrder> {
  const stamp = parseInstant(row.LastModifiedDateTime);
  const status = statusOf(row);
  const { LastModifiedDateTime, Status, VendorID, VendorRef, OrderTotal, Hold } = row;
  return {
    id: row.OrderNbr.toLowerCase(),
    number: numberOf(row),
    version: stampVersion(stamp ?? LastModifiedDateTime, [Status, VendorID, VendorRef, OrderTotal, Hold]),
    stamp,
    early: status === 'draft' ? 'waiting' : status === 'cancelled' ? 'voided' : undefined,
  };
}

/** Open is what was released to the vendor (LEDGER 7); what still waits for somebody there is a draft. */
function statusOf({ Status }: OrderRow): IncomingOrder['status'] {
  const word = fold(Status);
  if (word === 'CANCELED' || word === 'CANCELLED') return 'cancelled';
  if (word === 'COMPLETED' || word === 'CLOSED') return 'closed';
  return word === 'OPEN' ? 'open' : 'draft';
}

function toOrder(row: OrderRow, mapping: Mapping, base: string): PurchaseOrder {
  const currency = fold(mapping.back.currency(row.CurrencyID));
  const baseCurrency = fold(mapping.back.currency(base)) || currency;
  const rows = (row.Details ?? []).filter((line) => !line.Cancelled && !isZero(line.OrderQty));
  const places = new Set(
    rows.filter((line) => line.InventoryID !== '').map((line) => fold(line.WarehouseID)),
  );
  const [warehouse] = places;
  return {
    kind: 'order',
    purchaseId: row.OrderNbr.toLowerCase(),
    orderNumber: numberOf(row),
    supplier: { id: row.VendorID.toLowerCase(), name: row.VendorID },
    date: row.Date,
    requiredBy: row.PromisedOn,
    currency,
    baseCurrency,
    rate: currency === baseCurrency || isZero(row.CurrencyRate) ? undefined : row.CurrencyRate,
    taxInclusive: isInclusive(row),
    terms: mapping.back.term(row.Terms),
    // Cin7 receives a purchase in one place.
    location: places.size === 1 && warehouse ? mapping.back.location(warehouse) : undefined,
    lines: rows.map((line) => toLine(line, row, mapping, currency)),
    totals: orderShape.totals(row, currency) as PurchaseOrder['totals'],
    fullyInvoiced: false,
  };
}

/** Taxes that the prices contain add nothing to the total. */
const isInclusive = ({ LineTotal, TaxTotal, OrderTotal }: OrderRow): boolean =>
  !isZero(TaxTotal) &&
  compareDecimals(LineTotal, OrderTotal) === 0 &&
  compareDecimals(plus(LineTotal, TaxTotal), OrderTotal) !== 0;

/** Lines tell no tax; whoever writes the order reckons it by its own rule, and the totals must agree. */
function toLine(
  line: OrderLineRow,
  { VendorTaxZone }: OrderRow,
  mapping: Mapping,
  currency: string,
): PurchaseLine {
  const item = tidy(line.InventoryID);
  return {
    kind: item === '' ? 'charge' : 'item',
    ...(item === '' ? {} : { productId: item.toLowerCase(), sku: mapping.back.sku(item) }),
    description: tidy(line.LineDescription) || item,
    quantity: line.OrderQty,
    price: { amount: priceOf(line), currency },
    discountPercent: zero,
    taxRule: ruleFor(line.TaxCategory, VendorTaxZone, mapping),
    tax: { amount: zero, currency },
    total: { amount: line.ExtendedCost, currency },
  };
}

/** The price that leads to the line's own amount, after whatever discounts it has. */
function priceOf({ OrderQty, UnitCost, ExtendedCost }: OrderLineRow): Decimal {
  const same = compareDecimals(roundTo(times(OrderQty, UnitCost), 2), ExtendedCost) === 0;
  return same || isZero(OrderQty) ? UnitCost : roundTo(over(ExtendedCost, OrderQty), 4);
}

/** The first Cin7 tax rule that is mapped to this category, in this zone if it names one. */
function ruleFor(category: string, zone: string, mapping: Mapping): string | undefined {
  const untaxed = category === '';
  return mapping.keys('taxes').find((rule) => {
    const target = mapping.tax(rule);
    if (target === undefined || target === 'none') return untaxed && target === 'none';
    return (
      fold(target.category) === fold(category) &&
      (target.zone === undefined || zone === '' || fold(target.zone) === fold(zone))
    );
  });
}
