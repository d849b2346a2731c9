import { decimal, zero } from '../../domain/decimal.ts';
import { nextNumber, saveAdjustment } from './adjustments.ts';
import { sameText } from './fields.ts';
import type { ProductRow } from './rows.ts';
import { nextOf, type World } from './state.ts';
import { availableOf, onHandOf, unitCostOf } from './stock.ts';
import type { AdjustmentRow, StockTaskRow, TaskLineRow, TaskStatus } from './stock-rows.ts';
import { saveTask } from './stock-tasks.ts';

export interface GoodsSpec {
  readonly sku: string;
  readonly quantity: string | number;
  /** Per unit; default: the average there. */
  readonly cost?: string | number | undefined;
}

interface TaskSpec {
  readonly location?: string | undefined;
  readonly lines: readonly GoodsSpec[];
  /** Default today. */
  readonly date?: string | undefined;
  readonly reference?: string | undefined;
  readonly status?: TaskStatus | undefined;
}

export interface MadeSpec extends TaskSpec {
  readonly sku: string;
  readonly quantity: string | number;
}

/** What people do with stock. Tasks are named by id or number; the default location is the main warehouse. */
export interface StockPeople {
  /** Quantities are the new on-hand. */
  addAdjustment(spec: TaskSpec): AdjustmentRow;
  addStockTake(spec: TaskSpec): AdjustmentRow;
  setAdjustment(adjustment: string, status: TaskStatus): AdjustmentRow;
  addTransfer(spec: TaskSpec & { readonly to: string }): StockTaskRow;
  addWriteOff(spec: TaskSpec): StockTaskRow;
  /** `sku` is made of the lines. */
  addAssembly(spec: MadeSpec): StockTaskRow;
  /** `sku` becomes the lines. */
  addDisassembly(spec: MadeSpec): StockTaskRow;
  setStockTask(task: string, status: TaskStatus): StockTaskRow;
  onHand(sku: string, location?: string): number;
}

const main = 'Main Warehouse';

export function stockPeople(world: World): StockPeople {
  const productOf = (sku: string): ProductRow => {
    const row = world.products.find((other) => sameText(other.SKU, sku));
    if (row === undefined) throw new Error(`Cin7 has no product ${sku}`);
    return row;
  };
  const today = () => world.now().slice(0, 10);

  const adjust = (spec: TaskSpec, counted: string): AdjustmentRow => {
    const location = spec.location ?? main;
    return saveAdjustment(world, {
      id: world.newId(),
      number: nextNumber(world),
      status: spec.status ?? 'COMPLETED',
      date: spec.date ?? today(),
      account: '320',
      reference: spec.reference ?? '',
      counted,
      lines: spec.lines.map(({ sku, quantity, cost }) => {
        const { ID } = productOf(sku);
        return {
          productId: ID,
          location,
          batch: '',
          expiryDate: '',
          onHand: onHandOf(world, ID, location),
          available: availableOf(world, ID, location),
          quantity: decimal(quantity),
          unitCost: cost === undefined ? unitCostOf(world, ID, location) : decimal(cost),
          receivedDate: spec.date ?? today(),
          comments: '',
        };
      }),
      stamp: '',
      created: world.stamp(),
      madeBy: 'person',
    });
  };

  const task = (
    kind: StockTaskRow['kind'],
    prefix: string,
    spec: TaskSpec,
    more: Partial<StockTaskRow> = {},
  ) => {
    const location = spec.location ?? main;
    const lines = spec.lines.map(({ sku, quantity, cost }): TaskLineRow => {
      const { ID } = productOf(sku);
      return {
        productId: ID,
        quantity: decimal(quantity),
        cost: cost === undefined ? unitCostOf(world, ID, location) : decimal(cost),
      };
    });
    return saveTask(world, {
      kind,
      id: world.newId(),
      number: `${prefix}-${String(nextOf(world, `task ${prefix}`)).padStart(5, '0')}`,
      status: spec.status ?? 'COMPLETED',
      location,
      to: '',
      date: spec.date ?? today(),
      departureDate: spec.date ?? today(),
      account: kind === 'transfer' ? '' : '320',
      reference: spec.reference ?? '',
      productId: '',
      quantity: zero,
      lines,
      stamp: '',
      created: world.stamp(),
      ...more,
    });
  };
  const made = (spec: MadeSpec) => ({
    productId: productOf(spec.sku).ID,
    quantity: decimal(spec.quantity),
    account: '310',
  });
  const named = <Row extends { readonly number: string }>(
    rows: readonly Row[],
    name: string,
    found?: Row,
  ): Row => {
    const row = found ?? rows.find((other) => sameText(other.number, name));
    if (row === undefined) throw new Error(`Cin7 has no stock task ${name}`);
    return row;
  };

  return {
    addAdjustment: (spec) => adjust(spec, ''),
    addStockTake: (spec) => adjust(spec, spec.location ?? main),
    setAdjustment: (name, status) => {
      const row = named(world.adjustments.all(), name, world.adjustments.get(name));
      return saveAdjustment(world, { ...row, status });
    },
    addTransfer: (spec) =>
      task('transfer', 'TR', spec, { to: spec.to, account: spec.status === 'IN TRANSIT' ? '311' : '' }),
    addWriteOff: (spec) => task('write-off', 'WO', spec),
    addAssembly: (spec) => task('assembly', 'FG', spec, made(spec)),
    addDisassembly: (spec) => task('disassembly', 'DA', spec, made(spec)),
    setStockTask: (name, status) => {
      const row = named(world.stockTasks.all(), name, world.stockTasks.get(name));
      return saveTask(world, { ...row, status });
    },
    onHand: (sku, location = main) => Number(onHandOf(world, productOf(sku).ID, location)),
  };
}
