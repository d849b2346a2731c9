import { type Decimal, negate } from '../domain/decimal.ts';
import type { MovementLine, StockBalance, StockMovement } from '../domain/movement.ts';
import { fold } from '../domain/text.ts';
import type { LocationTarget, Mapping } from './mapping.ts';

/** A line of a Cin7 movement where the ERP books it. */
export interface PlacedLine {
  readonly line: MovementLine;
  readonly item: string;
  readonly place: LocationTarget;
  readonly location: string;
  readonly quantity: Decimal;
}

/**
 * The lines of a Cin7 movement at the ERP. A transfer goes by the in-transit location of where it left, if the mapping
 * names one: it arrives there first, and leaves it later. Lines of locations that are ignored or not mapped are left out.
 */
export function placedLines(movement: StockMovement, mapping: Mapping): PlacedLine[] {
  const place = (name: string | undefined) => {
    const target = mapping.location(name ?? '');
    return target === undefined || target === 'ignore' ? undefined : target;
  };
  const isTransfer = movement.type === 'transfer out' || movement.type === 'transfer in';
  const transit = isTransfer ? place(movement.from)?.inTransit : undefined;
  return movement.lines.flatMap((line): PlacedLine[] => {
    const item = mapping.sku(line.sku);
    const own = place(line.location);
    const there = own && { line, item, place: own, location: own.code ?? '', quantity: line.quantity };
    const onTheWay = transit && {
      line,
      item,
      place: { code: transit },
      location: transit,
      quantity: negate(line.quantity),
    };
    return [there, onTheWay].filter((placed) => placed !== undefined && placed !== '') as PlacedLine[];
  });
}

/** Names a product in a place of the ERP. */
export const placeKey = (item: string, location: string): string => `${fold(item)}|${fold(location)}`;

/** The locations of the ERP that stand for one of Cin7's, in-transit ones included. */
export function servedLocations(mapping: Mapping, only: readonly string[] | undefined): ReadonlySet<string> {
  const served = new Set<string>();
  for (const name of mapping.keys('locations')) {
    const target = mapping.location(name);
    if (target === undefined || target === 'ignore') continue;
    if (only && !only.some((other) => fold(other) === fold(name))) continue;
    for (const code of [target.code, target.inTransit]) if (code !== undefined) served.add(fold(code));
  }
  return served;
}

/** Where the ERP keeps what Cin7 has in one place; nothing for a location that is ignored, not mapped or not served. */
export function placeOfBalance(
  balance: StockBalance,
  mapping: Mapping,
  only: readonly string[] | undefined,
): { readonly item: string; readonly location: string } | undefined {
  const target = mapping.location(balance.location);
  if (target === undefined || target === 'ignore' || target.code === undefined) return undefined;
  if (only && !only.some((other) => fold(other) === fold(balance.location))) return undefined;
  return { item: mapping.sku(balance.sku), location: target.code };
}
