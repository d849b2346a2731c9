import type {
  Company,
  Customer,
  CustomerEntry,
  GenBatch,
  GenLine,
  GlEntry,
  Item,
  ItemEntry,
  ItemLine,
  VatEntry,
  Vendor,
  VendorEntry,
} from './state.ts';

/** The main company's records as they are kept, for assertions: plain arrays in the order in which they were made. */
export interface NavView {
  readonly vendors: readonly Vendor[];
  readonly customers: readonly Customer[];
  readonly items: readonly Item[];
  readonly generalJournal: readonly GenLine[];
  readonly itemJournal: readonly ItemLine[];
  readonly generalJournalBatches: readonly GenBatch[];
  readonly glEntries: readonly GlEntry[];
  readonly vendorLedgerEntries: readonly VendorEntry[];
  readonly customerLedgerEntries: readonly CustomerEntry[];
  readonly itemLedgerEntries: readonly ItemEntry[];
  readonly vatEntries: readonly VatEntry[];
}

export const viewState = (company: Company): NavView => ({
  get vendors() {
    return company.vendors.all();
  },
  get customers() {
    return company.customers.all();
  },
  get items() {
    return company.items.all();
  },
  get generalJournal() {
    return company.genLines.all();
  },
  get itemJournal() {
    return company.itemLines.all();
  },
  get generalJournalBatches() {
    return company.genBatches.all();
  },
  get glEntries() {
    return company.glEntries.all();
  },
  get vendorLedgerEntries() {
    return company.vendorEntries.all();
  },
  get customerLedgerEntries() {
    return company.customerEntries.all();
  },
  get itemLedgerEntries() {
    return company.itemEntries.all();
  },
  get vatEntries() {
    return company.vatEntries.all();
  },
});
