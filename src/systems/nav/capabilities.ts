import type { Capabilities } from '../../engine/ports.ts';

export const title = 'Dynamics NAV';

/** The permission asked for online, whatever the address (Microsoft Learn, "Using service-to-service authentication"). */
export const onlineScope = 'https://api.businesscentral.dynamics.com/.default';

/** 6,000 requests in any 5 minutes for each user online (Microsoft Learn, "Operational limits"); some are left for others. */
export const onlineBudget = { limit: 5_800, windowMs: 300_000 };

/** An operation may take 8 minutes there (`ODataServicesOperationTimeout`). */
export const timeoutMs = 180_000;

/** Rows of a list in one answer: NAV's own limit is 1,000. */
export const pageSize = 1_000;

/** Operations of one `$batch` at most (Microsoft Learn, "OData JSON batch requests"). */
export const batchSize = 100;

/**
 * Longest texts as current versions have them (table types in microsoft/BCApps). NAV holds 50 characters of a name or an
 * address; what a server really takes stands in its `$metadata`.
 */
export const lengths = {
  supplier: {
    code: 20,
    name: 100,
    taxNumber: 20,
    email: 80,
    phone: 30,
    contact: 100,
    line1: 100,
    line2: 50,
    city: 30,
    state: 30,
    postcode: 20,
  },
  bill: { number: 35, description: 100 },
  credit: { number: 35, description: 100 },
  invoice: { number: 20, description: 100 },
  refund: { number: 20, description: 100 },
} as const;

const documentKey = (party: string, number: string): string =>
  `${party} + document type + ${number}, in the journal batch and in the ledger`;

export const capabilities: Capabilities = {
  // One document after the other: a journal batch is posted as a whole.
  concurrency: 1,
  overlapMinutes: 15,
  // `Last_Date_Modified` of the cards is a date.
  stampGrainMs: 86_400_000,
  lateCommitMinutes: 10,
  naturalKeys: {
    supplier: 'No',
    customer: 'No',
    bill: documentKey('vendor', 'External_Document_No'),
    credit: documentKey('vendor', 'External_Document_No'),
    invoice: documentKey('customer', 'Document_No'),
    refund: documentKey('customer', 'Document_No'),
    movement: 'External_Document_No (task id and line), in the journal batch and in the ledger',
  },
  lengths: { ...lengths, customer: lengths.supplier },
  taxFields: { vatBus: undefined, vatProd: undefined, account: 'accounts' },
};
