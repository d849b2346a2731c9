import { type Decimal, decimal, isNegative, minus, negate, zero } from '../../domain/decimal.ts';
import {
  isEntryReference,
  type MovementLine,
  type MovementType,
  type StockMovement,
} from '../../domain/movement.ts';
import { fold, tidy } from '../../domain/text.ts';
import { parsePlainDate } from '../../domain/time.ts';
import type { CostReader } from './stock-costs.ts';
import { withCosts } from './stock-costs.ts';
import type { TaskKind } from './stock-lists.ts';
import type { Amount } from './wire.ts';
import type { GoodsLine, TaskDetail, TaskRow } from './wire-stock.ts';

export const numberOfTask = (row: TaskRow): string =>
  tidy(
    row.StocktakeNumber ||
      row.Number ||
      row.InventoryWriteOffNumber ||
      row.AssemblyNumber ||
      row.DisassemblyNumber,
  );

/** What it takes to tell goods in words that both sides share. */
export interface StockWords {
  readonly currency: string;
  /** Bins count as their location. */
  readonly place: (name: string) => string;
  readonly costOf: CostReader;
}

export const read = (value: Amount): Decimal =>
  value === null || value === undefined ? zero : decimal(value);

export function goodsLine(
  line: GoodsLine,
  quantity: Decimal,
  location: string,
  words: StockWords,
): MovementLine {
  return {
    productId: line.ProductID || undefined,
    sku: line.SKU || line.ProductCode,
    description: tidy(line.ProductName || line.Name),
    location: words.place(line.Location || location) || undefined,
    quantity,
    batch: line.BatchSN || undefined,
  };
}

const statusOf = (status: string): StockMovement['status'] =>
  fold(status) === 'COMPLETED' ? 'done' : fold(status) === 'VOIDED' ? 'voided' : 'draft';

/** The movements of a stock task as it is read by id; a transfer leaves and arrives at different times. */
export async function taskMovements(
  kind: TaskKind,
  detail: TaskDetail,
  words: StockWords,
): Promise<StockMovement[]> {
  const head = {
    kind: 'movement' as const,
    task: detail.TaskID,
    number: numberOfTask(detail),
    status: statusOf(detail.Status),
    date: parsePlainDate(detail.EffectiveDate) ?? parsePlainDate(detail.CompletionDate),
    reference: detail.Reference || undefined,
    own: isEntryReference(detail.Reference),
  };
  const move = async (
    type: MovementType,
    lines: readonly MovementLine[],
    more: Partial<StockMovement> = {},
  ): Promise<StockMovement> => {
    const movement = { ...head, type, ...more };
    const valued = movement.status === 'done' && !movement.own;
    const incoming = lines.filter(({ quantity }) => !isNegative(quantity) || type === 'transfer out');
    const costs = valued ? await withCosts(incoming, detail.TaskID, words.currency, words.costOf) : incoming;
    const costed = new Map(incoming.map((line, index) => [line, costs[index] ?? line]));
    return { ...movement, lines: lines.map((line) => costed.get(line) ?? line) };
  };
  const at = (line: GoodsLine, quantity: Decimal, location = detail.Location) =>
    goodsLine(line, quantity, location, words);

  switch (kind) {
    case 'adjustment':
    case 'stocktake':
      return [await move(kind === 'adjustment' ? 'adjustment' : 'stock take', countedLines(detail, words))];
    case 'writeoff':
      return [
        await move(
          'write-off',
          detail.Lines.map((line) => at(line, negate(read(line.Quantity)))),
        ),
      ];
    case 'transfer': {
      const from = words.place(detail.FromLocation);
      const left = fold(detail.Status) === 'IN TRANSIT' ? 'done' : head.status;
      const date = parsePlainDate(detail.DepartureDate) ?? head.date;
      const lines = (location: string, sign: (quantity: Decimal) => Decimal) =>
        detail.Lines.map((line) => {
          const quantity = sign(read(line.TransferQuantity ?? line.Quantity));
          return goodsLine({ ...line, Location: '' }, quantity, location, words);
        });
      return [
        await move('transfer out', lines(detail.FromLocation, negate), { status: left, date, from }),
        await move(
          'transfer in',
          lines(detail.ToLocation, (quantity) => quantity),
          {
            task: `${detail.TaskID}:in`,
            from,
          },
        ),
      ];
    }
    case 'assembly':
      return [
        await move('assembly', [
          ...detail.PickLines.map((line) => at(line, negate(read(line.Quantity)))),
          madeLine(detail, read(detail.Quantity), words),
        ]),
      ];
    case 'disassembly':
      return [
        await move('disassembly', [
          madeLine(detail, negate(read(detail.Quantity)), words),
          ...detail.OrderLines.map((line) => at(line, read(line.Quantity))),
        ]),
      ];
  }
}

/** Existing lines tell the new absolute quantity, new ones what came; a stock take has the same under other names. */
function countedLines(detail: TaskDetail, words: StockWords): MovementLine[] {
  const existing = [...detail.ExistingStockLines, ...detail.NonZeroStockOnHandProducts];
  const added = [...detail.NewStockLines, ...detail.ZeroStockOnHandProducts];
  return [
    ...existing.map((line) => {
      const change = minus(read(line.Adjustment), read(line.QuantityOnHand));
      return goodsLine(line, change, detail.Location, words);
    }),
    ...added.map((line) => ({
      ...goodsLine(line, read(line.Quantity), detail.Location, words),
      ...(line.UnitCost === null || line.UnitCost === undefined
        ? {}
        : { unitCost: { amount: read(line.UnitCost), currency: words.currency } }),
    })),
  ];
}

const madeLine = (detail: TaskDetail, quantity: Decimal, words: StockWords): MovementLine => ({
  productId: detail.ProductID || undefined,
  sku: detail.ProductCode,
  description: tidy(detail.ProductName),
  location: words.place(detail.Location) || undefined,
  quantity,
});
