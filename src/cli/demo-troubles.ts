import type { Sandbox } from '../sandbox/start.ts';

/** What goes wrong in the demo, in words; each strikes once. */
export const troubleWords = [
  'Business Central gives no answer: a new invoice is saved there, and the connection breaks before we hear of it',
  'Business Central declares our access token expired in the middle of posting',
  'Cin7 says "too many calls", and Business Central says it too',
] as const;

export function addTroubles({ faults }: Sandbox): void {
  const erp = { system: 'businessCentral', method: 'POST' } as const;
  faults.add({ ...erp, path: '/purchaseInvoices$', after: 4, fault: { kind: 'drop-after' } });
  faults.add({ ...erp, path: 'Microsoft.NAV.post$', after: 9, fault: { kind: 'expire-token' } });
  faults.add({ ...erp, path: '/purchaseInvoices$', after: 15, fault: { kind: 'throttle', retryAfter: 1 } });
  const cin7 = { system: 'cin7', method: 'GET', path: '/(advanced-)?purchase$' } as const;
  faults.add({ ...cin7, after: 20, fault: { kind: 'throttle', retryAfter: '1 Seconds' } });
}

/** The vendor's number of the invoice whose answer was lost. */
export function lostNumber({ journal }: Sandbox): string | undefined {
  const [lost] = journal.find({ fault: 'drop-after' });
  const body = lost?.body;
  if (typeof body !== 'object' || body === null || !('vendorInvoiceNumber' in body)) return undefined;
  return String(body.vendorInvoiceNumber);
}

/** Requests since the journal was cleared that could have changed anything, token requests left out. */
export const writesIn = ({ journal }: Sandbox): number =>
  journal.entries.filter(({ system, method }) => system !== 'entra' && method !== 'GET').length;
