import { type Bill, titleOfBill } from '../domain/bill.ts';
import { type PurchaseOrder, titleOfOrder } from '../domain/order.ts';
import type { Party } from '../domain/party.ts';
import type { Pair } from '../engine/context.ts';
import type { MappingTable } from '../mapping/mapping.ts';
import type { Occurrence } from '../mapping/occurrences.ts';

/** What a pair's documents need of the mapping. */
export interface Needs {
  /** A bill's own term is sent. */
  readonly billTerms: boolean;
  /** New suppliers are written to the ERP, with their terms. */
  readonly writesSuppliers: boolean;
  /** Stock lines are booked on items of the ERP. */
  readonly items: boolean;
}

export function needsOf({ flows, systems }: Pair): Needs {
  const { suppliers, purchases } = flows;
  const needs = systems.erp.targets.bills?.needs ?? [];
  return {
    billTerms: needs.includes('paymentTerms'),
    writesSuppliers:
      suppliers?.enabled === true && suppliers.legs.includes('cin7-to-erp') && suppliers.create !== 'never',
    items: purchases?.lines === 'item',
  };
}

/** What a purchase becomes at the ERP. */
export type Purchased = Bill | PurchaseOrder;

/**
 * Every value of a bill or order that a table of the mapping is for. `linked`: its supplier needs no look-up any more.
 * What account an order's line is booked on, its product says, so a line without one lacks nothing yet.
 */
export function usesOf(purchased: Purchased, pair: Pair, linked: boolean): Occurrence[] {
  const needs = needsOf(pair);
  const isOrder = purchased.kind === 'order';
  const where = [isOrder ? titleOfOrder(purchased) : titleOfBill(purchased)];
  const uses: Occurrence[] = [];
  const note = (table: MappingTable, value: string | undefined, used = true) => {
    if (value !== undefined && value.trim() !== '') uses.push({ table, value, where, used });
  };
  for (const line of purchased.lines) {
    note('accounts', line.account?.trim() || (isOrder ? undefined : 'default'));
    note('taxes', line.taxRule);
    if (line.kind === 'item') note('products', line.sku, needs.items);
  }
  note('currencies', purchased.currency);
  note('locations', purchased.location);
  note('paymentTerms', purchased.terms, needs.billTerms);
  const pinned = pair.mapping.pin('suppliers', purchased.supplier.name) !== undefined;
  if (!linked && (pinned || !needs.writesSuppliers)) note('suppliers', purchased.supplier.name);
  return uses;
}

/** What a supplier brings along when it is written to the ERP. */
export function usesOfSupplier(supplier: Party, pair: Pair): Occurrence[] {
  const used = needsOf(pair).writesSuppliers && supplier.status === 'active';
  const where = [`supplier ${supplier.name}`];
  const uses: Occurrence[] = [{ table: 'currencies', value: supplier.currency, where, used }];
  if (supplier.terms) uses.push({ table: 'paymentTerms', value: supplier.terms, where, used });
  return uses.filter(({ value }) => value.trim() !== '');
}
