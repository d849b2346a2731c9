import { millis } from '../../domain/time.ts';
import { guidOf } from '../ids.ts';
import type { DirectSender } from '../push/direct.ts';
import { changesOf } from '../push/watch.ts';
import { orderType } from './order-model.ts';
import { type Row, textOf } from './rows.ts';
import { keyOf, type PostedInvoice, tableOf, type World } from './state.ts';

export interface WatchedRows {
  readonly orders: readonly Row[];
  readonly posted: readonly PostedInvoice[];
}

export const watchedRows = (world: World): WatchedRows => ({
  orders: tableOf(world, orderType.set).all(),
  posted: world.posted.all(),
});

const firstControlNumber = 5_637_611_083;

/** Orders that were confirmed or received, and invoices that were posted (apis/dynamics-fo.md, section 13). */
export function tellEvents(
  world: World,
  sender: DirectSender,
  before: WatchedRows,
  after: WatchedRows,
): void {
  const tell = (name: string, company: string, fields: object) => {
    const at = millis(world.now());
    const n = world.tick();
    sender.tell(name, {
      BusinessEventId: name,
      BusinessEventLegalEntity: company.toUpperCase(),
      ControlNumber: firstControlNumber + n,
      EventId: `{${guidOf(`event ${n}`).toUpperCase()}}`,
      EventTime: `/Date(${at})/`,
      EventTimeIso8601: world.now(),
      InitiatingUserAADObjectId: '{00000000-0000-0000-0000-000000000000}',
      MajorVersion: 0,
      MinorVersion: 0,
      ...fields,
    });
  };
  const became = (was: Row | undefined, is: Row, field: string, value: string) =>
    textOf(is, field) === value && (was === undefined || textOf(was, field) !== value);
  for (const { before: was, after: is } of changesOf(before.orders, after.orders, (row) =>
    keyOf(orderType, row),
  )) {
    if (is === undefined) continue;
    const fields = {
      LegalEntity: is.company,
      PurchaseOrderNumber: textOf(is, 'PurchaseOrderNumber'),
      VendorAccount: textOf(is, 'OrderVendorAccountNumber'),
    };
    if (became(was, is, 'DocumentApprovalStatus', 'Confirmed'))
      tell('PurchaseOrderConfirmedBusinessEvent', is.company, fields);
    if (became(was, is, 'PurchaseOrderStatus', 'Received'))
      tell('PurchaseOrderReceivedBusinessEvent', is.company, fields);
  }
  for (const { header } of after.posted.slice(before.posted.length))
    tell('VendorInvoicePostedBusinessEvent', header.company, {
      InvoiceNumber: textOf(header, 'InvoiceNumber'),
      InvoiceAccount: textOf(header, 'InvoiceAccount'),
    });
}
