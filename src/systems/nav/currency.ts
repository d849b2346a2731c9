import { fold } from '../../domain/text.ts';
import type { Lookups } from '../../engine/ports.ts';
import { mapCurrency } from '../../mapping/currencies.ts';
import type { Findings } from '../../mapping/findings.ts';
import type { At } from '../../mapping/look-up.ts';
import { shownList, terrainOf } from './setup.ts';

/**
 * The code of a currency as fields here hold it: blank for the company's own. Where nothing tells which that is, it is
 * taken to be Cin7's base currency (`assumed`). Nothing, and a problem, if the server does not know the currency.
 */
export function currencyHere(
  at: At,
  currency: string,
  lookups: Lookups,
  assumed: string | undefined,
  findings: Findings,
): string | undefined {
  const local = localCurrency(lookups, assumed);
  const code = lookups.mapping.currency(currency);
  if (local !== undefined && fold(code) === fold(local)) return '';
  const list = shownList(lookups, 'currencies');
  return list === undefined ? code : mapCurrency(at, currency, lookups.mapping, list, findings);
}

/** The company's own currency by its code there. */
export const localCurrency = (
  lookups: Pick<Lookups, 'reference' | 'mapping'>,
  assumed: string | undefined,
): string | undefined =>
  terrainOf(lookups).localCurrency || (assumed && lookups.mapping.currency(assumed)) || undefined;
