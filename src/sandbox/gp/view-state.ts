import type { BatchRow, ItemRow, PayablesRow, ReceiptRow, VendorRow } from './rows.ts';
import type { Company } from './state.ts';

/** The main company's records as plain JSON. */
export interface GpView {
  readonly vendors: readonly VendorRow[];
  readonly items: readonly ItemRow[];
  readonly payables: readonly PayablesRow[];
  readonly receipts: readonly ReceiptRow[];
  readonly batches: readonly BatchRow[];
}

export const viewState = (company: Company): GpView => ({
  get vendors() {
    return company.vendors.all();
  },
  get items() {
    return company.items.all();
  },
  get payables() {
    return company.payables.all();
  },
  get receipts() {
    return company.receipts.all();
  },
  get batches() {
    return company.batches.all();
  },
});
