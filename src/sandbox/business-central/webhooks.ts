import type { SetChange } from '../odata/subscriptions.ts';
import { type Change, changesOf } from '../push/watch.ts';
import type { Item, PurchaseDocument, Stamped, Vendor } from './rows.ts';
import type { Company } from './state.ts';

/** The sets that can be subscribed to, as far as the stand-in has them (apis/business-central.md, section 5). */
export const subscribableSets = [
  'accounts',
  'countriesRegions',
  'currencies',
  'dimensions',
  'generalLedgerEntries',
  'itemCategories',
  'items',
  'paymentMethods',
  'paymentTerms',
  'purchaseInvoices',
  'unitsOfMeasure',
  'vendors',
];

export interface WatchedRows {
  readonly vendors: readonly Vendor[];
  readonly items: readonly Item[];
  readonly documents: readonly PurchaseDocument[];
}

export const watchedRows = ({ vendors, items, documents }: Company): WatchedRows => ({
  vendors: vendors.all(),
  items: items.all(),
  documents: documents.all(),
});

export function changedSets(before: WatchedRows, after: WatchedRows): SetChange[] {
  const id = (row: Stamped) => row.id;
  const isInvoice = (row: PurchaseDocument | undefined) => row?.kind === 'invoice';
  return [
    ...changesOf(before.vendors, after.vendors, id).map((change) => told('vendors', change)),
    ...changesOf(before.items, after.items, id).map((change) => told('items', change)),
    ...changesOf(before.documents, after.documents, id)
      .filter((change) => isInvoice(change.after ?? change.before))
      .map((change) => told('purchaseInvoices', change)),
  ];
}

const told = (set: string, { before, after }: Change<Stamped>): SetChange => ({
  set,
  id: (after ?? before)?.id ?? '',
  type: after === undefined ? 'deleted' : before === undefined ? 'created' : 'updated',
});
