import type { IncomingOrder } from '../domain/order.ts';
import { printOrder } from './purchases.ts';
import type { Routed } from './routing.ts';

/** What becomes of an order of the ERP (LEDGER 7): once it is open, one purchase of Cin7. */
export function routeIncoming({ order, status }: IncomingOrder): Routed[] {
  const wanted = { draft: 'waiting', open: 'ready', closed: 'ready', cancelled: 'voided' } as const;
  const print = printOrder(order);
  const { orderNumber: number, date } = order;
  return [{ kind: 'purchase', task: '', number, wanted: wanted[status], date, content: order, print }];
}
