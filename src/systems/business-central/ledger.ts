import { text } from '../odata/literal.ts';
import { filterAny } from '../odata/query.ts';
import type { BusinessCentralClient } from './client.ts';
import { type LedgerEntryRow, ledgerEntry } from './wire.ts';

const select = ['documentNumber', 'documentType', 'accountNumber', 'debitAmount', 'creditAmount'];

/** The ledger entries of posted documents, in as few calls as the length of an address allows. */
export async function readLedger(
  client: BusinessCentralClient,
  documentNumbers: readonly string[],
): Promise<LedgerEntryRow[]> {
  const entries: LedgerEntryRow[] = [];
  for (const filter of filterAny('documentNumber', documentNumbers.map(text))) {
    entries.push(
      ...(await client.all(ledgerEntry, 'generalLedgerEntries', 'ledger entries', { filter, select })),
    );
  }
  return entries;
}
