import { type Decimal, negate, roundTo, times, toNumber } from '../../domain/decimal.ts';
import type { JsonObject } from '../exchange.ts';
import { refuse } from './errors.ts';
import { sameText } from './fields.ts';
import { listAnswer, type Query } from './paging.ts';
import { printDate, printGuid, printStamp } from './stamps.ts';
import type { World } from './state.ts';
import { onHandOf, outAmount, settleMovements } from './stock.ts';
import type { MovementRow, StockTaskRow, TaskLineRow } from './stock-rows.ts';
import { codeFields, locationFields, productFields } from './stock-view.ts';

/** Transfers, write-offs, assemblies and disassemblies (API Blueprint): made by people here, read by us. */

const guid = (world: World, id: string, place: string): string =>
  printGuid(id, place, world.switches.mixedGuidCase);

type Kind = StockTaskRow['kind'];

function listOf(
  world: World,
  kind: Kind,
  key: string,
  query: Query,
  show: (row: StockTaskRow) => JsonObject,
): JsonObject {
  const status = query.get('status') ?? '';
  const wanted = (query.get('search') ?? '').trim().toLowerCase();
  const rows = world.stockTasks
    .all()
    .filter((row) => row.kind === kind && (status === '' || sameText(row.status, status)))
    .map(show)
    .filter((row) => wanted === '' || JSON.stringify(row).toLowerCase().includes(wanted));
  return listAnswer(rows, key, query, (row) => row);
}

function taskOf(world: World, kind: Kind, query: Query): StockTaskRow {
  const id = query.get('taskid');
  if (id === undefined || id === '') return refuse('Required attribute TaskID is not provided.');
  const row = world.stockTasks.get(id.toLowerCase());
  return row?.kind === kind ? row : refuse('Task with specified ID not found', 404);
}

export const getTransfers = (world: World, query: Query): JsonObject =>
  listOf(world, 'transfer', 'StockTransferList', query, (row) => transferHeader(world, row));

const transferHeader = (world: World, row: StockTaskRow): JsonObject => ({
  TaskID: guid(world, row.id, 'transfer'),
  From: locationFields(world, row.location).LocationID,
  FromLocation: row.location,
  To: locationFields(world, row.to).LocationID,
  ToLocation: row.to,
  Status: row.status,
  Number: row.number,
  CompletionDate: printDate(row.date),
  DepartureDate: printDate(row.departureDate),
  InTransitAccount: row.account === '' ? null : row.account,
  CostDistributionType: 'Cost',
  Reference: row.reference,
  LastModifiedOn: printStamp(row.stamp, row.id),
});

export function getTransfer(world: World, query: Query): JsonObject {
  const row = taskOf(world, 'transfer', query);
  return {
    ...transferHeader(world, row),
    RequiredByDate: null,
    Lines: row.lines.map((line) => ({
      ...productFields(world, line.productId, 'transfer line'),
      QuantityOnHand: toNumber(onHandOf(world, line.productId, row.location)),
      QuantityAvailable: toNumber(onHandOf(world, line.productId, row.location)),
      TransferQuantity: toNumber(line.quantity),
      BatchSN: null,
      ExpiryDate: null,
      Comments: '',
    })),
    ManualJournals: [],
    SkipOrder: true,
    Order: { Status: 'NOT AVAILABLE', Lines: [] },
  };
}

export const getWriteOffs = (world: World, query: Query): JsonObject =>
  listOf(world, 'write-off', 'InventoryWriteOffs', query, (row) => ({
    TaskID: guid(world, row.id, 'write-off'),
    InventoryWriteOffNumber: row.number,
    Status: row.status,
    ...locationFields(world, row.location),
    Date: printStamp(row.created, row.id),
    Notes: row.reference,
  }));

export function getWriteOff(world: World, query: Query): JsonObject {
  const row = taskOf(world, 'write-off', query);
  return {
    TaskID: guid(world, row.id, 'write-off'),
    InventoryWriteOffNumber: row.number,
    Status: row.status,
    ...locationFields(world, row.location),
    Account: row.account,
    EffectiveDate: printDate(row.date),
    Notes: row.reference,
    Lines: row.lines.map((line) => ({
      ...codeFields(world, line.productId, 'write-off line'),
      BinID: null,
      Bin: null,
      BatchSN: null,
      ExpiryDate: null,
      ExpenseAccount: null,
      Quantity: toNumber(line.quantity),
      Cost: toNumber(line.cost),
      TotalCost: toNumber(totalOf(line)),
    })),
    Transactions: [],
    Errors: [],
  };
}

const totalOf = (line: TaskLineRow): Decimal => roundTo(times(line.quantity, line.cost), 2);

const madeHeader = (world: World, row: StockTaskRow): JsonObject => {
  const { Name, ...codes } = codeFields(world, row.productId, 'task product');
  return {
    ...codes,
    ProductName: Name,
    Quantity: toNumber(row.quantity),
    ...locationFields(world, row.location),
  };
};

export const getAssemblies = (world: World, query: Query): JsonObject =>
  listOf(world, 'assembly', 'FinishedGoods', query, (row) => ({
    TaskID: guid(world, row.id, 'assembly'),
    AssemblyNumber: row.number,
    BatchSN: null,
    ExpiryDate: null,
    ...madeHeader(world, row),
    Date: printDate(row.date),
    Status: row.status,
    UnitCost: 0,
    Notes: row.reference,
  }));

export function getAssembly(world: World, query: Query): JsonObject {
  const row = taskOf(world, 'assembly', query);
  const lines = row.lines.map((line) => ({
    ...codeFields(world, line.productId, 'assembly line'),
    Quantity: toNumber(line.quantity),
    Unit: 'Item',
  }));
  return {
    TaskID: guid(world, row.id, 'assembly'),
    AssemblyNumber: row.number,
    Status: row.status,
    ...madeHeader(world, row),
    BinID: null,
    Bin: null,
    WIPAccount: row.account,
    WIPDate: printDate(row.date),
    Account: row.account,
    AssemblyInstructionURL: '',
    CompletionDate: printDate(row.date),
    BatchSN: null,
    ExpiryDate: null,
    Notes: row.reference,
    OrderLines: row.lines.map((line, i) => ({
      ...lines[i],
      ExpenseAccount: '',
      WastagePercent: 0,
      WastageQuantity: 0,
      TotalQuantity: toNumber(line.quantity),
      TotalCost: toNumber(totalOf(line)),
    })),
    PickLines: row.lines.map((line, i) => ({
      ...lines[i],
      BinID: null,
      Bin: null,
      BatchSN: null,
      ExpiryDate: null,
      Cost: toNumber(totalOf(line)),
    })),
    Transactions: [],
    Errors: [],
  };
}

export const getDisassemblies = (world: World, query: Query): JsonObject =>
  listOf(world, 'disassembly', 'Disassemblies', query, (row) => ({
    TaskID: guid(world, row.id, 'disassembly'),
    DisassemblyNumber: row.number,
    ...madeHeader(world, row),
    Date: printDate(row.date),
    Status: row.status,
  }));

export function getDisassembly(world: World, query: Query): JsonObject {
  const row = taskOf(world, 'disassembly', query);
  return {
    TaskID: guid(world, row.id, 'disassembly'),
    DisassemblyNumber: row.number,
    Status: row.status,
    ...madeHeader(world, row),
    CompletionDate: printDate(row.date),
    WIPAccount: row.account,
    AssemblyInstructionURL: '',
    PickLines: [
      {
        BinID: null,
        Bin: null,
        Date: printDate(row.date),
        BatchSN: null,
        ExpiryDate: null,
        Available: toNumber(onHandOf(world, row.productId, row.location)),
        UnitCost: 0,
        Quantity: toNumber(row.quantity),
        TotalCost: 0,
      },
    ],
    OrderLines: row.lines.map((line) => ({
      ...codeFields(world, line.productId, 'disassembly line'),
      BinID: null,
      Bin: null,
      Unit: 'Item',
      BatchSN: null,
      ExpiryDate: null,
      Account: row.account,
      Quantity: toNumber(line.quantity),
      Cost: toNumber(totalOf(line)),
    })),
    OrderServiceLines: [],
    Transactions: [],
    Errors: [],
  };
}

const types: Readonly<Record<Kind, string>> = {
  transfer: 'Transfer Out',
  'write-off': 'Inventory Write-Off',
  assembly: 'Finished Goods',
  disassembly: 'Disassembly',
};

/** Stores a task, stamped, and moves its goods when its status says that they have moved. */
export function saveTask(world: World, row: StockTaskRow): StockTaskRow {
  settleMovements(world, row.id, movementsOf(world, row));
  return world.stockTasks.put({ ...row, stamp: world.stamp() });
}

function movementsOf(world: World, row: StockTaskRow): MovementRow[] {
  const gone = row.status === 'COMPLETED' || row.status === 'IN TRANSIT';
  if (!gone) return [];
  const base = { document: row.id, task: row.id, number: row.number, batch: '', expiryDate: '', fromTo: '' };
  const date = row.status === 'IN TRANSIT' ? row.departureDate : row.date;
  const move = (
    line: string,
    productId: string,
    location: string,
    quantity: Decimal,
    more = {},
  ): MovementRow => ({
    ...base,
    line,
    type: types[row.kind],
    date,
    productId,
    location,
    quantity,
    amount: outAmount(world, productId, location, quantity),
    ...more,
  });
  const out = (line: TaskLineRow, i: number) =>
    move(`${i + 1}`, line.productId, row.location, negate(line.quantity));
  const valued = (line: TaskLineRow) => ({ amount: totalOf(line) });
  switch (row.kind) {
    case 'write-off':
      return row.lines.map(out);
    case 'transfer': {
      const left = row.lines.map(out);
      if (row.status === 'IN TRANSIT') return left;
      const arrived = row.lines.map((line, i) => {
        const worth = { type: 'Transfer In', amount: negate(left[i]?.amount ?? ('0' as Decimal)) };
        return move(`${i + 1} in`, line.productId, row.to, line.quantity, worth);
      });
      return [...left, ...arrived];
    }
    case 'assembly': {
      const used = row.lines.map(out);
      const worth = used.reduce((sum, line) => sum - Number(line.amount), 0).toFixed(2) as Decimal;
      return [...used, move('made', row.productId, row.location, row.quantity, { amount: worth })];
    }
    case 'disassembly': {
      const taken = move('taken', row.productId, row.location, negate(row.quantity));
      const won = row.lines.map((line, i) =>
        move(`${i + 1}`, line.productId, row.location, line.quantity, valued(line)),
      );
      return [taken, ...won];
    }
  }
}
