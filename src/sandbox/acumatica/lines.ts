import { type Decimal, decimal, isZero, over, roundTo, times } from '../../domain/decimal.ts';
import type { Taker } from './scope.ts';
import { placesOf, type Site, type World } from './state.ts';

/** What a row says of quantity, unit cost and amount. */
export interface Priced {
  readonly qty: Decimal;
  readonly unitCost: Decimal;
  readonly extended: Decimal;
}

/**
 * Quantity and unit cost are rounded to the site's decimals and give the amount. An amount that is sent itself holds,
 * and the unit cost follows it unless that was sent, too.
 */
export function priced(
  world: World,
  site: Site,
  taker: Taker,
  before: Priced,
  names: { readonly qty: string },
  currency: string,
): Priced {
  const { quantityPlaces, costPlaces } = world.switches;
  const places = placesOf(site, currency);
  const sent = (name: string): Decimal | undefined => {
    const value = taker.number(name);
    return value === undefined ? undefined : decimal(value);
  };
  const qty = rounded(sent(names.qty), before.qty, quantityPlaces);
  const unitCost = rounded(sent('UnitCost'), before.unitCost, costPlaces);
  const amount = sent('ExtendedCost');
  if (amount === undefined) {
    const changed = qty !== before.qty || unitCost !== before.unitCost;
    return { qty, unitCost, extended: changed ? roundTo(times(qty, unitCost), places) : before.extended };
  }
  const extended = roundTo(amount, places);
  if (sent('UnitCost') !== undefined || isZero(qty)) return { qty, unitCost, extended };
  return { qty, unitCost: roundTo(over(extended, qty), costPlaces), extended };
}

const rounded = (sent: Decimal | undefined, before: Decimal, places: number): Decimal =>
  sent === undefined ? before : roundTo(sent, places);
