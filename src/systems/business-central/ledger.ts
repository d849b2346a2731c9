import { anyOf, type BusinessCentralClient, quoted } from './client.ts';
import { type LedgerEntryRow, ledgerEntry } from './wire.ts';

/** The ledger entries of posted documents, in as few calls as the length of an address allows. */
export async function readLedger(
  client: BusinessCentralClient,
  documentNumbers: readonly string[],
): Promise<LedgerEntryRow[]> {
  const entries: LedgerEntryRow[] = [];
  for (const $filter of anyOf('documentNumber', [...new Set(documentNumbers)].map(quoted))) {
    const $select = 'documentNumber,documentType,accountNumber,debitAmount,creditAmount';
    entries.push(
      ...(await client.all(ledgerEntry, 'generalLedgerEntries', 'ledger entries', { $filter, $select })),
    );
  }
  return entries;
}
