import type { Capabilities } from '../../engine/ports.ts';

export const title = 'Acumatica';

/** A little more than the minute that the site counts: some requests travel faster than others. */
export const budgetWindowMs = 61_500;

/** A request may wait ten minutes in the licence's queue and be carried out after all (the same page). */
export const timeoutMs = 300_000;
export const writeTimeoutMs = 660_000;

/** Rows of a list in one answer: there is no documented maximum. */
export const pageSize = 500;

/** How long a long-running action is asked about before its answer counts as lost. */
export const actionTimeoutMs = 600_000;

/** Most lines in one write (Integration Development Guide, "Retrieval of data in chunks" and "Performance"). */
export const mostLines = 500;

/** The field that tells when a record was last changed; the others have `LastModifiedDateTime`, Subaccount has none. */
export const modifiedStamp = {
  Vendor: 'LastModifiedDateTime',
  // StockItem has `LastModifiedDateTime` only from 24.200 on, and this one in every version.
  StockItem: 'LastModified',
  NonStockItem: 'LastModifiedDateTime',
  PurchaseOrder: 'LastModifiedDateTime',
  Bill: 'LastModifiedDateTime',
} as const;

/**
 * Longest texts, from the SQL types told in Acumatica's own client (Acumatica/AcumaticaRESTAPIClientForCSharp:
 * Acumatica.Default_24.200.001/Model); it tells none of addresses, whose columns hold 50 in the product's own screens.
 */
export const lengths = {
  supplier: {
    code: 30,
    name: 255,
    taxNumber: 50,
    email: 255,
    phone: 50,
    contact: 255,
    line1: 50,
    line2: 50,
    city: 50,
    state: 50,
    postcode: 20,
  },
  order: { number: 40, description: 60, line: 256 },
  bill: { number: 40, description: 512, line: 256 },
  credit: { number: 40, description: 512, line: 256 },
} as const;

export const capabilities: Capabilities = {
  // Requests of one session fail while it carries out an action, and the licence counts what runs at once.
  // One at a time: the licence then slows us down, from half of its limit on, but never declines, since that takes more
  // than 20 that wait (Integration Development Guide 2025 R2, "License Restrictions for API Users").
  concurrency: 1,
  // Stamps are taken when a save begins, which may be committed minutes later.
  overlapMinutes: 15,
  stampGrainMs: 1000,
  // See `writeTimeoutMs`.
  lateCommitMinutes: 15,
  naturalKeys: {
    supplier: 'VendorID',
    product: 'InventoryID',
    order: 'VendorID + VendorRef (= OrderNumber), among orders of type Normal',
    bill: 'Vendor + VendorRef + Type, in every status',
    credit: 'Vendor + VendorRef + Type, in every status',
  },
  lengths,
  taxFields: { category: 'taxes', zone: 'taxZones' },
};

/** How often every vendor is read whatever its stamp says. */
export const sweepMs = 24 * 3_600_000;
