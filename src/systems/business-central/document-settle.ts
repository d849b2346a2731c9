import { type Decimal, isZero, minus, negate, plus, zero } from '../../domain/decimal.ts';
import type { RemoteRef } from '../../domain/document.ts';
import { isFailure } from '../../domain/failure.ts';
import { fold } from '../../domain/text.ts';
import type { Settlement } from '../../engine/ports.ts';
import { guid } from '../odata/literal.ts';
import { filterAny } from '../odata/query.ts';
import type { BusinessCentralClient } from './client.ts';
import { bookedLines, type DocumentShape, type PurchaseDraft } from './document-shape.ts';
import { readLedger } from './ledger.ts';
import { type DocumentRow, type LedgerEntryRow, purchaseDocument } from './wire.ts';

interface Posted {
  readonly draft: PurchaseDraft;
  readonly ref: RemoteRef;
}

/**
 * The final numbers of what a pass posted, in one call; and for documents in foreign currency what was really booked on
 * the accounts of their lines, in one more, if the ledger may be read.
 */
export async function settleDocuments(
  client: BusinessCentralClient,
  shape: DocumentShape,
  posted: readonly Posted[],
): Promise<Settlement[]> {
  const rows = new Map<string, DocumentRow>();
  const select = ['id', 'number', 'status'];
  for (const filter of filterAny(
    'id',
    posted.map(({ ref }) => guid(ref.id)),
  )) {
    for (const row of await client.all(purchaseDocument, shape.set, `posted ${shape.what}s`, {
      filter,
      select,
    }))
      rows.set(row.id, row);
  }
  const foreign = posted.filter(({ draft }) => draft.baseNet !== undefined);
  const numbers = foreign.flatMap(({ ref }) => rows.get(ref.id)?.number ?? []);
  const entries = numbers.length === 0 ? [] : await ledgerIfPermitted(client, numbers);
  return posted.flatMap(({ draft, ref }) => {
    const row = rows.get(ref.id);
    if (!row) return [];
    const settled = { ref: { id: row.id, number: row.number, version: row['@odata.etag'] } };
    const amount = entries && draft.baseNet ? bookedNet(shape, draft, row.number, entries) : undefined;
    return [
      amount === undefined || !draft.baseNet
        ? settled
        : { ...settled, baseNet: { amount, currency: draft.baseNet.currency } },
    ];
  });
}

async function ledgerIfPermitted(
  client: BusinessCentralClient,
  numbers: readonly string[],
): Promise<LedgerEntryRow[] | undefined> {
  try {
    return await readLedger(client, numbers);
  } catch (error) {
    if (isFailure(error, 'refused')) return undefined;
    throw error;
  }
}

/** What stands on the accounts of the draft's lines; nothing for documents with item lines, whose accounts we do not know. */
function bookedNet(
  shape: DocumentShape,
  draft: PurchaseDraft,
  number: string,
  entries: readonly LedgerEntryRow[],
): Decimal | undefined {
  const lines = bookedLines(shape, draft);
  if (lines.some(({ lineType }) => lineType !== 'Account')) return undefined;
  const accounts = new Set(lines.map(({ lineObjectNumber }) => fold(lineObjectNumber)));
  const type = shape.kind === 'bill' ? 'Invoice' : 'Credit Memo';
  let net: Decimal = zero;
  for (const entry of entries) {
    if (
      entry.documentNumber !== number ||
      entry.documentType !== type ||
      !accounts.has(fold(entry.accountNumber))
    )
      continue;
    net = plus(net, minus(entry.debitAmount, entry.creditAmount));
  }
  if (isZero(net)) return undefined;
  return shape.kind === 'bill' ? net : negate(net);
}
