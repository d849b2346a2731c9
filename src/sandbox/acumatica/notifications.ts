import { millis } from '../../domain/time.ts';
import { guidOf } from '../ids.ts';
import type { DirectSender } from '../push/direct.ts';
import { type Change, changesOf } from '../push/watch.ts';
import type { BillRow, OrderRow, VendorRow } from './rows.ts';
import type { Site, World } from './state.ts';

export interface WatchedRows {
  readonly vendors: readonly VendorRow[];
  readonly orders: readonly OrderRow[];
  readonly bills: readonly BillRow[];
}

export const watchedRows = ({ vendors, orders, bills }: Site): WatchedRows => ({
  vendors: vendors.all(),
  orders: orders.all(),
  bills: bills.all(),
});

/** Push notifications over three inquiries of one table each (apis/acumatica.md, section 13). */
export function tellChanges(
  world: World,
  site: Site,
  sender: DirectSender,
  before: WatchedRows,
  after: WatchedRows,
): void {
  const id = (row: { readonly id: string }) => row.id;
  const tell = <Row>(Query: string, changes: readonly Change<Row>[], show: (row: Row) => object) => {
    if (changes.length === 0) return;
    const rows = (side: 'before' | 'after') =>
      changes.flatMap((change) => {
        const row = change[side];
        return row === undefined ? [] : [show(row)];
      });
    const body = JSON.stringify({
      Inserted: rows('after'),
      Deleted: rows('before'),
      Query,
      CompanyId: site.tenant,
      Id: guidOf(`notification ${world.tick()}`),
      TimeStamp: 'ticks',
      AdditionalInfo: {},
    });
    // .NET ticks are beyond what a double holds.
    const ticks = BigInt(millis(world.now())) * 10_000n + 621_355_968_000_000_000n;
    sender.tell(Query, body.replace('"ticks"', String(ticks)));
  };
  tell('ML-Vendors', changesOf(before.vendors, after.vendors, id), ({ vendorId }) => ({ AcctCD: vendorId }));
  tell('ML-Orders', changesOf(before.orders, after.orders, id), ({ nbr }) => ({
    OrderType: 'RO',
    OrderNbr: nbr,
  }));
  tell('ML-Bills', changesOf(before.bills, after.bills, id), ({ type, nbr }) => ({
    DocType: type,
    RefNbr: nbr,
  }));
}
