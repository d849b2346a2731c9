import { z } from 'zod';
import { amount, guid, list, text } from './wire.ts';

/** What we read of stock tasks and of the stock in purchases and sales, in the API's own names (API Blueprint, "Stock"). */

/** A row of any list of stock tasks: each names its number and its dates in its own way. */
export const taskRow = z.object({
  TaskID: guid(),
  Status: text(),
  StocktakeNumber: text(),
  Number: text(),
  InventoryWriteOffNumber: text(),
  AssemblyNumber: text(),
  DisassemblyNumber: text(),
  EffectiveDate: text(),
  CompletionDate: text(),
  Reference: text(),
  LastModifiedOn: text(),
});

/** Lines name the product in one of two ways. */
const goods = z.object({
  ProductID: guid(),
  SKU: text(),
  ProductCode: text(),
  ProductName: text(),
  Name: text(),
  Location: text(),
  BatchSN: text(),
  Quantity: amount(),
});

const existingLine = goods.extend({ QuantityOnHand: amount(), Adjustment: amount() });
const newLine = goods.extend({ UnitCost: amount() });
const transferLine = goods.extend({ TransferQuantity: amount() });

/** An adjustment, a stock take, a transfer, a write-off, an assembly or a disassembly: each has some of these lines. */
export const task = taskRow.extend({
  Location: text(),
  FromLocation: text(),
  ToLocation: text(),
  DepartureDate: text(),
  ProductID: guid(),
  ProductCode: text(),
  ProductName: text(),
  Quantity: amount(),
  ExistingStockLines: list(existingLine),
  NewStockLines: list(newLine),
  NonZeroStockOnHandProducts: list(existingLine),
  ZeroStockOnHandProducts: list(newLine),
  Lines: list(transferLine),
  PickLines: list(goods),
  OrderLines: list(goods),
});

const linesOrPart = (line: z.ZodType<GoodsLine>) =>
  z
    .union([z.array(line), z.object({ Lines: list(line) }).transform(({ Lines }) => Lines)])
    .nullish()
    .transform((lines) => lines ?? []);

export type GoodsLine = z.output<typeof goods>;

/** Of a purchase: what went back to the supplier; an object of its own in GET /purchase. */
const creditWithUnstock = z.object({
  TaskID: guid(),
  Status: text(),
  CreditNoteDate: text(),
  Unstock: linesOrPart(goods),
});
export const unstocked = z.object({
  CreditNote: z
    .union([z.array(creditWithUnstock), creditWithUnstock.transform((only) => [only])])
    .nullish()
    .transform((items) => items ?? []),
});

const restockLine = goods.extend({ RestockLocation: text(), RestockDate: text() });
const stage = z.object({ Status: text(), Lines: list(goods) });
const shipping = z.object({ Status: text(), Lines: list(z.object({ ShipmentDate: text() })) });

/** Of a sale: what left, and what came back. */
export const shipped = z.object({
  Fulfilments: list(
    z.object({ TaskID: guid(), Pick: stage.nullish(), Pack: stage.nullish(), Ship: shipping.nullish() }),
  ),
  CreditNotes: list(
    z.object({ TaskID: guid(), Status: text(), CreditNoteDate: text(), Restock: list(restockLine) }),
  ),
});

export const shippedRow = z.object({
  SaleID: guid(),
  OrderNumber: text(),
  Status: text(),
  CreditNoteNumber: text(),
  CombinedShippingStatus: text(),
  Updated: text(),
});

/** Of a product read with its movements (API Blueprint, "Product Movement Model"). */
export const productMoves = z.object({
  ID: guid(),
  AverageCost: amount(),
  Movements: list(z.object({ TaskID: guid(), Location: text(), Quantity: amount(), Amount: amount() })),
});

export const availability = z.object({
  ID: guid(),
  SKU: text(),
  Location: text(),
  Batch: text(),
  OnHand: amount(),
  Available: amount(),
  /** A value, not a quantity (seen by jamespudney/cin7_sync). */
  StockOnHand: amount(),
});

export type TaskRow = z.output<typeof taskRow>;
export type TaskDetail = z.output<typeof task>;
export type ShippedRow = z.output<typeof shippedRow>;
