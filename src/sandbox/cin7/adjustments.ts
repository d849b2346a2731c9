import {
  compareDecimals,
  type Decimal,
  isNegative,
  isZero,
  minus,
  plus,
  roundTo,
  times,
  toNumber,
  zero,
} from '../../domain/decimal.ts';
import type { JsonObject } from '../exchange.ts';
import { guidOf } from '../ids.ts';
import { isObject } from '../json-body.ts';
import { problem, refuse } from './errors.ts';
import { decimalFrom, readFields, sameText, text, textFrom } from './fields.ts';
import { isTrue, listAnswer, type Query } from './paging.ts';
import { activeAccount } from './references.ts';
import type { ProductRow } from './rows.ts';
import { printDate, printGuid, printStamp, readStamp } from './stamps.ts';
import { nextOf, type World } from './state.ts';
import { availableOf, onHandOf, outAmount, settleMovements } from './stock.ts';
import type { AdjustmentLineRow, AdjustmentRow, MovementRow, TaskStatus } from './stock-rows.ts';
import { locationFields, productFields } from './stock-view.ts';

/** Stock adjustments (apis/cin7-core.md, section 5): quantities are the new absolute ones, never differences. */

const guid = (world: World, id: string, place: string): string =>
  printGuid(id, place, world.switches.mixedGuidCase);

/** No filter but the status, and no stamp: the list must be walked whole. A completed stock take is in it too. */
export function getAdjustments(world: World, query: Query): JsonObject {
  const status = query.get('status');
  const rows = world.adjustments
    .all()
    .filter((row) => row.counted === '' || (world.switches.stockTakesAdjust && row.status === 'COMPLETED'))
    .filter((row) => status === undefined || status === '' || sameText(row.status, status));
  return listAnswer(rows, 'StockAdjustmentList', query, (row) => header(world, row));
}

const header = (world: World, row: AdjustmentRow): JsonObject => ({
  TaskID: guid(world, row.id, 'adjustment'),
  EffectiveDate: printDate(row.date),
  StocktakeNumber: row.number,
  Status: row.status,
  Account: row.account,
  Reference: row.reference,
});

export function adjustmentOf(world: World, id: string | undefined): AdjustmentRow {
  if (id === undefined || id === '') return refuse('Required attribute TaskID is not provided.');
  return (
    world.adjustments.get(id.toLowerCase()) ?? refuse('Stock adjustment with specified ID not found', 404)
  );
}

export const getAdjustment = (world: World, query: Query): JsonObject =>
  showAdjustment(world, adjustmentOf(world, query.get('taskid')));

export function showAdjustment(world: World, row: AdjustmentRow): JsonObject {
  const voided = row.status === 'VOIDED';
  return {
    ...header(world, row),
    ExistingStockLines: voided ? [] : existingLines(world, row),
    NewStockLines: voided ? [] : newLines(world, row),
    Transactions: row.status === 'COMPLETED' ? transactions(world, row) : [],
  };
}

export const existingLines = (world: World, row: AdjustmentRow): JsonObject[] =>
  row.lines
    .filter((line) => !isZero(line.onHand))
    .map((line) => ({
      ...productFields(world, line.productId, 'adjustment line'),
      QuantityOnHand: toNumber(line.onHand),
      Available: toNumber(line.available),
      Adjustment: toNumber(line.quantity),
      ...locationFields(world, line.location),
      BatchSN: line.batch === '' ? null : line.batch,
      ExpiryDate: printDate(line.expiryDate),
      Comments: line.comments,
    }));

export const newLines = (world: World, row: AdjustmentRow): JsonObject[] =>
  row.lines
    .filter((line) => isZero(line.onHand))
    .map((line) => ({
      ...productFields(world, line.productId, 'adjustment line'),
      Quantity: toNumber(line.quantity),
      UnitCost: toNumber(line.unitCost),
      ...locationFields(world, line.location),
      BatchSN: line.batch === '' ? null : line.batch,
      ExpiryDate: printDate(line.expiryDate),
      ReceivedDate: printDate(line.receivedDate),
      Comments: line.comments,
    }));

/** What each movement was worth; the sign tells the direction. */
export const transactions = (world: World, row: AdjustmentRow): JsonObject[] =>
  world.movements
    .all()
    .filter((movement) => movement.document === row.id)
    .map((movement) => ({
      ID: guidOf(`transaction ${movement.document} ${movement.line}`),
      Debit: '310: Inventory',
      Credit: `${row.account}: ${world.references.accounts.get(row.account)?.Name ?? ''}`,
      Amount: toNumber(movement.amount),
      EffectiveDate: printDate(row.date),
    }));

const fields = [
  text('EffectiveDate', 50, {
    required: 'always',
    reference: (_world, value) =>
      readStamp(value) === undefined ? problem('Attribute EffectiveDate is not a valid date.') : value,
  }),
  text('Status', 20, { required: 'always', values: ['DRAFT', 'COMPLETED'] }),
  text('Account', 50, { reference: activeAccount('EXPENSE') }),
  text('Reference', 256),
];

export function postAdjustment(world: World, body: JsonObject): JsonObject {
  const row: AdjustmentRow = {
    id: world.newId(),
    number: nextNumber(world),
    status: 'DRAFT',
    date: '',
    account: '320',
    reference: '',
    lines: [],
    counted: '',
    stamp: '',
    created: world.stamp(),
    madeBy: 'api',
  };
  return showAdjustment(world, filledAndSaved(world, row, body));
}

export function putAdjustment(world: World, body: JsonObject): JsonObject {
  const before = adjustmentOf(world, textFrom(body, 'TaskID'));
  if (before.status !== 'DRAFT' || before.counted !== '')
    refuse(`Stock adjustment cannot be changed because its status is ${before.status}.`);
  return showAdjustment(world, filledAndSaved(world, before, body));
}

/** `Void=true` voids it; else a completed one is a draft again. */
export function deleteAdjustment(world: World, query: Query): JsonObject {
  const row = adjustmentOf(world, query.get('id'));
  if (row.status === 'VOIDED') refuse('Stock adjustment is already voided.');
  const status: TaskStatus = isTrue(query, 'Void') ? 'VOIDED' : 'DRAFT';
  return showAdjustment(world, saveAdjustment(world, { ...row, status }));
}

export const nextNumber = (world: World): string =>
  `ST-${String(nextOf(world, 'adjustment')).padStart(5, '0')}`;

function filledAndSaved(world: World, row: AdjustmentRow, body: JsonObject): AdjustmentRow {
  const read = readFields(world, fields, body, 'create');
  const date = String(read['EffectiveDate']).slice(0, 10);
  if (world.me.LockDate !== null && date <= world.me.LockDate.slice(0, 10))
    refuse('EffectiveDate is in a locked period.');
  const lines = readLines(world, body, date);
  const filled: AdjustmentRow = {
    ...row,
    status: read['Status'] as TaskStatus,
    date,
    account: String(read['Account'] ?? '') || row.account,
    reference: read['Reference'] === undefined ? row.reference : String(read['Reference']),
    lines,
  };
  world.adjustmentWrites.push(`${filled.number}: ${filled.reference}`);
  return saveAdjustment(world, filled);
}

function readLines(world: World, body: JsonObject, date: string): AdjustmentLineRow[] {
  const sent = body['Lines'];
  if (!Array.isArray(sent) || !sent.every(isObject) || sent.length === 0)
    return refuse('Required attribute Lines is not provided.');
  const onHandMode = body['UpdateOnHand'] === true;
  const lines = sent.map((line) => readLine(world, line, onHandMode, date));
  const places = lines.map((line) => [line.productId, line.location, line.batch].join('|'));
  if (new Set(places).size < places.length)
    refuse('Lines contain the same product, location and batch more than once.');
  return lines;
}

function readLine(world: World, line: JsonObject, onHandMode: boolean, date: string): AdjustmentLineRow {
  const product = productOf(world, line);
  const location = locationOf(world, line);
  const batch = textFrom(line, 'BatchSN');
  if (batch === '' && product['CostingMethod'] !== 'FIFO')
    refuse(`Required attribute BatchSN is not provided for product ${product.SKU}.`);
  const quantity = decimalFrom(line, 'Quantity') ?? refuse('Required attribute Quantity is not provided.');
  const unitCost = decimalFrom(line, 'UnitCost') ?? refuse('Required attribute UnitCost is not provided.');
  if (isNegative(quantity)) refuse('Attribute Quantity must not be negative.');
  if (isNegative(unitCost)) refuse('Attribute UnitCost must not be negative.');
  const onHand = onHandOf(world, product.ID, location, batch);
  const available = availableOf(world, product.ID, location, batch);
  return {
    productId: product.ID,
    location,
    batch,
    expiryDate: textFrom(line, 'ExpiryDate').slice(0, 10),
    onHand,
    available,
    quantity: newOnHand(quantity, onHand, available, onHandMode),
    unitCost,
    receivedDate: textFrom(line, 'ReceivedDate').slice(0, 10) || date,
    comments: textFrom(line, 'Comments'),
  };
}

/** Unless `UpdateOnHand` is sent, the quantity is what shall be available: what is allocated stays on top. */
const newOnHand = (quantity: Decimal, onHand: Decimal, available: Decimal, onHandMode: boolean): Decimal =>
  onHandMode ? quantity : plus(onHand, minus(quantity, available));

function productOf(world: World, line: JsonObject): ProductRow {
  const id = textFrom(line, 'ProductID').toLowerCase();
  const sku = textFrom(line, 'SKU');
  if (id === '' && sku === '') return refuse('Required attribute ProductID is not provided.');
  const product = id === '' ? world.products.find((row) => sameText(row.SKU, sku)) : world.products.get(id);
  if (product === undefined) return refuse('Product with specified ID not found', 404);
  if (product.Type !== 'Stock') refuse(`Product ${product.SKU} is not a stock product.`);
  return product;
}

function locationOf(world: World, line: JsonObject): string {
  const id = textFrom(line, 'LocationID').toLowerCase();
  const name = textFrom(line, 'Location');
  if (id === '' && name === '') return refuse('Required attribute Location is not provided.');
  const row = world.references.locations.find((other) =>
    id === '' ? sameText(other.Name, name) : other.key === id,
  );
  if (row === undefined || row['IsDeprecated'] === true)
    return refuse(`Location '${name || id}' was not found in Locations reference book`, 404);
  return row.Name;
}

/** Completed ones move stock; anything else has moved nothing. */
export function saveAdjustment(world: World, row: AdjustmentRow): AdjustmentRow {
  const wanted =
    row.status === 'COMPLETED' ? row.lines.flatMap((line, i) => movementOf(world, row, line, i)) : [];
  settleMovements(world, row.id, wanted);
  return world.adjustments.put({ ...row, stamp: world.stamp() });
}

function movementOf(world: World, row: AdjustmentRow, line: AdjustmentLineRow, i: number): MovementRow[] {
  const quantity = minus(line.quantity, line.onHand);
  if (isZero(quantity)) return [];
  const amount =
    compareDecimals(quantity, zero) > 0
      ? roundTo(times(quantity, line.unitCost), 2)
      : outAmount(world, line.productId, line.location, quantity);
  return [
    {
      document: row.id,
      line: String(i + 1),
      task: row.id,
      type: row.counted === '' ? 'Adjustment' : 'Stocktake',
      date: row.date,
      number: row.number,
      productId: line.productId,
      location: line.location,
      batch: line.batch,
      expiryDate: line.expiryDate,
      quantity,
      amount,
      fromTo: '',
    },
  ];
}

/** `/stockTakeList`: its rows stand under the key of the adjustments, as in the sample. */
export function getStockTakes(world: World, query: Query): JsonObject {
  const status = query.get('status');
  const rows = world.adjustments
    .all()
    .filter((row) => row.counted !== '')
    .filter((row) => status === undefined || status === '' || sameText(row.status, status));
  return listAnswer(rows, 'StockAdjustmentList', query, (row) => ({
    ...header(world, row),
    ...locationFields(world, row.counted),
    Tags: '',
    PickZones: '',
    StockLocators: '',
    Categories: '',
    Brands: '',
    Bins: '',
    CreatedDate: printStamp(row.created, row.id),
    LastUpdatedDate: printStamp(row.stamp, row.id),
    LastUpdatedBy: 'warehouse@larder-and-vine.example',
  }));
}

export function getStockTake(world: World, query: Query): JsonObject {
  const row = adjustmentOf(world, query.get('taskid'));
  if (row.counted === '') refuse('Stock take with specified ID not found', 404);
  return {
    ...header(world, row),
    ...locationFields(world, row.counted),
    Tags: [],
    PickZones: [],
    StockLocators: [],
    Categories: [],
    Brands: [],
    Bins: [],
    NonZeroStockOnHandProducts: existingLines(world, row),
    ZeroStockOnHandProducts: newLines(world, row),
    Transactions: row.status === 'COMPLETED' ? transactions(world, row) : [],
    UseRelativeQuantity: false,
  };
}
