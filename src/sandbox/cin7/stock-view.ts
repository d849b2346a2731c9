import { toNumber } from '../../domain/decimal.ts';
import type { JsonObject } from '../exchange.ts';
import { printDate, printGuid } from './stamps.ts';
import type { World } from './state.ts';

/** A product's `Movements` (API Blueprint, "Product Movement Model"), oldest first. */
export const productMovements = (world: World, productId: string): JsonObject[] =>
  world.movements
    .all()
    .filter((row) => row.productId === productId)
    .map((row) => ({
      TaskID: printGuid(row.task, 'movement', world.switches.mixedGuidCase),
      Type: row.type,
      Date: printDate(row.date),
      Number: row.number,
      Status: 1,
      Quantity: toNumber(row.quantity),
      Amount: toNumber(row.amount),
      Location: row.location,
      BatchSN: row.batch === '' ? null : row.batch,
      ExpiryDate: printDate(row.expiryDate),
      FromTo: row.fromTo,
    }));

/** `InventoryMovements` of a purchase or sale: what its goods cost. */
export const inventoryMovements = (world: World, document: string): JsonObject[] =>
  world.movements
    .all()
    .filter((row) => row.document === document)
    .map((row) => ({
      TaskID: printGuid(row.task, 'inventory movement', world.switches.mixedGuidCase),
      ProductID: printGuid(row.productId, 'inventory movement product', world.switches.mixedGuidCase),
      Date: printDate(row.date),
      COGS: toNumber(row.amount),
    }));

export const productFields = (world: World, productId: string, place: string): JsonObject => {
  const product = world.products.get(productId);
  return {
    ProductID: printGuid(productId, place, world.switches.mixedGuidCase),
    SKU: product?.SKU ?? '',
    ProductName: product?.Name ?? '',
  };
};

/** As above, in the words of assemblies and write-offs. */
export const codeFields = (world: World, productId: string, place: string): JsonObject => {
  const product = world.products.get(productId);
  return {
    ProductID: printGuid(productId, place, world.switches.mixedGuidCase),
    ProductCode: product?.SKU ?? '',
    Name: product?.Name ?? '',
  };
};

export const locationFields = (
  world: World,
  name: string,
): { LocationID: string | null; Location: string } => ({
  LocationID: world.references.locations.find((row) => row.Name === name)?.key ?? null,
  Location: name,
});
