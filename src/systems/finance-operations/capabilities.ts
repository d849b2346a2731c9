import type { Capabilities } from '../../engine/ports.ts';

export const title = 'Finance & Operations';

/**
 * 6,000 requests in any 5 minutes for each user, on environments that still have user-based limits (Microsoft Learn,
 * "Service protection API limits"). Some are left for whoever else works as this user.
 */
export const budget = { limit: 5_800, windowMs: 300_000 };

/** The wait after a 429 that names none; calling again too early makes the interval longer. */
export const fallbackWaitMs = 30_000;

export const timeoutMs = 180_000;

/** Rows of a list in one answer; the server's own cap is 10,000 (Microsoft Learn, "Open Data Protocol (OData)"). */
export const pageSize = 5_000;

/** Longest texts of the fields that are written: longer ones are cut by the server, not refused. */
export const lengths = {
  supplier: {
    code: 20,
    name: 100,
    taxNumber: 20,
    email: 255,
    phone: 255,
    line1: 120,
    line2: 120,
    city: 60,
    state: 10,
    postcode: 10,
  },
  product: { code: 20, name: 60, searchName: 20 },
  order: { number: 20, reference: 60, description: 1000 },
  bill: { number: 20, headerReference: 20, description: 255, lineDescription: 1000 },
  credit: { number: 20, headerReference: 20, description: 255, lineDescription: 1000 },
} as const;

export const capabilities: Capabilities = {
  concurrency: 4,
  // Every walk is a whole one: nothing reaches back.
  overlapMinutes: 15,
  stampGrainMs: 1_000,
  lateCommitMinutes: 10,
  naturalKeys: {
    supplier: 'company + VendorAccountNumber; before it is numbered, OurAccountNumber',
    product: 'company + ItemNumber',
    order: 'company + vendor + VendorOrderReference',
    bill: 'company + InvoiceAccount + InvoiceNumber, among those not posted, and our journal',
    credit: 'company + InvoiceAccount + InvoiceNumber, among those not posted, and our journal',
  },
  lengths,
  taxFields: { group: 'taxes', itemGroup: 'taxItemGroups' },
};
