import { type Decimal, decimal, isZero, over, plus, sumOf, zero } from '../../domain/decimal.ts';
import { fold } from '../../domain/text.ts';
import type { Stock } from '../../engine/ports.ts';
import { readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import type { Cin7Client } from './client.ts';
import { availability } from './wire-stock.ts';

const [path, key, name] = ['/ref/productavailability', 'ProductAvailabilityList', 'product availability'];

/** On-hand by product and location: one row for each bin and batch (API Blueprint, "Product Availability"). */
export function createStock(client: Cin7Client): Stock {
  return {
    async position() {
      const sums = new Map<string, { sku: string; location: string; onHand: Decimal; available: Decimal }>();
      for await (const page of client.pages(path, key, name)) {
        for (const json of page.rows) {
          const row = readWire(availability, { status: page.response.status, json }, { system: title, name });
          const place = `${fold(row.SKU)}|${fold(row.Location)}`;
          const before = sums.get(place) ?? {
            sku: row.SKU,
            location: row.Location,
            onHand: zero,
            available: zero,
          };
          sums.set(place, {
            ...before,
            onHand: plus(before.onHand, decimal(row.OnHand ?? 0)),
            available: plus(before.available, decimal(row.Available ?? 0)),
          });
        }
      }
      return { balances: [...sums.values()] };
    },
  };
}

/** One product in one location right now; filters are checked, since unknown ones are ignored. */
export async function onHandNow(
  client: Cin7Client,
  sku: string,
  location: string,
): Promise<{ readonly onHand: Decimal; readonly averageCost: Decimal | undefined }> {
  const rows = [];
  for await (const page of client.pages(path, key, name, { Sku: sku, Location: location })) {
    for (const json of page.rows) {
      const row = readWire(availability, { status: page.response.status, json }, { system: title, name });
      if (fold(row.SKU) === fold(sku) && fold(row.Location) === fold(location)) rows.push(row);
    }
  }
  const onHand = sumOf(rows.map((row) => decimal(row.OnHand ?? 0)));
  const value = sumOf(rows.map((row) => decimal(row.StockOnHand ?? 0)));
  return { onHand, averageCost: isZero(onHand) || isZero(value) ? undefined : over(value, onHand) };
}
