import type { JsonObject } from '../exchange.ts';
import { showBill } from './bill-view.ts';
import { showOrder } from './order-view.ts';
import type { BatchRow, Stamped, Values } from './rows.ts';
import type { Shown } from './shown.ts';
import type { Site, World } from './state.ts';
import { showVendor } from './vendors.ts';

/** The tenant's records in the contract's names, unwrapped, for assertions: plain arrays, made anew at each look. */
export interface AcumaticaView {
  /** In the order in which they were made; linked contacts nested. */
  readonly vendors: readonly ShownRecord[];
  readonly bills: readonly ShownDocument[];
  readonly orders: readonly ShownDocument[];
  /** Batches of the general ledger, in base currency. */
  readonly batches: readonly BatchRow[];
}

export interface ShownRecord extends JsonObject {
  readonly id: string;
  readonly note: string;
  /** `api`, `person` or `setup`. */
  readonly madeBy: string;
  readonly custom: Readonly<Record<string, unknown>>;
}

export interface ShownDocument extends ShownRecord {
  readonly Type: string;
  readonly Status: string;
  readonly Hold: boolean;
  readonly VendorRef: string;
  readonly lines: readonly (Values & { readonly id: string })[];
  readonly taxes: readonly Values[];
}

const record = (row: Stamped, shown: Shown): ShownRecord => ({
  ...shown.values,
  ...Object.fromEntries(
    Object.entries(shown.linked ?? {}).map(([name, part]) => [
      name,
      {
        ...part.values,
        ...(part.linked === undefined ? {} : { Address: part.linked['Address']?.values ?? {} }),
      },
    ]),
  ),
  id: row.id,
  note: row.note,
  madeBy: row.madeBy,
  custom: shown.custom ?? {},
});

const document = (row: Stamped, shown: Shown): ShownDocument =>
  ({
    ...record(row, shown),
    lines: (shown.details?.['Details'] ?? []).map((line) => ({ ...line.values, id: line.id })),
    taxes: (shown.details?.['TaxDetails'] ?? []).map(({ values }) => values),
  }) as unknown as ShownDocument;

export const viewState = (site: Site, world: World): AcumaticaView => ({
  get vendors() {
    return site.vendors.all().map((row) => record(row, showVendor(row)));
  },
  get bills() {
    return site.bills.all().map((row) => document(row, showBill(row, site, world)));
  },
  get orders() {
    return site.orders.all().map((row) => document(row, showOrder(row, site)));
  },
  get batches() {
    return site.batches.all();
  },
});
