import type { Capabilities } from '../../engine/ports.ts';

export const title = 'Cin7 Core';

/** Rows in a page; the API's maximum (API Blueprint, https://dearinventory.docs.apiary.io/, "Pagination"). */
export const pageSize = 1000;

/**
 * The server slides its 60 seconds from when a request arrives there; ours counts from when one leaves us. The margin
 * keeps 60 requests from arriving within any 60 seconds when some travel faster than others.
 */
export const windowMs = 61_500;

/** Purchases with many lines can be slow to read (API Blueprint; jamespudney/cin7_sync waits 60 s). */
export const timeoutMs = 120_000;

/** Longest texts, from the API Blueprint's tables of /supplier and /product. */
export const lengths = {
  supplier: {
    name: 256,
    code: 256,
    taxNumber: 50,
    email: 256,
    phone: 50,
    contact: 256,
    line1: 256,
    line2: 256,
    city: 256,
    state: 256,
    postcode: 20,
  },
  product: { code: 50, name: 256, unit: 50, barcode: 256, category: 256 },
} as const;

export const capabilities: Capabilities = {
  concurrency: 2,
  overlapMinutes: 10,
  // Stamps carry 0 to 7 digits of fraction (API Blueprint's samples); whole seconds are the coarsest that it prints.
  stampGrainMs: 1000,
  lateCommitMinutes: 5,
  naturalKeys: { supplier: 'Name', customer: 'Name', product: 'SKU', movement: 'Reference' },
  lengths,
};
