import type { Bill } from '../../domain/bill.ts';
import type { RemoteRef } from '../../domain/document.ts';
import { fold } from '../../domain/text.ts';
import type { DocumentTarget, Remote } from '../../engine/ports.ts';
import { guid, text } from '../odata/literal.ts';
import { entity, equal, filterAny } from '../odata/query.ts';
import type { BusinessCentralClient } from './client.ts';
import { beganDocument, compareDocument } from './document-compare.ts';
import type { Dialect } from './document-complete.ts';
import { mapDocument, naturalKey } from './document-map.ts';
import { createReader, type DocumentReader } from './document-read.ts';
import { settleDocuments } from './document-settle.ts';
import type { DocumentShape, PurchaseDraft } from './document-shape.ts';
import { documentSteps, roundingStep } from './document-steps.ts';
import { isGone } from './errors.ts';
import type { DocumentRow } from './wire.ts';

/**
 * What purchase invoices and credit memos share: looked up by the vendor's number among drafts and posted ones, created
 * with all lines in one call, read back, posted by an action of their own. A bill costs four calls: look-up, create,
 * read back, post; final numbers come in one call for a whole pass.
 */
export function purchaseDocuments(
  client: BusinessCentralClient,
  shape: DocumentShape,
): DocumentTarget<Bill, PurchaseDraft> {
  const reader = createReader(client, shape);
  const dialect: Dialect = { wholeCreates: true };

  const toRemotes = async (rows: readonly DocumentRow[]): Promise<Remote[]> => {
    const statuses = await shape.statuses(rows);
    return rows.map((row, index) => toRemote(shape, row, statuses[index] ?? 'pending'));
  };

  return {
    kind: shape.kind,
    watches: true,
    needs: ['setup', 'accounts', 'dimensions', 'dimensionValues', 'taxes', 'currencies', 'locations'],
    map: (bill, lookups) => mapDocument(shape, bill, lookups),
    async find(draft) {
      const number = String(draft.body[shape.numberField]);
      const vendor = fold(String(draft.body['vendorNumber']));
      // The number alone: `or` may not join two fields, and the pay-to vendor is one that posting compares too.
      const rows = await reader.filtered(equal(shape.numberField, text(number)), `${shape.what} look-up`);
      const hits = rows.filter(
        (row) =>
          fold(row[shape.numberField]) === fold(number) &&
          (fold(row.vendorNumber) === vendor || fold(row.payToVendorNumber) === vendor),
      );
      return toRemotes(hits);
    },
    read: async (refs) => toRemotes(await readAll(reader, shape, refs)),
    compare: (draft, remote) => compareDocument(shape, draft, remote),
    began: (draft, remote) => beganDocument(shape, draft, remote),
    steps: (draft, done) => documentSteps({ client, shape, reader, dialect }, draft, done),
    round: (draft, amount, account) =>
      roundingStep({ client, shape, reader, dialect }, draft, amount, account),
    async withdraw({ id, version }) {
      const name = `withdrawal of a ${shape.what}`;
      // The server wants the version; without one that was seen, the one of now is as good as any.
      const at = version ?? (await readAll(reader, shape, [{ id }]))[0]?.['@odata.etag'];
      if (at === undefined) return;
      try {
        await client.send('DELETE', entity(shape.set, guid(id)), name, { version: at });
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    },
    settle: (posted) => settleDocuments(client, shape, posted),
  };
}

async function readAll(
  reader: DocumentReader,
  shape: DocumentShape,
  refs: readonly RemoteRef[],
): Promise<DocumentRow[]> {
  const rows: DocumentRow[] = [];
  for (const filter of filterAny(
    'id',
    refs.map(({ id }) => guid(id)),
  ))
    rows.push(...(await reader.filtered(filter, shape.what)));
  return rows;
}

function toRemote(shape: DocumentShape, row: DocumentRow, status: Remote['status']): Remote {
  const currency = row.currencyCode;
  return {
    ref: { id: row.id, number: row.number, version: row['@odata.etag'] },
    status,
    naturalKey: naturalKey(shape.kind, row.vendorNumber, row[shape.numberField]),
    currency,
    totals: {
      net: { amount: row.totalAmountExcludingTax, currency },
      tax: { amount: row.totalTaxAmount, currency },
      gross: { amount: row.totalAmountIncludingTax, currency },
    },
    content: row,
  };
}
