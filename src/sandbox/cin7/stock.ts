import {
  compareDecimals,
  type Decimal,
  decimal,
  isZero,
  minus,
  negate,
  over,
  plus,
  roundTo,
  times,
  toNumber,
  zero,
} from '../../domain/decimal.ts';
import { guidOf } from '../ids.ts';
import type { PurchaseRow, ReceiptRow, ReferenceRow } from './rows.ts';
import type { SaleRow } from './sale-rows.ts';
import type { World } from './state.ts';
import { type MovementRow, movementKey } from './stock-rows.ts';

/** On-hand by product and location (`/ref/productavailability`), and the movements that change it. */

/** Makes the document's movements be these: new ones are applied, changed ones applied anew, others undone. */
export function settleMovements(world: World, document: string, wanted: readonly MovementRow[]): void {
  const before = world.moved.get(document)?.lines ?? [];
  if (before.length === 0 && wanted.length === 0) return;
  const lines = wanted.map(({ line }) => line);
  for (const line of before) {
    const row = lines.includes(line) ? undefined : world.movements.get(movementKey({ document, line }));
    if (row !== undefined) undo(world, row);
  }
  world.moved.put({ document, lines });
  for (const row of wanted) {
    const known = world.movements.get(movementKey(row));
    if (known !== undefined && sameGoods(known, row)) continue;
    if (known !== undefined) undo(world, known);
    world.movements.put(row);
    apply(world, row, row.quantity, row.amount);
  }
}

function undo(world: World, row: MovementRow): void {
  world.movements.remove(movementKey(row));
  apply(world, row, negate(row.quantity), negate(row.amount));
}

const sameGoods = (a: MovementRow, b: MovementRow): boolean =>
  a.quantity === b.quantity &&
  a.location === b.location &&
  a.productId === b.productId &&
  a.date === b.date &&
  a.batch === b.batch;

export function stockRow(
  world: World,
  productId: string,
  location: string,
  batch = '',
): ReferenceRow | undefined {
  return world.references.availability.find(
    (row) => row['ID'] === productId && row['Location'] === location && row['Batch'] === batch,
  );
}

const figure = (row: ReferenceRow | undefined, name: string): Decimal => decimal(Number(row?.[name] ?? 0));

export const onHandOf = (world: World, productId: string, location: string, batch = ''): Decimal =>
  figure(stockRow(world, productId, location, batch), 'OnHand');
export const availableOf = (world: World, productId: string, location: string, batch = ''): Decimal =>
  figure(stockRow(world, productId, location, batch), 'Available');

/** Average cost of what is there; nothing where nothing is. */
export function unitCostOf(world: World, productId: string, location: string): Decimal {
  const row = stockRow(world, productId, location);
  const onHand = figure(row, 'OnHand');
  return compareDecimals(onHand, zero) <= 0 ? zero : over(figure(row, 'StockOnHand'), onHand);
}

/** What goes out is valued at the average. */
export const outAmount = (world: World, productId: string, location: string, quantity: Decimal): Decimal =>
  roundTo(times(quantity, unitCostOf(world, productId, location)), 2);

function apply(world: World, row: MovementRow, quantity: Decimal, amount: Decimal): void {
  const { productId, location, batch } = row;
  const product = world.products.get(productId);
  const before = stockRow(world, productId, location, batch);
  const moved = (name: string, by: Decimal) => toNumber(plus(figure(before, name), by));
  world.references.availability.put({
    ...(before ?? {
      key: guidOf(`cin7 stock ${productId} ${location} ${batch}`),
      ID: productId,
      SKU: product?.SKU ?? '',
      Name: product?.Name ?? '',
      Location: location,
      Bin: '',
      Batch: batch,
      ExpiryDate: row.expiryDate === '' ? null : row.expiryDate,
      Allocated: 0,
      OnOrder: 0,
      InTransit: 0,
    }),
    OnHand: moved('OnHand', quantity),
    Available: moved('Available', quantity),
    StockOnHand: moved('StockOnHand', amount),
  } as ReferenceRow);
}

/** Put-away where there is any, else what was received: they describe the same goods. */
const receiptsOf = ({ putAway, stockReceived }: PurchaseRow): readonly ReceiptRow[] =>
  putAway.some((row) => row.status !== 'NOT AVAILABLE') ? putAway : stockReceived;

export function settlePurchase(world: World, purchase: PurchaseRow): void {
  const supplier = world.suppliers.get(purchase.supplierId)?.Name ?? '';
  const wanted = receiptsOf(purchase)
    .filter((receipt) => receipt.status === 'AUTHORISED' && !purchase.voided)
    .flatMap((receipt) =>
      receipt.lines.map((line): MovementRow => {
        const unit = costOf(purchase, line.sku);
        return {
          document: purchase.id,
          line: line.cardId,
          task: receipt.task,
          type: purchase.type === 'Advanced Purchase' ? 'Advanced Purchase' : 'Purchase',
          date: line.date,
          number: purchase.orderNumber,
          productId: line.productId,
          location: line.location,
          batch: line.batch,
          expiryDate: line.expiryDate,
          quantity: line.quantity,
          amount: roundTo(times(line.quantity, unit), 2),
          fromTo: supplier,
        };
      }),
    );
  settleMovements(world, purchase.id, wanted);
}

/** The bill's net price, else the order's, in base currency. */
function costOf(purchase: PurchaseRow, sku: string): Decimal {
  const billed = purchase.invoices.filter(({ status }) => status === 'AUTHORISED' || status === 'PAID');
  const lines = [...billed.flatMap((part) => part.lines), ...purchase.order.lines];
  const line = lines.find((row) => row.sku === sku && !isZero(row.quantity));
  if (line === undefined) return zero;
  const net = purchase.inclusive ? minus(line.total, line.tax) : line.total;
  return times(over(net, line.quantity), purchase.rate);
}

export function settleSale(world: World, sale: SaleRow): void {
  const customer = world.customers.get(sale.customerId)?.Name ?? '';
  const many = sale.type === 'Advanced Sale';
  const shipped = sale.fulfilments
    .filter((row) => row.ship === 'AUTHORISED' && !sale.voided)
    .flatMap((row) =>
      row.lines.map((line): MovementRow => {
        const quantity = negate(line.quantity);
        return {
          ...goods(sale, line, customer),
          task: row.task,
          type: many ? 'SaleMultiple' : 'Sale',
          date: row.shipDate,
          quantity,
          amount: outAmount(world, line.productId, line.location, quantity),
        };
      }),
    );
  const returned = sale.credits
    .filter(({ status }) => status === 'AUTHORISED' && !sale.voided)
    .flatMap((credit) =>
      credit.restock.map(
        (line): MovementRow => ({
          ...goods(sale, line, customer),
          task: credit.task,
          type: many ? 'RestockMultiple' : 'Restock',
          date: line.date,
          quantity: line.quantity,
          amount: outAmount(world, line.productId, line.location, line.quantity),
        }),
      ),
    );
  settleMovements(world, sale.id, [...shipped, ...returned]);
}

const goods = (sale: SaleRow, line: SaleRow['fulfilments'][number]['lines'][number], customer: string) => ({
  document: sale.id,
  line: line.key,
  number: sale.orderNumber,
  productId: line.productId,
  location: line.location,
  batch: line.batch,
  expiryDate: line.expiryDate,
  fromTo: customer,
});
