import type { Capabilities } from '../../engine/ports.ts';

export const title = 'Dynamics GP';

/** A call takes from hundreds of milliseconds to many seconds; a client in use waits ten minutes (apis: S3). */
export const timeoutMs = 600_000;

/** Rows at which the service cuts a list without saying so, unless it was changed there (cc508732 in Microsoft's docs). */
export const defaultListCap = 1_000;

/** Rows of an SBA list asked for at once. */
export const pageSize = 100;

/** Longest texts: columns of the tables underneath, as eConnect documents them (taPMTransactionInsert, taPopRcptHdrInsert). */
export const lengths = {
  bill: { key: 17, number: 20, batch: 15, description: 30, order: 20, reference: 30 },
  credit: { key: 17, number: 20, batch: 15, description: 30, order: 20, reference: 30 },
  receipt: {
    key: 17,
    number: 20,
    batch: 15,
    reference: 30,
    item: 30,
    itemDescription: 100,
    unit: 8,
    location: 10,
  },
} as const;

/** Decimals of a unit cost (numeric 19,5) and of an exchange rate (numeric 19,7). */
export const costDecimals = 5;
export const rateDecimals = 7;

export const capabilities: Capabilities = {
  // One writer; SQL Server underneath is the only limit, and there are no rate limits.
  concurrency: 1,
  overlapMinutes: 15,
  stampGrainMs: 86_400_000,
  lateCommitMinutes: 15,
  naturalKeys: {
    supplier: 'VendorId',
    product: 'ItemNumber',
    bill: 'our voucher number, then vendor + document number',
    credit: 'our voucher number, then vendor + document number',
    receipt: 'our receipt number',
  },
  lengths,
  taxFields: { account: 'accounts', detail: undefined },
};
