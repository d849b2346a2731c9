import { compareDecimals } from '../../domain/decimal.ts';
import { quantityOf } from './amounts.ts';
import type { PartRow } from './rows.ts';
import type { SaleRow } from './sale-rows.ts';

/** The words that sum a sale up (API Blueprint, "Available Sale Statuses"): hints, as with purchases. */

const done = (part: { readonly status: string }) => part.status === 'AUTHORISED' || part.status === 'PAID';
const live = (part: { readonly status: string }) => part.status !== 'VOIDED';

export function saleStatus(sale: SaleRow): string {
  if (sale.voided) return 'VOIDED';
  const { order } = sale;
  if (order.status === 'NOT AVAILABLE') return order.lines.length > 0 ? 'ESTIMATING' : 'DRAFT';
  if (order.status === 'DRAFT') return 'ORDERING';
  const shipped = sale.fulfilments.some(({ ship }) => ship === 'AUTHORISED');
  if (sale.credits.some(done)) return 'CREDITED';
  if (sale.invoices.some(done)) {
    const paid = sale.invoices.filter(done).every(({ status }) => status === 'PAID');
    return paid && shipped ? 'COMPLETED' : 'INVOICED';
  }
  if (sale.invoices.some(({ status }) => status === 'DRAFT')) return 'INVOICING';
  const [first] = sale.fulfilments;
  if (first === undefined) return 'ORDERED';
  if (first.ship !== 'NOT AVAILABLE') return 'SHIPPING';
  if (first.pack !== 'NOT AVAILABLE') return first.pack === 'AUTHORISED' ? 'PACKED' : 'PACKING';
  return first.pick === 'AUTHORISED' ? 'PICKED' : 'PICKING';
}

/** The examples say `INVOICED` where the table says `AUTHORISED`: so does this. */
export function saleInvoiceStatus(sale: SaleRow): string {
  if (sale.voided) return 'VOIDED';
  if (sale.order.status !== 'AUTHORISED' && sale.type !== 'Service Sale') return 'NOT AVAILABLE';
  const invoices = sale.invoices.filter(done);
  if (invoices.length === 0) return 'NOT INVOICED';
  const invoiced = quantityOf(invoices.flatMap((part) => goods(part)));
  const ordered = quantityOf(goods(sale.order));
  return compareDecimals(invoiced, ordered) < 0 ? 'PARTIALLY INVOICED' : 'INVOICED';
}

const goods = (part: PartRow) => part.lines.filter((line) => !line.charge);

export function salePaymentStatus(sale: SaleRow): string {
  if (sale.voided) return 'VOIDED';
  const invoices = sale.invoices.filter(done);
  if (invoices.length > 0 && invoices.every(({ status }) => status === 'PAID')) return 'PAID';
  return invoices.some(({ status }) => status === 'PAID') ? 'PARTIALLY PAID' : 'UNPAID';
}

export function creditStatus(sale: SaleRow): string {
  if (sale.voided) return 'VOIDED';
  return sale.credits.filter(live).at(-1)?.status ?? 'NOT AVAILABLE';
}

type Stage = 'pick' | 'pack' | 'ship';
const words: Readonly<Record<Stage, readonly [done: string, under: string, none: string]>> = {
  pick: ['PICKED', 'PICKING', 'NOT PICKED'],
  pack: ['PACKED', 'PACKING', 'NOT PACKED'],
  ship: ['SHIPPED', 'SHIPPING', 'NOT SHIPPED'],
};

export function stageStatus(sale: SaleRow, stage: Stage): string {
  if (sale.voided) return 'VOIDED';
  if (sale.order.status !== 'AUTHORISED' || sale.type === 'Service Sale') return 'NOT AVAILABLE';
  const [all, under, none] = words[stage];
  const states = sale.fulfilments.map((row) => row[stage]);
  if (states.length === 0 || states.every((state) => state === 'NOT AVAILABLE')) return none;
  if (states.every((state) => state === 'AUTHORISED')) return all;
  return states.includes('AUTHORISED') ? `PARTIALLY ${all}` : under;
}

export function fulfilmentStatus(sale: SaleRow): string {
  const shipped = stageStatus(sale, 'ship');
  if (shipped === 'SHIPPED') return 'FULFILLED';
  if (shipped === 'PARTIALLY SHIPPED') return 'PARTIALLY FULFILLED';
  return shipped === 'VOIDED' || shipped === 'NOT AVAILABLE' ? shipped : 'NOT FULFILLED';
}
