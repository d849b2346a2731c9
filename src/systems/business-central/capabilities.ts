import type { Capabilities } from '../../engine/ports.ts';

export const title = 'Business Central';

/** The permission asked for, whatever the address of the API (Microsoft Learn, "Using service-to-service authentication"). */
export const scope = 'https://api.businesscentral.dynamics.com/.default';

/**
 * 6,000 requests in any 5 minutes for each user, and 5 at once (Microsoft Learn, "Operational limits in Business Central
 * online"). Some are left for whoever else works as this user.
 */
export const budget = { limit: 5_800, windowMs: 300_000 };

/** A request may take 8 minutes there, 10 at the gateway (same page). */
export const timeoutMs = 180_000;

/** Rows of a list in one answer; the server's own is 20,000. */
export const pageSize = 1_000;

/** Longest texts of the fields that are written (AL pages 30010 and 30042 of microsoft/ALAppExtensions:Apps/W1/APIV2). */
export const lengths = {
  supplier: {
    code: 20,
    name: 100,
    taxNumber: 20,
    email: 80,
    phone: 30,
    line1: 100,
    line2: 50,
    city: 30,
    state: 30,
    postcode: 20,
  },
  bill: { number: 35, description: 100 },
  credit: { number: 35, description: 100 },
} as const;

export const capabilities: Capabilities = {
  concurrency: 4,
  // `lastModifiedDateTime` is written at the start of a transaction that may be committed minutes later.
  overlapMinutes: 15,
  stampGrainMs: 10,
  // Operations are cut off after 8 minutes, at the gateway after 10 (operational limits).
  lateCommitMinutes: 10,
  naturalKeys: {
    supplier: 'number',
    product: 'number',
    bill: 'pay-to vendor + vendorInvoiceNumber, among drafts and posted',
    credit: 'pay-to vendor + vendorCreditMemoNumber, among drafts and posted',
  },
  lengths,
};
